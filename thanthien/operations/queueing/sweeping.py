"""What time does by itself: numbers that a day left over are closed, old sounds and names of old appointments go.

Calling it twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.queueing import speech
from thanthien.operations.queueing.calling import close_over
from thanthien.operations.queueing.models import Booking, Ticket
from thanthien.operations.queueing.rules import rules_of
from thanthien.operations.queueing.states import OPEN, CannotMove, State
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

QUIET = timedelta(minutes=30)  # a number at which somebody has just worked is not left over
REMEMBERED = timedelta(days=30)  # name and telephone of an appointment, from its day on
SERVED = "Hết giờ ngày {day}, quầy chưa ghi xong; chương trình tự ghi."
NOT_SERVED = "Hết giờ làm việc ngày {day}, chưa được phục vụ; chương trình tự đóng."


@dataclass(frozen=True, slots=True)
class Swept:
    closed: int = 0
    sounds: int = 0
    forgotten: int = 0


def sweep(*, at: datetime) -> Swept:
    """One round over all units; each number in a transaction of its own."""
    closed = 0
    for ticket, day in list(_left_over(at)):
        words = SERVED if ticket.state == State.SERVING else NOT_SERVED
        try:
            close_over(at=at, ticket=ticket, note=words.format(day=date_vi(day)))
        except CannotMove:  # somebody has just done something with it
            continue
        closed += 1
    return Swept(closed, speech.clear(at.timestamp()), _forget(at))


def _forget(at: datetime) -> int:
    """Names and telephones are taken off old appointments; that one was made stays in the figures."""
    before = timezone.localdate(at) - REMEMBERED
    named = Booking.objects.filter(slot__day__lt=before).exclude(name="", phone="")
    return named.update(name="", phone="")


def closes_at(unit: Unit, day: date) -> datetime:
    """From when on a number that was last worked at on that day is left over."""
    rules, calendar = rules_of(unit.pk), calendar_of(unit, day.year)
    return rules.ends_on(day, calendar) + timedelta(minutes=rules.closes_after)


def _left_over(at: datetime) -> Iterator[tuple[Ticket, date]]:
    """(number, the day on which it was last worked at)."""
    rows = Ticket.objects.filter(state__in=OPEN).annotate(worked_at=Max("steps__at"))
    ends: dict[tuple[int, date], datetime] = {}
    for one in rows.select_related("unit__parent", "service", "counter").order_by("pk"):
        day = timezone.localdate(one.worked_at)
        if (key := (one.unit_id, day)) not in ends:
            ends[key] = closes_at(one.unit, day)
        if at >= max(ends[key], one.worked_at + QUIET):
            yield one, day
