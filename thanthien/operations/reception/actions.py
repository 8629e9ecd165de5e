"""Writes of the schedule: planned by rule or by hand, published, moved, cancelled, given to a substitute, held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.reception.models import HEADS, Post, ReceptionDay
from thanthien.operations.reception.planning import dates_of, month_end
from thanthien.operations.reception.queries import rhythms_of, room_of
from thanthien.operations.reception.standing import require_keeper
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of, names_of_days

State = ReceptionDay.State
_FARTHEST = timedelta(days=400)


class CannotPlanReception(Refusal):
    """The schedule stays as it was."""


@dataclass(frozen=True, slots=True)
class DayFields:
    post: str
    date: date
    starts: time
    ends: time
    person: Person | None = None
    place: str = ""
    is_extra: bool = False
    note: str = ""


@transaction.atomic
def plan_month(*, actor: Person, at: datetime, unit: Unit, first: date) -> list[ReceptionDay]:
    """Make the days of a month out of the rules, from today on; what was made or changed before stays."""
    require(actor, Action.RECEPTION_MANAGE, unit)
    _lock(unit)
    today = timezone.localdate(at)
    calendar = calendar_of(unit, first.year - 1, first.year, first.year + 1)
    place = place_of(unit)
    rules = list(rhythms_of(unit, first))
    if not rules:
        raise CannotPlanReception("Chưa có lịch định kỳ. Anh/chị đặt lịch định kỳ trước, rồi lập lịch tháng.")
    made = []
    for rule in rules:
        for one in dates_of(rule, first, calendar):
            known = ReceptionDay.objects.filter(unit=unit, post=rule.post)
            if one.date < today or known.filter(ruled_date=one.ruled).exists():
                continue
            if known.filter(date=one.date, starts=rule.starts).exists():
                continue
            made.append(
                ReceptionDay.objects.create(
                    unit=unit, post=rule.post, person=rule.person, date=one.date, first_date=one.date,
                    ruled_date=one.ruled, starts=rule.starts, ends=rule.ends, place=place, note=one.note,
                )
            )  # fmt: skip
    if not made:
        raise CannotPlanReception(
            f"Tháng {first:%m/%Y} không còn ngày nào để thêm: lịch đã có đủ hoặc các ngày đã qua."
        )
    _audit(actor, at, "reception.plan", made[0], month=f"{first:%m/%Y}", count=len(made))
    return made


@transaction.atomic
def add_day(*, actor: Person, at: datetime, unit: Unit, fields: DayFields) -> ReceptionDay:
    """A day of its own, in the plan or for an urgent matter."""
    require(actor, Action.RECEPTION_MANAGE, unit)
    if fields.post not in Post.values:
        raise CannotPlanReception("Anh/chị chọn người tiếp.", "post")
    _lock(unit)
    _check_time(unit, at, fields.date, fields.starts, fields.ends, may_be_off=fields.is_extra)
    _check_free(unit, fields.post, fields.date, fields.starts)
    day = ReceptionDay.objects.create(
        unit=unit, post=fields.post, person=fields.person, date=fields.date, first_date=fields.date,
        starts=fields.starts, ends=fields.ends, place=tidy(fields.place)[:200] or place_of(unit),
        is_extra=fields.is_extra, note=tidy(fields.note)[:300],
    )  # fmt: skip
    _audit(actor, at, "reception.add", day)
    return day


@transaction.atomic
def publish_month(*, actor: Person, at: datetime, unit: Unit, first: date) -> int:
    """Make the month's coming days public; how many. From now on a change is shown with its reason."""
    require(actor, Action.RECEPTION_MANAGE, unit)
    _lock(unit)
    rows = ReceptionDay.objects.filter(
        unit=unit, date__gte=max(first, timezone.localdate(at)), date__lte=month_end(first),
        state=State.PLANNED, published_at=None,
    )  # fmt: skip
    days = list(rows)
    if not days:
        raise CannotPlanReception("Không còn ngày nào chưa công bố trong tháng này.")
    rows.update(published_at=at)
    _audit(actor, at, "reception.publish", days[0], month=f"{first:%m/%Y}", count=len(days))
    return len(days)


@transaction.atomic
def move_day(
    *, actor: Person, at: datetime, day: ReceptionDay, seen: int, to: date, starts: time, ends: time, reason: str
) -> ReceptionDay:  # fmt: skip
    """To another date or hour; with a reason once the day is public."""
    day = _open(actor, day, seen)
    words = _reason(reason, needed=day.published_at is not None)
    _check_time(day.unit, at, to, starts, ends, may_be_off=day.is_extra)
    if (to, starts) != (day.date, day.starts):
        _check_free(day.unit, day.post, to, starts, but=day)
    before = date_vi(day.date)
    day.date, day.starts, day.ends, day.reason = to, starts, ends, words
    if day.published_at is None:
        day.first_date = to
    return _save(actor, at, "reception.move", day, before=before)


@transaction.atomic
def cancel_day(*, actor: Person, at: datetime, day: ReceptionDay, seen: int, reason: str) -> ReceptionDay:
    """A public day stays in the schedule as cancelled; one that nobody was told of is taken out."""
    day = _open(actor, day, seen)
    if day.published_at is None and not day.entries.exists() and not day.conclusions.exists():
        _audit(actor, at, "reception.drop", day)
        day.delete()
        return day
    day.reason, day.state = _reason(reason, needed=True), State.CANCELLED
    return _save(actor, at, "reception.cancel", day)


@transaction.atomic
def restore_day(*, actor: Person, at: datetime, day: ReceptionDay, seen: int) -> ReceptionDay:
    day = _locked(actor, day, seen, Action.RECEPTION_MANAGE)
    if day.state != State.CANCELLED or day.date < timezone.localdate(at):
        raise CannotPlanReception("Chỉ khôi phục được ngày đã hoãn mà chưa qua.")
    day.state, day.reason = State.PLANNED, ""
    return _save(actor, at, "reception.restore", day)


@transaction.atomic
def name_substitute(
    *, actor: Person, at: datetime, day: ReceptionDay, seen: int, person: Person | None, authority: str, reason: str
) -> ReceptionDay:  # fmt: skip
    """Somebody authorised receives in the head's place; None: the head does after all."""
    day = _open(actor, day, seen)
    if person is None:
        day.substitute, day.authority, day.reason = None, "", ""
        return _save(actor, at, "reception.substitute", day)
    if day.person_id == person.pk:
        raise CannotPlanReception("Người này chính là người tiếp theo lịch.", "person")
    day.substitute = person
    day.reason = _reason(reason, needed=True)
    day.authority = tidy(authority)[:200]
    if day.post in HEADS and not day.authority:
        raise CannotPlanReception("Anh/chị ghi giấy ủy quyền, phân công người tiếp thay.", "authority")
    return _save(actor, at, "reception.substitute", day)


@transaction.atomic
def hold_day(
    *, actor: Person, at: datetime, day: ReceptionDay, seen: int, in_person: bool, nobody_came: bool,
    substitute: Person | None = None, authority: str = "",
) -> ReceptionDay:  # fmt: skip
    """Record that citizens were received on the day: by whom, and whether anybody came."""
    require_keeper(actor, day.unit)
    day = _locked(actor, day, seen, Action.RECEPTION_WORK)
    if day.state == State.CANCELLED:
        raise CannotPlanReception("Ngày này đã hoãn. Anh/chị khôi phục ngày trước khi ghi.")
    if day.date > timezone.localdate(at):
        raise CannotPlanReception(f"Ngày tiếp là {weekday_vi(day.date)}; đến ngày đó mới ghi được.")
    if nobody_came and day.entries.exists():
        raise CannotPlanReception("Sổ đã ghi lượt tiếp trong ngày này nên không ghi “không có công dân đến”.")
    if not in_person:
        day.substitute = substitute or day.substitute
        day.authority = tidy(authority)[:200] or day.authority
        if day.post in HEADS and not (day.substitute and day.authority):
            raise CannotPlanReception(
                "Người đứng đầu không trực tiếp tiếp: anh/chị chọn người tiếp thay và ghi giấy ủy quyền.",
                "authority",
            )
    day.state, day.in_person, day.nobody_came = State.HELD, in_person, nobody_came
    day.held_at, day.held_by = at, actor
    return _save(actor, at, "reception.hold", day, in_person=in_person, nobody_came=nobody_came)


def place_of(unit: Unit) -> str:
    room = room_of(unit)
    return room.place if room else f"Trụ sở UBND {unit.full_name}"


def _open(actor: Person, day: ReceptionDay, seen: int) -> ReceptionDay:
    day = _locked(actor, day, seen, Action.RECEPTION_MANAGE)
    if day.state != State.PLANNED:
        raise CannotPlanReception(f"Ngày này nay là “{day.get_state_display()}” nên lịch không đổi được nữa.")
    return day


def _locked(actor: Person, day: ReceptionDay, seen: int, action: Action) -> ReceptionDay:
    require(actor, action, day.unit)
    rows = ReceptionDay.objects.select_for_update(of=("self",)).select_related(
        "unit__parent", "person", "substitute"
    )
    fresh = rows.filter(pk=day.pk).first()
    if fresh is None or fresh.version != seen:
        raise CannotPlanReception(CHANGED)
    return fresh


def _save(actor: Person, at: datetime, action: str, day: ReceptionDay, **more: Any) -> ReceptionDay:
    day.version += 1
    day.save()
    _audit(
        actor,
        at,
        action,
        day,
        date=date_vi(day.date),
        state=day.get_state_display(),
        reason=day.reason,
        **more,
    )
    return day


def _reason(text: str, *, needed: bool) -> str:
    words = tidy(text)[:300]
    if needed and len(words) < 3:
        raise CannotPlanReception(
            "Anh/chị ghi lý do; lịch đã công bố nên người dân đọc được lý do này.", "reason"
        )
    return words


def _check_time(unit: Unit, at: datetime, day: date, starts: time, ends: time, *, may_be_off: bool) -> None:
    today = timezone.localdate(at)
    if day < today:
        raise CannotPlanReception("Ngày tiếp phải từ hôm nay trở đi.", "date")
    if day > today + _FARTHEST:
        raise CannotPlanReception("Ngày tiếp xa quá một năm; anh/chị xem lại năm.", "date")
    if starts >= ends:
        raise CannotPlanReception("Giờ kết thúc phải sau giờ bắt đầu.", "ends")
    if not may_be_off and not calendar_of(unit, day.year).is_workday(day):
        name = names_of_days(unit, day.year).get(day, "ngày nghỉ")
        raise CannotPlanReception(
            f"{weekday_vi(day)[:1].upper()}{weekday_vi(day)[1:]} là {name[:1].lower()}{name[1:]}. Anh/chị chọn ngày "
            "làm việc, hoặc đánh dấu tiếp đột xuất.", "date",
        )  # fmt: skip


def _check_free(unit: Unit, post: str, day: date, starts: time, but: ReceptionDay | None = None) -> None:
    taken = ReceptionDay.objects.filter(unit=unit, post=post, date=day, starts=starts)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise CannotPlanReception(
            f"{Post(post).label} đã có lịch tiếp {date_vi(day)} lúc {starts:%H:%M}.", "date"
        )


def _lock(unit: Unit) -> None:
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _audit(actor: Person, at: datetime, action: str, day: ReceptionDay, **after: Any) -> None:
    record(actor=actor, at=at, action=action, subject=day, unit=day.unit, after=after or None)
