"""What the start of the day and repairs put before a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.facilities.models import ChecklistRule, Repair
from thanthien.operations.facilities.queries import DayState, days_between, repairs_of, rule_of
from thanthien.operations.facilities.standing import does_the_list, manages
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Đầu ngày, thiết bị"
BACK = 10  # days: long enough to hold the working day before a holiday
MOST = 30
TO_DO, LATE = "Kiểm tra đầu ngày", "Kiểm tra đầu ngày hôm nay"
_UNDONE = (DayState.MISSING, DayState.UNFINISHED)


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """The list to who does it; a list that is not done by its hour to the head; repairs to who mends them."""
    if not may(person, Action.FACILITY_WORK, unit):
        return
    rule = rule_of(unit)
    heads = manages(person, unit)
    if rule is not None:
        yield from _list(person, unit, rule, today, heads)
    yield from _repairs(person, unit, today, heads)


def alarm(person: Person, unit: Unit, today: date) -> Waiting | None:
    """To who manages the centre: today's list is not done and its hour has passed; None on a day off."""
    rule = rule_of(unit)
    if rule is None or not manages(person, unit):
        return None
    found = _list(person, unit, rule, today, heads=True)
    return next((one for one in found if one.due_date == today and one.title == LATE), None)


def _list(person: Person, unit: Unit, rule: ChecklistRule, today: date, heads: bool) -> Iterator[Waiting]:
    """Today's; and to the head the working day before it, so that a mail of the next morning tells of it."""
    now = timezone.localtime()
    if now.date() != today:  # asked about another day: as it stands when that day is over
        now = timezone.make_aware(datetime.combine(today, time(23, 59)))
    days = [one for one in days_between(unit, today - timedelta(days=BACK), today, now) if one.words]
    if not days or days[-1].date != today:
        return
    state, hour = days[-1].state, f"{rule.due_time:%H:%M}"
    if state in _UNDONE and heads:
        why = f"quá {hour} mà " + ("chưa ai kiểm tra" if state == DayState.MISSING else "chưa kiểm tra xong")
        yield Waiting(ROOM, LATE, why, "desk:checklist", (), today)
    elif state in (*_UNDONE, DayState.OPEN) and does_the_list(person, unit, rule):
        yield Waiting(ROOM, TO_DO, f"cần xong trước {hour}", "desk:checklist", (), today)
    before = [one for one in days[:-1] if one.state != DayState.DAY_OFF]
    if heads and before and before[-1].state in _UNDONE:
        day = before[-1]
        title = f"Kiểm tra đầu ngày {weekday_vi(day.date)}"
        yield Waiting(ROOM, title, day.words, "desk:checklist_history", (), None, day.date)


def _repairs(person: Person, unit: Unit, today: date, heads: bool) -> Iterator[Waiting]:
    for one in repairs_of(unit, "open")[:MOST]:
        since = timezone.localdate(one.reported_at)
        why = _why(one, person, today, heads)
        if why:
            yield Waiting(
                ROOM, f"{one.thing}: {one.said}"[:160], why, "desk:repair", (one.pk,), one.due_date, since
            )


def _why(one: Repair, person: Person, today: date, heads: bool) -> str:
    if one.assignee_id == person.pk and one.state in (Repair.State.ASSIGNED, Repair.State.MENDING):
        return "giao anh/chị sửa"
    if not heads:
        return ""
    if one.state == Repair.State.REPORTED:
        return "mới báo hỏng, chưa giao ai sửa"
    if one.state == Repair.State.BEYOND:
        return "không sửa được, cần thay hoặc thôi dùng"
    if one.due_date is not None and one.due_date < today:
        return f"quá hạn sửa ({one.assignee or one.outsider})"
    return ""
