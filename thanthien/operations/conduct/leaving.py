"""Leave and missions told beforehand: who is away on a day is not drawn for its check, so nobody counts as absent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.conduct.definition import CENTRE, definition
from thanthien.operations.conduct.models import PlannedLeave, SpotCheck, Staff
from thanthien.operations.conduct.queries import posts_on
from thanthien.operations.conduct.standing import may_report
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

LONGEST = timedelta(days=366)


class CannotPlanLeave(Refusal):
    """No leave was written down or taken back."""


@dataclass(frozen=True, slots=True)
class LeaveFields:
    """Both days are included."""

    kind: str
    first_date: date
    last_date: date
    note: str = ""


@transaction.atomic
def plan_leave(*, actor: Person, at: datetime, staff: Staff, fields: LeaveFields) -> PlannedLeave:
    """Write down that somebody will be away, from today on: a day that is over is not put right this way.

    Raises CannotPlanLeave, NotAllowed: a head writes for the people of the own agency, nobody for themselves.
    """
    _require(actor, staff)
    Staff.objects.select_for_update(of=("self",)).get(
        pk=staff.pk
    )  # two at once do not write the same days twice
    today = timezone.localdate(at)
    if fields.kind not in PlannedLeave.Kind.values:
        raise CannotPlanLeave("Anh/chị chọn loại.", "kind")
    if fields.first_date < today:
        raise CannotPlanLeave(
            "Chỉ báo trước được từ hôm nay. Ngày đã qua thì ghi ở đợt kiểm tra: vắng có lý do.", "first_date"
        )
    if not fields.first_date <= fields.last_date <= fields.first_date + LONGEST:
        raise CannotPlanLeave("Ngày cuối không trước ngày đầu, và không quá một năm.", "last_date")
    known = (
        leaves_of(staff).filter(first_date__lte=fields.last_date, last_date__gte=fields.first_date).first()
    )
    if known is not None:
        raise CannotPlanLeave(
            f"Đã báo vắng từ {date_vi(known.first_date)} đến {date_vi(known.last_date)}. Nếu đổi ngày, anh/chị bỏ lần "
            "báo đó rồi ghi lại.",
            "first_date",
        )
    made = PlannedLeave.objects.create(
        staff=staff, kind=fields.kind, first_date=fields.first_date, last_date=fields.last_date,
        note=tidy(fields.note)[:200], recorded_at=at, recorded_by=actor,
    )  # fmt: skip
    record(actor=actor, at=at, action="staff.leave", subject=made, unit=staff.unit)
    return made


@transaction.atomic
def withdraw_leave(*, actor: Person, at: datetime, leave: PlannedLeave) -> PlannedLeave:
    """Take back what came to nothing. A check drawn without the person stays as it was drawn."""
    _require(actor, leave.staff)
    leave = (
        PlannedLeave.objects.select_for_update(of=("self",)).select_related("staff__unit").get(pk=leave.pk)
    )
    if leave.withdrawn_at is not None:
        return leave
    if leave.last_date < timezone.localdate(at):
        raise CannotPlanLeave("Những ngày này đã qua nên giữ nguyên.")
    leave.withdrawn_at, leave.withdrawn_by = at, actor
    leave.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(actor=actor, at=at, action="staff.leave_withdraw", subject=leave, unit=leave.staff.unit)
    return leave


def leaves_of(staff: Staff) -> QuerySet[PlannedLeave]:
    """What stands, the latest first."""
    return staff.leaves.filter(withdrawn_at=None).select_related("recorded_by")


def leave_of_unit(unit: Unit, pk: int) -> PlannedLeave | None:
    return PlannedLeave.objects.filter(staff__unit=unit, pk=pk).select_related("staff__unit").first()


def away_on(unit: Unit, day: date) -> dict[int, PlannedLeave]:
    """Staff id → the leave told beforehand for the day. One query."""
    rows = PlannedLeave.objects.filter(
        staff__unit=unit, withdrawn_at=None, first_date__lte=day, last_date__gte=day
    )
    return {one.staff_id: one for one in rows}


def left_out(check: SpotCheck) -> int:
    """How many were not drawn, as their leave had been told before the draw. Two queries."""
    purpose = definition().purposes.get(check.purpose)
    posts = posts_on(check.unit, check.date)
    if purpose is not None and purpose.scope == CENTRE:
        posts = posts.filter(at_centre=True)
    rows = PlannedLeave.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=check.opened_at), staff__in=posts.order_by().values("staff"),
        first_date__lte=check.date, last_date__gte=check.date, recorded_at__lte=check.opened_at,
    )  # fmt: skip
    return rows.exclude(staff__in=[row[0] for row in check.line]).values("staff").distinct().count()


def _require(actor: Person, staff: Staff) -> None:
    require(actor, Action.CONDUCT_CHECK, staff.unit)
    if not may_report(actor, staff):
        raise NotAllowed(
            "Người đứng đầu cơ quan ghi cho người của cơ quan mình, và không ai ghi cho chính mình."
        )
