"""The clock of a report: which stage runs, until when, and how that was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.core.cache import caches
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.lib.rules.deadlines import Deadline, Extension, Pause, deadline, plain_deadline
from thanthien.operations.feedback.definition import Term, definition
from thanthien.operations.feedback.models import (
    CategoryTerms,
    ClockExtension,
    ClockPause,
    Count,
    Path,
    Report,
)
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import kept_calendar

# Paths on which a matter is first accepted, within one term, and then resolved within another.
TWO_STAGES = frozenset({Path.COMPLAINT, Path.DENUNCIATION})
_KEPT = 60  # seconds that a term counted from today is


def calendar_for(unit: Unit, day: date) -> Calendar:
    """The working days around a day: every report that comes in asks for them."""
    return kept_calendar(unit, day.year, day.year + 1)


def answer_term(unit: Unit, path: str, category: str, known: Mapping[str, int] | None = None) -> Term:
    """How long the unit has to answer: its own shorter term for the category, else the law's.

    `known`: the days that the unit has set by category, where the caller has read them.
    """
    law = definition().laws[path].answer
    if path != Path.PETITION:
        return law
    own = _own_days(unit, category) if known is None else known.get(category)
    return law if own is None else Term(min(own, law.days), law.count)


def _own_days(unit: Unit, category: str) -> int | None:
    return CategoryTerms.objects.filter(unit=unit, category=category).values_list("days", flat=True).first()


def first_due(
    unit: Unit, path: str, category: str, today: date, known: Mapping[str, int] | None = None
) -> tuple[Term, Deadline]:
    """The clock that starts when a report comes in; `known` as for `answer_term`."""
    law = definition().laws[path]
    term = law.receive if path in TWO_STAGES else answer_term(unit, path, category, known)
    calendar, objects = calendar_for(unit, today), caches["objects"]
    # many come on one day: counted once for each term
    key = f"feedback-due-{unit.pk}-{today}-{term.days}-{term.count}"
    kept: tuple[Calendar, Deadline] | None = objects.get(key)
    if kept is None or kept[0] is not calendar:
        kept = calendar, counted(today, term.days, term.count, calendar)
        objects.set(key, kept, _KEPT)
    return term, kept[1]


def counted(
    start: date,
    days: int,
    count: str,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> Deadline:
    count_days = deadline if count == Count.WORKDAYS else plain_deadline
    return count_days(start, days, calendar, pauses=tuple(pauses), extensions=tuple(extensions))


def clock_of(report: Report, today: date) -> Deadline:
    """The running clock with its pauses and extensions; a pause that is open lasts until today."""
    return counted(
        report.clock_start,
        report.clock_days,
        report.clock_unit,
        calendar_for(report.unit, report.clock_start),
        pauses=[_pause(one, today) for one in report.pauses.all()],
        extensions=[Extension(one.days, one.reason) for one in report.extensions.all()],
    )


def _pause(one: ClockPause, today: date) -> Pause:
    return Pause(one.first_date, one.last_date or max(today, one.first_date), one.reason)


def accepted_due(unit: Unit, path: str, today: date, *, complex_one: bool) -> tuple[Term, Deadline]:
    """The clock of the answer, from the day on which a complaint or denunciation was accepted."""
    law = definition().laws[path]
    term = law.complex if complex_one and law.complex else law.answer
    return term, counted(today, term.days, term.count, calendar_for(unit, today))


def refuse_by(report: Report) -> date:
    """The last good day on which the sender may be told that the matter is not taken up."""
    start = timezone.localdate(report.received_at)
    term = definition().laws[report.path].refuse
    return counted(start, term.days, term.count, calendar_for(report.unit, start)).last_day


def ask_until(unit: Unit, today: date) -> date:
    """The last day on which the clock stands for a sender who was asked."""
    term = definition().ask
    return counted(today, term.days, term.count, calendar_for(unit, today)).last_day


def extended_days(report: Report) -> int:
    return sum(ClockExtension.objects.filter(report=report).values_list("days", flat=True))


def reopen_until(today: date) -> date:
    return today + timedelta(days=definition().reopen.days)
