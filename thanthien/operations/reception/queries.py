"""Reads of the reception of citizens. The schedule is everybody's; the book is read by few (`standing.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.lib.rules.deadlines import Deadline, deadline, workdays_before
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import (
    Conclusion,
    Entry,
    Handling,
    Kind,
    ReceptionDay,
    ReceptionRoom,
    Rhythm,
)
from thanthien.operations.reception.planning import Check, minimum_of, month_end
from thanthien.operations.reception.standing import keeps_book, reads
from thanthien.operations.reception.visitors import Who, masked, open_visitor, secret
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

State = ReceptionDay.State
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A day with the last day on which it is to be made public; `is_late`: it was, or is by now, later."""

    day: ReceptionDay
    publish_by: date
    is_late: bool
    visits: int = 0

    @property
    def is_public(self) -> bool:
        return self.day.published_at is not None


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    days: tuple[Scheduled, ...]
    check: Check
    unpublished: int


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as one person reads it; `content` says so where it may not be read."""

    entry: Entry
    who: Who
    content: str
    is_whole: bool


def room_of(unit: Unit) -> ReceptionRoom | None:
    return ReceptionRoom.objects.filter(unit=unit).first()


def rhythms_of(unit: Unit, day: date) -> QuerySet[Rhythm]:
    rows = Rhythm.objects.filter(Q(until_date=None) | Q(until_date__gte=day), unit=unit)
    return rows.select_related("person")


def days_between(unit: Unit, first: date, last: date) -> QuerySet[ReceptionDay]:
    rows = ReceptionDay.objects.filter(unit=unit, date__gte=first, date__lte=last)
    return rows.select_related("unit", "person", "substitute").order_by("date", "starts", "pk")


def day_of_unit(unit: Unit, pk: int) -> ReceptionDay | None:
    rows = ReceptionDay.objects.filter(unit=unit, pk=pk)
    return rows.select_related("unit__parent", "person", "substitute", "held_by").first()


def publish_by(day: date, calendar: Calendar) -> date:
    """The last day on which the schedule of a day is published in time."""
    return workdays_before(day, definition().publish.days, calendar)


def is_published_late(day: ReceptionDay, by: date, today: date) -> bool:
    """A day that an urgent matter brought is told at once; there is no term for it."""
    if day.is_extra:
        return False
    if day.published_at is None:
        return day.state == State.PLANNED and today > by
    return timezone.localdate(day.published_at) > by


def month_of(unit: Unit, first: date, today: date) -> Month:
    """The schedule of a month with the law's check; a constant number of queries."""
    calendar = calendar_of(unit, first.year - 1, first.year, first.year + 1)
    last = month_end(first)
    rows = list(days_between(unit, first, last + _WEEK).annotate(visits=Count("entries")))
    inside = [one for one in rows if one.date <= last]
    found = []
    for one in inside:
        by = publish_by(one.first_date, calendar)
        found.append(Scheduled(one, by, is_published_late(one, by, today), one.visits))
    waiting = sum(1 for one in inside if _is_to_publish(one, today))
    return Month(first, tuple(found), minimum_of(rows, first, calendar), waiting)


def _is_to_publish(day: ReceptionDay, today: date) -> bool:
    return day.published_at is None and day.date >= today and day.state == State.PLANNED


def public_days(unit: Unit, today: date) -> list[ReceptionDay]:
    """What citizens read: published days of today and later, cancelled and moved ones with the reason."""
    rows = days_between(unit, today, today + timedelta(days=70)).filter(published_at__isnull=False)
    return list(rows)


def refuse_term(unit: Unit, day: date) -> Deadline:
    return deadline(day, definition().refuse.days, calendar_of(unit, day.year, day.year + 1))


def entries_of(person: Person, unit: Unit) -> QuerySet[Entry]:
    """The book, for those who keep it; none for others."""
    if not keeps_book(person, unit):
        return Entry.objects.none()
    return Entry.objects.filter(unit=unit).select_related("unit__parent", "visitor", "day", "recorded_by")


def entry_of_unit(unit: Unit, pk: int) -> Entry | None:
    """Callers ask whether the person keeps the book, then read it by `read_entry`."""
    rows = Entry.objects.filter(unit=unit, pk=pk)
    return rows.select_related("unit__parent", "visitor", "day", "recorded_by").first()


def book_between(unit: Unit, first: date, last: date) -> QuerySet[Entry]:
    """The lines of a period in their order, without asking who reads: for papers that name nobody, and figures."""
    rows = Entry.objects.filter(unit=unit, date__gte=first, date__lte=last)
    return rows.select_related("unit", "visitor", "day").order_by("year", "number")


def read_entry(person: Person, entry: Entry) -> Read:
    """As the page of one entry shows it. Who is behind a protected one is asked for apart (`look_at_visitor`)."""
    if entry.is_protected:
        may_read = reads(person, entry)
        return Read(entry, secret(), entry.content if may_read else HIDDEN, False)
    return Read(entry, open_visitor(entry), entry.content, True)


def read_lines(person: Person, entries: Iterable[Entry]) -> list[Read]:
    """As lists show them: initials, and nothing of what is protected."""
    found = []
    for one in entries:
        if one.is_protected:
            found.append(Read(one, secret(), HIDDEN, False))
        else:
            found.append(Read(one, masked(open_visitor(one)), one.content, False))
    return found


HIDDEN = "Nội dung do người có thẩm quyền giữ."


def notices_due(unit: Unit) -> QuerySet[Entry]:
    """Refusals whose notice has not been given, the earliest first."""
    rows = Entry.objects.filter(unit=unit, handling=Handling.REFUSED, notice_date=None)
    return rows.order_by("notice_by_date", "pk")


def conclusions_of(unit: Unit, *, is_open: bool) -> QuerySet[Conclusion]:
    rows = Conclusion.objects.filter(unit=unit, done_at__isnull=is_open)
    return rows.select_related("day", "owner").order_by("due_date" if is_open else "-done_at", "pk")


def conclusion_of_unit(unit: Unit, pk: int) -> Conclusion | None:
    return Conclusion.objects.filter(unit=unit, pk=pk).select_related("unit", "day", "owner").first()


@dataclass(frozen=True, slots=True)
class Figures:
    """What everybody may know of a period: how many, by kind; nobody is named."""

    scheduled: int
    held: int
    by_head: int
    visits: int
    people: int
    by_kind: tuple[tuple[str, int], ...]


def figures_of(unit: Unit, first: date, last: date) -> Figures:
    days = list(days_between(unit, first, last))
    rows = list(book_between(unit, first, last).values_list("kind", "people"))
    held = [one for one in days if one.state == State.HELD]
    return Figures(
        sum(1 for one in days if one.state != State.CANCELLED), len(held),
        sum(1 for one in held if one.in_person and one.post != "standing"), len(rows), sum(n for _, n in rows),
        tuple((kind.label, sum(1 for one, _ in rows if one == kind)) for kind in Kind),
    )  # fmt: skip
