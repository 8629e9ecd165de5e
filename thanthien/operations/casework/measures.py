"""What cases measure: on time by QĐ 766, apologies for what was late, the fast day.

A case counts once: on the day it ended where that was on time, on the first day it was overdue where not. So the
figures of days add up to what QĐ 766 says of the whole: at the end of any period, what is unfinished and overdue is
in the denominator, what is unfinished and still in time is not. A unit is measured from its first case on; without
any case nothing is followed, and what people type holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from thanthien.operations.casework.clocks import end_of_day
from thanthien.operations.casework.models import Apology, Case, FastDay
from thanthien.operations.casework.queries import past_due
from thanthien.operations.casework.states import APOLOGISED
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source, days_of

ON_TIME, APOLOGY, FAST_SHARE, FAST_HELD = (
    "case_on_time", "late_case_apology", "fast_day_same_day", "fast_day_held",
)  # fmt: skip


def collect_cases(first: date, last: date) -> Iterator[Counted]:
    """Cases on time of those judged, and late ones apologised for of those late; a row a day from the first case."""
    good: Counter[tuple[int, date]] = Counter()
    late: Counter[tuple[int, date]] = Counter()
    owed: Counter[tuple[int, date]] = Counter()
    sent: Counter[tuple[int, date]] = Counter()
    for unit_id, moment in ended_well(first, last).values_list("unit_id", "end_at").iterator():
        good[unit_id, _day(moment)] += 1
    rows = turned_late(first, last).annotate(has=_apologised(), owes=Q(late_at__gt=F("due_at")))
    for unit_id, moment, owes, has in rows.values_list("unit_id", "late_at", "owes", "has").iterator():
        key = unit_id, _day(moment)
        late[key] += 1
        owed[key] += bool(owes)
        sent[key] += bool(owes and has)
    for unit_id, begun in _followed():
        for day in days_of(max(first, begun), last):
            key = unit_id, day
            yield Counted(unit_id, ON_TIME, day, good[key], good[key] + late[key])
            yield Counted(unit_id, APOLOGY, day, sent[key], owed[key])


def ended_well(first: date, last: date) -> QuerySet[Case]:
    """Cases that ended on time on the days."""
    rows = Case.objects.filter(end_at__gt=_before(first), end_at__lte=end_of_day(last), late_at=None)
    return rows.exclude(due_at=None).order_by()


def turned_late(first: date, last: date) -> QuerySet[Case]:
    """Cases that became overdue on the days: those of which that has come true by now."""
    until = min(end_of_day(last), timezone.now())
    return Case.objects.filter(late_at__gt=_before(first), late_at__lte=until).order_by()


def unjudged(unit: Unit, first: date, last: date) -> tuple[int, int]:
    """(ended on the days, open and received by the last) without a due date: in no share, told beside it."""
    rows = Case.objects.filter(unit=unit, state__in=Case.State.values, due_at=None).order_by()
    ended = rows.filter(end_at__gt=_before(first), end_at__lte=end_of_day(last))
    return ended.count(), rows.filter(end_at=None, received_at__lte=end_of_day(last)).count()


def owed_apologies(unit: Unit, first: date, last: date) -> dict[int, bool]:
    """Late cases of a unit by id: whether the apology went out."""
    rows = past_due(turned_late(first, last).filter(unit=unit)).annotate(has=_apologised())
    return {pk: bool(has) for pk, has in rows.values_list("pk", "has")}


def _apologised() -> Exists:
    sent = Apology.objects.filter(case=OuterRef("pk"), kind=Apology.Kind.LATE, state__in=APOLOGISED)
    return Exists(sent)


def _followed() -> list[tuple[int, date]]:
    """Units with cases, and the day of the first."""
    units = Unit.objects.filter(Exists(Case.objects.filter(unit=OuterRef("pk")))).order_by("pk")
    found = []
    for pk in units.values_list("pk", flat=True):
        begun = Case.objects.filter(unit=pk).aggregate(first=Min("received_at"))["first"]
        found.append((pk, _day(begun)))
    return found


@dataclass(frozen=True, slots=True)
class FastCase:
    """A case of a covered procedure, received on a fast day; `is_same_day`: its result was made that day."""

    case_id: int
    day: date
    is_same_day: bool


def collect_fast_days(first: date, last: date) -> Iterator[Counted]:
    """Of each fast day: cases of its procedures answered the same day; and whether the day was held at all."""
    for fast in FastDay.objects.order_by("unit_id", "first_date"):
        days = fast_dates(fast, first, last)
        if not days:
            continue
        whole: Counter[date] = Counter()
        good: Counter[date] = Counter()
        for one in fast_cases(fast, days):
            whole[one.day] += 1
            good[one.day] += one.is_same_day
        for day in days:
            yield Counted(fast.unit_id, FAST_SHARE, day, good[day], whole[day])
            yield Counted(fast.unit_id, FAST_HELD, day, int(good[day] > 0))


def fast_dates(fast: FastDay, first: date, last: date) -> list[date]:
    """The dates of a fast day between two days."""
    ends = min(last, fast.last_date) if fast.last_date else last
    begins = max(first, fast.first_date)
    return [day for day in days_of(begins, ends) if day.weekday() == fast.weekday] if begins <= ends else []


def fast_cases(fast: FastDay, days: list[date]) -> list[FastCase]:
    """The cases that a fast day is about: by the procedure's code, by its name where either has none."""
    if not days:
        return []
    codes = {one["code"] for one in fast.procedures if one["code"]}
    names = {one["name"] for one in fast.procedures}
    uncoded = {one["name"] for one in fast.procedures if not one["code"]}
    is_covered = (
        Q(procedure_code__in=codes)
        | Q(procedure_code="", procedure_name__in=names)
        | Q(procedure_name__in=uncoded)
    )
    rows = Case.objects.filter(
        is_covered, unit=fast.unit_id,
        received_at__gt=_before(days[0]), received_at__lte=end_of_day(days[-1]),
    )  # fmt: skip
    wanted, found = set(days), []
    for pk, received, handled in rows.order_by("received_at").values_list("pk", "received_at", "handled_at"):
        day = _day(received)
        if day in wanted:
            found.append(FastCase(pk, day, handled is not None and _day(handled) == day))
    return found


def _before(day: date) -> datetime:
    return end_of_day(day - timedelta(days=1))


def _day(moment: datetime | None) -> date:
    """The day of a moment that the query has found to be there."""
    assert moment is not None
    return timezone.localtime(moment).date()


MEASURES = (
    Source((ON_TIME, APOLOGY), collect_cases),
    Source((FAST_SHARE, FAST_HELD), collect_fast_days),
)
