"""What the channels put before a person. A number of queries that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.channels.models import Post, Shift
from thanthien.operations.channels.queries import monday_of, roster
from thanthien.operations.channels.registers import boxes_of, missing_now, unfinished_openings
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Kênh tiếp nhận"
AHEAD = 3  # days: today's and the next gaps are told, the page has the rest
MOST = 20


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Own duty today, what was handed to the person; to managers of the roster the gaps of the next days."""
    if not may(person, Action.CHANNEL_WORK, unit):
        return
    yield from _own_duty(person, unit, today)
    if may(person, Action.CHANNEL_MANAGE, unit):
        yield from _gaps(unit, today)
        yield from _boxes(unit, today)
    yield from _relay(person, unit, today)


def _own_duty(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    recent = Shift.objects.filter(unit=unit, date__gte=today - timedelta(days=30), date__lte=today)
    shifts = list(recent.order_by("date", "starts", "pk"))
    for one in shifts:
        if one.person_id == person.pk and one.date == today and one.handed_at is None:
            why = f"anh/chị trực {one.said_hours}, hết ca thì bàn giao"
            yield Waiting(ROOM, f"Trực {one.get_post_display()}", why, "desk:duty", due_date=today)
    for one in shifts:
        if one.handed_at is None or one.taken_at is not None:
            continue
        later = (s for s in shifts if s.post == one.post and (s.date, s.starts) > (one.date, one.starts))
        following = next((s for s in later if s.person_id != one.person_id), None)
        if following is not None and following.person_id == person.pk:
            yield Waiting(
                ROOM, f"Bàn giao ca trực {one.get_post_display()}", "cần nhận bàn giao", "desk:duty",
                due_date=following.date, since_date=timezone.localdate(one.handed_at),
            )  # fmt: skip


def _gaps(unit: Unit, today: date) -> Iterator[Waiting]:
    days = roster(unit, today, AHEAD)
    if not Shift.objects.filter(unit=unit).exists():
        return  # the unit keeps no roster here yet: the page says how to begin
    for day in days:
        lacking = [Post(one.post).label.lower() for one in day.posts if one.gaps]
        if lacking:
            yield Waiting(
                ROOM, f"Chưa có người trực {weekday_vi(day.date)}", f"còn trống: {', '.join(lacking)}",
                "desk:duty", due_date=day.date,
            )  # fmt: skip


def _boxes(unit: Unit, today: date) -> Iterator[Waiting]:
    for one in boxes_of(unit, today):
        if one.due_date is not None and one.due_date <= today:
            yield Waiting(
                ROOM, one.box.name, "đến hạn mở hòm thư", "desk:letter_box", (one.box.pk,), one.due_date
            )
    for opening in unfinished_openings(unit)[:MOST]:
        since = timezone.localdate(opening.opened_at)
        yield Waiting(
            ROOM, f"Thư lấy từ {opening.box}", "còn thư chưa ghi", "desk:letter_opening", (opening.pk,),
            since_date=since,
        )  # fmt: skip


def _relay(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """The relayers' own week; to managers, on the last two working days of a week, who is not heard from."""
    sunday = monday_of(today) + timedelta(days=6)
    missing = missing_now(unit, today)
    for one in missing:
        if one.person_id == person.pk:
            yield Waiting(ROOM, "Ý kiến người dân trong tuần", "cần phản hồi, kể cả khi không có",
                          "desk:relay_week", (one.pk,), sunday)  # fmt: skip
    if missing and today.weekday() >= 3 and may(person, Action.CHANNEL_MANAGE, unit):
        why = f"{len(missing)} đầu mối chưa phản hồi tuần này"
        yield Waiting(ROOM, "Phản hồi hằng tuần của thôn, đoàn thể", why, "desk:relay", (), sunday)
