"""What the reception of citizens puts before a person: schedules to publish, days to record, notices, conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.reception.models import HEADS, Conclusion, ReceptionDay
from thanthien.operations.reception.queries import notices_due, publish_by
from thanthien.operations.reception.standing import keeps_book
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

ROOM = "Tiếp công dân"
MOST = 50
AHEAD = timedelta(days=21)  # a schedule to publish is told three weeks before its day
_BACK = timedelta(days=62)
State = ReceptionDay.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """A number of queries that does not grow."""
    if not may(person, Action.RECEPTION_WORK, unit):
        return
    yield from _own_days(person, unit, today)
    if may(person, Action.RECEPTION_MANAGE, unit):
        yield from _unpublished(unit, today)
    keeps = keeps_book(person, unit)
    if keeps:
        yield from _unrecorded(unit, today)
        for one in notices_due(unit)[:MOST]:
            title, why = f"Lượt tiếp số {one.number}/{one.year}", "cần ra thông báo từ chối tiếp"
            yield Waiting(ROOM, title, why, "desk:reception_entry", (one.pk,), one.notice_by_date, one.date)
    yield from _conclusions(person, unit, keeps=keeps)


def _own_days(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    mine = Q(substitute=person) | Q(person=person, substitute=None)
    rows = ReceptionDay.objects.filter(mine, unit=unit, state=State.PLANNED, date__gte=today)
    for one in rows.filter(date__lte=today + timedelta(days=2), post__in=HEADS).order_by("date", "starts")[
        :MOST
    ]:
        why = f"anh/chị tiếp công dân {one.said_hours}, {one.place}"
        yield Waiting(
            ROOM, f"Tiếp công dân {weekday_vi(one.date)}", why, "desk:reception_day", (one.pk,), one.date
        )


def _unpublished(unit: Unit, today: date) -> Iterator[Waiting]:
    rows = ReceptionDay.objects.filter(
        unit=unit, state=State.PLANNED, published_at=None, date__gte=today, date__lte=today + AHEAD
    )
    first = rows.order_by("date").first()
    if first is None:
        return
    by = publish_by(first.first_date, calendar_of(unit, today.year - 1, today.year, today.year + 1))
    why = f"{rows.count()} ngày tiếp chưa công bố, ngày gần nhất {first.date:%d/%m}"
    yield Waiting(ROOM, "Lịch tiếp công dân", why, "desk:reception", (), by)


def _unrecorded(unit: Unit, today: date) -> Iterator[Waiting]:
    rows = ReceptionDay.objects.filter(
        unit=unit, state=State.PLANNED, date__gte=today - _BACK, date__lte=today
    )
    for one in rows.order_by("date", "starts")[:MOST]:
        why = "ghi ai đã tiếp, có công dân đến không"
        yield Waiting(ROOM, str(one), why, "desk:reception_day", (one.pk,), one.date)


def _conclusions(person: Person, unit: Unit, *, keeps: bool) -> Iterator[Waiting]:
    rows = Conclusion.objects.filter(unit=unit, done_at=None)
    if not keeps:
        rows = rows.filter(owner=person)
    for one in rows.select_related("owner").order_by("due_date", "pk")[:MOST]:
        why = "thực hiện kết luận sau tiếp công dân"
        if one.owner_id != person.pk:
            why = f"{one.owner} thực hiện kết luận"
        yield Waiting(ROOM, one.text[:160], why, "desk:reception_conclusions", (), one.due_date)
