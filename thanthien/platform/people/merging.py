"""A unit merged into another (sáp nhập): its people go over, its records stay where they are, to be read.

What it means, in one place: nothing is moved or copied but roles. Plans, tasks, proof, figures, scores and the
audit log stay under the old unit. `permissions.may` grants nothing but reading there, to the city and
to those who may read the successor. Nobody loses an account.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import forget_memberships, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Agency, Unit

_DAY = timedelta(days=1)


class CannotMerge(Refusal):
    """The units were not merged."""


@transaction.atomic
def merge_unit(
    *, actor: Person, at: datetime, city: Unit, unit: Unit, successor: Unit, merged_date: date, document: str
) -> int:
    """Merge `unit` into `successor`, both of `city`, from `merged_date` by a document.

    Returns how many roles went over. Units that were merged into `unit` earlier lead to `successor` from
    now on. Roles change on the day of the action. Raises CannotMerge, NotAllowed.
    """
    require(actor, Action.UNIT_MERGE, city)
    # Both rows in one order, so that two merges at once cannot make a circle.
    both = Unit.objects.select_for_update().filter(pk__in=[unit.pk, successor.pk]).order_by("pk")
    rows = {one.pk: one for one in both}
    unit, successor = rows[unit.pk], rows[successor.pk]
    _check(city, unit, successor, merged_date, timezone.localdate(at), document)
    unit.successor, unit.merged_date, unit.merger_document = successor, merged_date, tidy(document)[:120]
    unit.save(update_fields=["successor", "merged_date", "merger_document"])
    Unit.objects.filter(successor=unit).update(successor=successor)
    moved = _move_people(actor, at, unit, successor)
    after = {"successor": successor.full_name, "merged_date": merged_date, "document": unit.merger_document}
    for place in (unit, successor):
        record(
            actor=actor,
            at=at,
            action="unit.merge",
            subject=unit,
            unit=place,
            after={**after, "unit": unit.full_name, "roles": moved},
        )
    return moved


def _check(city: Unit, unit: Unit, successor: Unit, day: date, today: date, document: str) -> None:
    if unit.pk == successor.pk:
        raise CannotMerge("Đơn vị không thể nhập vào chính nó. Anh/chị chọn đơn vị khác.", "successor")
    for one in (unit, successor):
        if not one.is_local or one.parent_id != city.pk:
            raise CannotMerge(f"{one.heading} không phải xã, phường, đặc khu của {city.full_name}.")
    if unit.is_merged:
        raise CannotMerge(f"{unit.heading} đã nhập vào đơn vị khác rồi.", "unit")
    if successor.is_merged:
        raise CannotMerge(
            f"{successor.heading} đã nhập vào đơn vị khác, nên không nhận thêm được.", "successor"
        )
    if day > today:
        raise CannotMerge(
            f"Ngày {date_vi(day)} chưa tới. Anh/chị ghi khi việc sáp nhập có hiệu lực.", "merged_date"
        )
    if not tidy(document):
        raise CannotMerge("Anh/chị ghi số, ngày của văn bản sáp nhập.", "document")


def _move_people(actor: Person, at: datetime, unit: Unit, successor: Unit) -> int:
    """End every role in the old unit and give the same in the new one, in the agency that does the same work."""
    today = timezone.localdate(at)
    there = {one.role_code or one.name: one for one in Agency.objects.filter(unit=successor, is_active=True)}
    moved = 0
    roles = Membership.objects.select_for_update(of=("self",)).filter(unit=unit).order_by("pk")
    for old in roles.select_related("person", "agency"):
        if old.end_date is not None and old.end_date < today:
            continue
        _go_over(actor, at, old, successor, there)
        forget_memberships(old.person)
        moved += 1
    return moved


def _go_over(actor: Person, at: datetime, old: Membership, successor: Unit, there: dict[str, Agency]) -> None:
    today = timezone.localdate(at)
    agency = there.get(old.agency.role_code or old.agency.name) if old.agency else None
    # A head without an agency there is an officer until somebody says of what.
    role = Role.OFFICER if old.role == Role.AGENCY_HEAD and agency is None else Role(old.role)
    start, end = max(today, old.start_date), old.end_date
    old.end_date = max(today, old.start_date) - _DAY
    old.save(update_fields=["end_date"])
    has = Membership.objects.in_force(start).filter(
        person=old.person, unit=successor, role=role, agency=agency
    )
    if has.exists():
        return
    new = Membership.objects.create(
        person=old.person,
        unit=successor,
        agency=agency,
        role=role,
        title=old.title,
        is_focal_point=old.is_focal_point and agency is not None,
        start_date=start,
        end_date=end,
    )
    record(
        actor=actor,
        at=at,
        action="role.give",
        subject=new,
        unit=successor,
        thread=old.person,
        after={"role": role, "agency": agency.name if agency else "", "start_date": start},
        remark=f"Chuyển từ {old.unit.full_name} do sáp nhập",
    )
