"""What feedback measures. The three legal paths are counted apart, and what is protected apart from all else.

A matter is counted once: on the day it was answered in time, or on the first day after its limit. So a figure
never says that something was late before it was, and a late answer is not counted twice. Reports about staff
stand in measures of their own, which only those see who may read them: a number in the open list that nobody
can match would tell that there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from thanthien.operations.feedback.models import Channel, Path, Report, Step
from thanthien.operations.feedback.queries import RUNNING
from thanthien.programme.measures.collecting import Counted, Source, days_of

RECEIVED, ON_TIME, LATE = "feedback_received", "feedback_on_time", "feedback_late"
APP, SATISFIED, REOPENED = "feedback_app_on_time", "feedback_satisfied", "feedback_reopened"
REGULATION, COMPLAINT = "regulation_forwarded", "complaint_on_time"
PROTECTED, ABOUT_LEADER = "feedback_protected", "feedback_about_leader"
COUNTS = frozenset({RECEIVED, LATE})  # of which there is no denominator
CODES = (
    RECEIVED, ON_TIME, LATE, APP, SATISFIED, REOPENED, REGULATION, COMPLAINT, PROTECTED, ABOUT_LEADER,
)  # fmt: skip
BY_PHONE = frozenset({Channel.WEB, Channel.QR, Channel.APP, Channel.ZALO})
SATISFIED_FROM = 4  # of 5
Move = Step.Move
_DAY = timedelta(days=1)


class _Matter(NamedTuple):
    """What decides where a report is counted."""

    unit_id: int
    path: str
    channel: str
    is_protected: bool
    about_leader: bool

    @property
    def measures(self) -> tuple[str, ...]:
        """Those in which an answer that was owed is counted."""
        if self.about_leader:
            return (ABOUT_LEADER,)
        if self.is_protected or self.path == Path.DENUNCIATION:
            return (PROTECTED,)
        if self.path == Path.REGULATION:
            return (REGULATION,)
        if self.path == Path.COMPLAINT:
            return (COMPLAINT,)
        return (ON_TIME, APP) if self.channel in BY_PHONE else (ON_TIME,)

    @property
    def is_open_word(self) -> bool:
        """A word on the work of the unit that everybody there may count."""
        return self.path == Path.PETITION and not self.is_protected


_MATTER = ("unit_id", "path", "channel", "is_protected", "about_leader")


class Event(NamedTuple):
    """What one report adds to a measure on a day."""

    unit_id: int
    measure: str
    day: date
    report_id: int
    good: int
    whole: int


def collect(first: date, last: date) -> Iterator[Counted]:
    """Six queries for all units.

    A unit is measured from the day of its first report on, with zero where nothing happened.
    """
    sums: dict[tuple[int, str, date], list[int]] = defaultdict(lambda: [0, 0])
    for one in events(first, last):
        both = sums[one.unit_id, one.measure, one.day]
        both[0] += one.good
        both[1] += one.whole
    begun = Report.objects.order_by().values_list("unit").annotate(Min("received_at"))
    for unit_id, at in begun:
        for day in days_of(max(first, timezone.localdate(at)), last):
            for code in CODES:
                good, whole = sums.get((unit_id, code, day), (0, 0))
                yield Counted(unit_id, code, day, good, None if code in COUNTS else whole)


MEASURES = (Source(CODES, collect),)


def events(first: date, last: date, *, unit_id: int | None = None) -> Iterator[Event]:
    """Everything that happened from the first to the last day, of one unit or of all."""
    of_unit = {"unit": unit_id} if unit_id is not None else {}
    of_report = {"report__unit": unit_id} if unit_id is not None else {}
    reports, steps = Report.objects.filter(**of_unit).order_by(), Step.objects.filter(**of_report).order_by()
    for one in (
        *_received(reports, first, last),
        *_answered(steps, first, last),
        *_still_late(reports, first, last),
        *_said(steps, first, last),
    ):
        if first <= one.day <= last:
            yield one


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which the days lie: from, and up to but without."""
    begin, end = datetime.combine(first, time.min), datetime.combine(last + _DAY, time.min)
    return timezone.make_aware(begin), timezone.make_aware(end)


def _received(reports: QuerySet[Report], first: date, last: date) -> Iterator[Event]:
    begin, end = bounds(first, last)
    rows = reports.filter(
        received_at__gte=begin,
        received_at__lt=end,
        path__in=[Path.PETITION, Path.REGULATION],
        is_protected=False,
    )
    for pk, unit_id, at in rows.values_list("pk", "unit_id", "received_at"):
        yield Event(unit_id, RECEIVED, timezone.localdate(at), pk, 1, 0)


def _answered(steps: QuerySet[Step], first: date, last: date) -> Iterator[Event]:
    """Answers within the limit on their day; those after it on the first day after the limit."""
    begin, end = bounds(first, last)
    inside = Q(at__gte=begin, at__lt=end)
    late = Q(due_date__gte=first - _DAY, due_date__lt=last)
    before = Step.objects.filter(
        report=OuterRef("report"), pk__lt=OuterRef("pk"), move__in=[Move.FORWARD, Move.ANSWER]
    )
    # a word on regulations is dealt with when it was first handed on, or answered where nobody else is in charge
    dealt = Q(move=Move.ANSWER) & ~Q(report__path=Path.REGULATION)
    handed = Q(report__path=Path.REGULATION) & ~Exists(before)
    rows = steps.filter(inside | late, move__in=[Move.FORWARD, Move.ANSWER]).filter(dealt | handed)
    names = [f"report__{name}" for name in _MATTER]
    for pk, at, due, move, *facts in rows.values_list("report_id", "at", "due_date", "move", *names):
        matter, day = _Matter(*facts), timezone.localdate(at)
        in_time = due is None or day <= due
        when = day if in_time else due + _DAY
        for code in matter.measures:
            yield Event(matter.unit_id, code, when, pk, int(in_time), 1)
        if matter.is_open_word and not in_time:
            yield Event(matter.unit_id, LATE, when, pk, 1, 0)
        if matter.is_open_word and move == Move.ANSWER:
            yield Event(matter.unit_id, REOPENED, day, pk, 0, 1)


def _still_late(reports: QuerySet[Report], first: date, last: date) -> Iterator[Event]:
    """Whose limit has passed and who still wait."""
    rows = reports.filter(state__in=RUNNING, due_date__gte=first - _DAY, due_date__lt=last)
    rows = rows.exclude(path=Path.REGULATION, state=Report.State.OUTSIDE)
    for pk, due, *facts in rows.values_list("pk", "due_date", *_MATTER):
        matter = _Matter(*facts)
        for code in matter.measures:
            yield Event(matter.unit_id, code, due + _DAY, pk, 0, 1)
        if matter.is_open_word:
            yield Event(matter.unit_id, LATE, due + _DAY, pk, 1, 0)


def _said(steps: QuerySet[Step], first: date, last: date) -> Iterator[Event]:
    """What senders said of the answer, on the day they first said it; and who came back."""
    begin, end = bounds(first, last)
    before = Step.objects.filter(
        report=OuterRef("report"), pk__lt=OuterRef("pk"), move__in=[Move.SAY, Move.REOPEN]
    )
    rows = steps.filter(
        move__in=[Move.SAY, Move.REOPEN], at__gte=begin, at__lt=end, report__is_protected=False,
        report__path=Path.PETITION,
    ).annotate(was_before=Exists(before))  # fmt: skip
    found = rows.values_list(
        "report_id", "report__unit_id", "at", "move", "was_before", "report__satisfaction"
    )
    for pk, unit_id, at, move, was_before, mark in found:
        day = timezone.localdate(at)
        if move == Move.REOPEN:
            yield Event(unit_id, REOPENED, day, pk, 1, 0)
        if mark is not None and not was_before:
            yield Event(unit_id, SATISFIED, day, pk, int(mark >= SATISFIED_FROM), 1)
