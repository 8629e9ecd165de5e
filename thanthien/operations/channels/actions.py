"""Writes of the duty roster: shifts planned, copied from last week, taken away, handed over and accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.channels.definition import Span
from thanthien.operations.channels.models import DutyHours, Post, Shift
from thanthien.operations.channels.queries import hours_of, next_shift
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

LONGEST_NOTE = 2000
_WEEK = timedelta(days=7)


class CannotPlanDuty(Refusal):
    """The roster was not changed."""


@dataclass(frozen=True, slots=True)
class ShiftFields:
    post: str
    days: tuple[date, ...]
    starts: time
    ends: time
    person: Person


@transaction.atomic
def plan_shifts(*, actor: Person, at: datetime, unit: Unit, fields: ShiftFields) -> list[Shift]:
    """Put a person on duty on each of the days; a shift that stands already is left as it is."""
    require(actor, Action.CHANNEL_MANAGE, unit)
    if fields.post not in Post.values:
        raise CannotPlanDuty("Anh/chị chọn kênh trực.", "post")
    if not fields.days:
        raise CannotPlanDuty("Anh/chị chọn ít nhất một ngày.", "days")
    if fields.starts >= fields.ends:
        raise CannotPlanDuty("Giờ kết thúc phải sau giờ bắt đầu.", "ends")
    if min(fields.days) < timezone.localdate(at):
        raise CannotPlanDuty("Chỉ phân công được từ hôm nay trở đi.", "days")
    if not may(fields.person, Action.CHANNEL_WORK, unit):
        raise CannotPlanDuty("Người được chọn chưa có quyền trực ở đơn vị này.", "person")
    made = []
    for day in sorted(set(fields.days)):
        shift = _planned(unit, fields.post, day, (fields.starts, fields.ends), fields.person, actor, at)
        if shift is not None:
            made.append(shift)
    if not made:
        raise CannotPlanDuty("Người này đã có ca trực trùng giờ ở kênh này vào những ngày đã chọn.")
    _audit(actor, at, "duty.plan", made[0], count=len(made))
    return made


@transaction.atomic
def copy_last_week(*, actor: Person, at: datetime, unit: Unit, monday: date) -> list[Shift]:
    """Give the week the shifts of the week before, on its working days from today on.

    Who has left the unit is not carried over. Raises CannotPlanDuty where nothing is left to copy.
    """
    require(actor, Action.CHANNEL_MANAGE, unit)
    today, calendar = timezone.localdate(at), calendar_of(unit, monday.year, (monday + _WEEK).year)
    before = Shift.objects.filter(unit=unit, date__gte=monday - _WEEK, date__lt=monday).select_related(
        "person"
    )
    made, asked = [], dict[int, bool]()
    for one in before:
        day = one.date + _WEEK
        if one.person_id not in asked:
            asked[one.person_id] = may(one.person, Action.CHANNEL_WORK, unit)
        if day < today or not asked[one.person_id] or not calendar.is_workday(day):
            continue
        shift = _planned(unit, one.post, day, (one.starts, one.ends), one.person, actor, at)
        if shift is not None:
            made.append(shift)
    if not made:
        raise CannotPlanDuty("Tuần trước không có ca nào chép thêm được sang tuần này.")
    _audit(actor, at, "duty.copy", made[0], count=len(made))
    return made


@transaction.atomic
def cancel_shift(*, actor: Person, at: datetime, shift: Shift) -> None:
    """Take a shift that has not begun out of the roster."""
    require(actor, Action.CHANNEL_MANAGE, shift.unit)
    shift = Shift.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=shift.pk)
    if begins_at(shift) <= at:
        raise CannotPlanDuty("Ca trực đã bắt đầu nên được giữ lại trong lịch.")
    _audit(actor, at, "duty.cancel", shift, person=str(shift.person))
    shift.delete()


@transaction.atomic
def hand_over(*, actor: Person, at: datetime, shift: Shift, note: str) -> Shift:
    """Who is on duty says what the next one must know; until it is accepted the words can be changed."""
    shift = _own(actor, shift)
    words = tidy(note, keep_lines=True)
    if shift.person_id != actor.pk and not may(actor, Action.CHANNEL_MANAGE, shift.unit):
        raise CannotPlanDuty("Chỉ người trực ca này bàn giao được.")
    if begins_at(shift) > at:
        raise CannotPlanDuty("Ca trực chưa bắt đầu nên chưa bàn giao được.")
    if shift.taken_at is not None:
        raise CannotPlanDuty("Ca sau đã nhận bàn giao. Nếu cần nói thêm, anh/chị trao đổi với người nhận.")
    if not words or len(words) > LONGEST_NOTE:
        raise CannotPlanDuty(
            "Anh/chị ghi việc đang dở, hoặc ghi “không có gì”." if not words else "Nội dung quá dài.", "note"
        )
    shift.note, shift.handed_at = words, at
    shift.save(update_fields=["note", "handed_at"])
    _audit(actor, at, "duty.hand_over", shift)
    return shift


@transaction.atomic
def take_over(*, actor: Person, at: datetime, shift: Shift) -> Shift:
    """The next on duty for the channel (or a manager of the roster) accepts what was handed over."""
    shift = _own(actor, shift)
    if shift.handed_at is None or shift.taken_at is not None:
        raise CannotPlanDuty("Ca này chưa có bàn giao, hoặc đã có người nhận.")
    following = next_shift(shift)
    is_next = following is not None and following.person_id == actor.pk
    if not is_next and not may(actor, Action.CHANNEL_MANAGE, shift.unit):
        raise CannotPlanDuty("Người trực ca sau nhận bàn giao.")
    shift.taken_by, shift.taken_at = actor, at
    shift.save(update_fields=["taken_by", "taken_at"])
    _audit(actor, at, "duty.take_over", shift)
    return shift


@transaction.atomic
def set_hours(*, actor: Person, at: datetime, unit: Unit, morning: Span, afternoon: Span) -> DutyHours:
    """When the unit is open on working days; gaps of the roster are counted by it."""
    require(actor, Action.CHANNEL_MANAGE, unit)
    if not morning[0] < morning[1] <= afternoon[0] < afternoon[1]:
        raise CannotPlanDuty("Giờ phải theo thứ tự: sáng từ, sáng đến, chiều từ, chiều đến.")
    before = _said(hours_of(unit))
    hours, _ = DutyHours.objects.update_or_create(
        unit=unit,
        defaults={"morning_from": morning[0], "morning_to": morning[1], "afternoon_from": afternoon[0],
                  "afternoon_to": afternoon[1]},
    )  # fmt: skip
    record(
        actor=actor, at=at, action="duty.hours", subject=hours, unit=unit, before={"hours": before},
        after={"hours": _said((morning, afternoon))},
    )  # fmt: skip
    return hours


def begins_at(shift: Shift) -> datetime:
    return timezone.make_aware(datetime.combine(shift.date, shift.starts))


def _own(actor: Person, shift: Shift) -> Shift:
    require(actor, Action.CHANNEL_WORK, shift.unit)
    return Shift.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=shift.pk)


def _planned(
    unit: Unit, post: str, day: date, hours: Span, person: Person, actor: Person, at: datetime
) -> Shift | None:
    """None where the person is on duty for the channel at that time already."""
    same = Shift.objects.filter(unit=unit, post=post, date=day, person=person)
    if same.filter(starts__lt=hours[1], ends__gt=hours[0]).exists():
        return None
    return Shift.objects.create(
        unit=unit, post=post, date=day, starts=hours[0], ends=hours[1], person=person, planned_at=at,
        planned_by=actor,
    )  # fmt: skip


def _audit(actor: Person, at: datetime, action: str, shift: Shift, **after: object) -> None:
    record(
        actor=actor, at=at, action=action, subject=shift, unit=shift.unit,
        after={"shift": f"{shift.get_post_display()}, {date_vi(shift.date)}, {shift.said_hours}", **after},
    )  # fmt: skip


def _said(hours: Iterable[Span]) -> str:
    return ", ".join(f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in hours)
