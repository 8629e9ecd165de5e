"""May this person do this here? Every page and every action asks; nothing else decides."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.roles import CITY_ROLES, GRANTS, GRANTS_BELOW, READS, Action, Role
from thanthien.platform.units.models import Agency, Unit


class NotAllowed(Exception):
    """The person's role does not reach this. Said to the person in a sentence."""

    def __init__(self, message: str = "Vai trò của anh/chị không bao gồm việc này.") -> None:
        super().__init__(message)


def current_memberships(person: Person, *, on: date | None = None) -> list[Membership]:
    """The memberships in force on a day; read once a request and kept on the person object."""
    kept: list[Membership] | None = person.__dict__.get("_memberships")
    if kept is None:
        rows = person.memberships.select_related("unit__parent__parent", "unit__successor", "agency")
        # the order of their kind, without joining what is one person's or one unit's anyway
        kept = list(rows.order_by("unit__code", "agency__position", "agency__name", "pk"))
        person.__dict__["_memberships"] = kept
    day = on or timezone.localdate()
    return [m for m in kept if m.start_date <= day and (m.end_date is None or m.end_date >= day)]


def forget_memberships(person: Person) -> None:
    person.__dict__.pop("_memberships", None)


def roles_in(person: Person, unit: Unit) -> frozenset[Role]:
    return frozenset(Role(m.role) for m in current_memberships(person) if m.unit_id == unit.pk)


def may(person: Person, action: Action, unit: Unit) -> bool:
    """True when a current role in the unit, or in the unit above it, is granted the action.

    A unit that was merged into another is only read, by the city and by those who may read the successor.
    """
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    if unit.is_merged and action not in READS:
        return False
    above = {unit.parent_id, unit.parent.parent_id if unit.parent else None} - {None}
    for membership in current_memberships(person):
        role = Role(membership.role)
        if membership.unit_id in (unit.pk, unit.successor_id) and role in GRANTS[action]:
            return True
        if membership.unit_id in above and role in GRANTS_BELOW.get(action, frozenset()):
            return True
    return False


def require(person: Person, action: Action, unit: Unit) -> None:
    """Raise `NotAllowed` unless `may`. Actions call it even where a page has asked already."""
    if may(person, action, unit):
        return
    if action not in READS and unit in visible_units(person):
        check_open(unit)
    raise NotAllowed


def check_open(unit: Unit) -> None:
    """Raise `NotAllowed` where the unit was merged: who had a page of it open is told, and where to go on."""
    successor, day = unit.successor, unit.merged_date
    if successor is not None and day is not None:
        raise NotAllowed(
            f"{unit.heading} đã nhập vào {successor.full_name} từ {date_vi(day)} nên ở đây chỉ còn xem. "
            f"Thao tác vừa rồi chưa được lưu; anh/chị mở {successor.full_name} để làm tiếp."
        )


def agencies_of_person(person: Person, unit: Unit) -> list[Agency]:
    """The agencies of the unit in which the person works now."""
    return [m.agency for m in current_memberships(person) if m.unit_id == unit.pk and m.agency is not None]


def visible_units(person: Person) -> QuerySet[Unit]:
    """Units the person has a role in with those merged into them, and for city roles the communes below."""
    if not getattr(person, "is_authenticated", False):
        return Unit.objects.none()
    own = {m.unit_id for m in current_memberships(person)}
    city = {m.unit_id for m in current_memberships(person) if Role(m.role) in CITY_ROLES}
    return (
        Unit.objects.filter(Q(pk__in=own) | Q(successor_id__in=own) | Q(parent_id__in=city))
        .select_related("parent__parent", "successor")
        .distinct()
    )


def visible_unit(person: Person, code: str) -> Unit | None:
    """The one of `visible_units` with that code; nothing is asked where the person has a role in it."""
    if getattr(person, "is_authenticated", False):
        for membership in current_memberships(person):
            if membership.unit.code == code:
                return membership.unit
    return visible_units(person).filter(code=code).first()


def people_who_may(action: Action, unit: Unit) -> QuerySet[Person]:
    """Active people with a role in the unit itself that is granted the action."""
    roles = Membership.objects.in_force(timezone.localdate()).filter(
        unit=unit, role__in=sorted(GRANTS[action])
    )
    return Person.objects.filter(memberships__in=roles.values("pk"), is_active=True).distinct()


def may_manage(actor: Person, person: Person) -> bool:
    """True when every current role of the person lies in units whose people the actor manages.

    So a coordinator cannot take over the account of someone who also works for the city or for
    another commune. A person without a current role is managed where the last roles were.
    """
    units = {m.unit_id: m.unit for m in current_memberships(person)}
    if not units:
        units = {m.unit_id: m.unit for m in person.memberships.select_related("unit__parent")}
    return bool(units) and all(may(actor, Action.PEOPLE_MANAGE, unit) for unit in units.values())


def home_unit(person: Person) -> Unit | None:
    """The unit whose audit log tells of the person's own account: the first where the person works."""
    memberships = current_memberships(person)
    return memberships[0].unit if memberships else None
