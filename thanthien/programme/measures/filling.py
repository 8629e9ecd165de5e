"""The one job that writes collected figures: a row a unit, measure and day, however often it is called.

Days are marked started, rewritten and marked done: an interrupted day is done again. Two jobs at once take
turns, by the lock on the marks. Only rows that differ are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from thanthien.programme.measures.collecting import Counted, Source, days_of
from thanthien.programme.measures.models import Filling, Reading, UnitFilled

WINDOW = 63  # days behind that late corrections still reach: a week of the relay may be entered 56 days late
_AT_ONCE = 31  # days in one transaction
_ROWS = 500  # rows in one statement

Frozen = Mapping[tuple[int, int], date]  # unit and year → the last day whose figures stay as they are
_Key = tuple[int, str, date]
_Value = tuple[Decimal, Decimal | None, str]


@dataclass(slots=True)
class Filled:
    """What a call wrote. `frozen` counts rows that would have changed in a period that is frozen."""

    days: int = 0
    written: int = 0
    removed: int = 0
    frozen: int = 0
    units: set[int] = field(default_factory=set)


def due_days(codes: Iterable[str], today: date) -> list[date]:
    """The days to collect: the trailing window, and days of this year never done or left in the middle."""
    wanted = set(days_of(today - timedelta(days=WINDOW), today))
    of_year = days_of(min(date(today.year, 1, 1), min(wanted)), today)
    known: dict[str, set[date]] = {code: set() for code in codes}
    marks = Filling.objects.filter(measure__in=known, done_at__isnull=False, day__gte=of_year[0])
    for code, day in marks.values_list("measure", "day"):
        known[code].add(day)
    for done in known.values():
        wanted |= {day for day in of_year if day not in done}
    return sorted(wanted)


def spans_of(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in order as runs, none longer than what is written at once."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] == timedelta(days=1) and (day - spans[-1][0]).days < _AT_ONCE:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def fill(
    *,
    at: datetime,
    sources: Iterable[Source],
    spans: Iterable[tuple[date, date]],
    frozen: Frozen,
    only: int | None = None,
) -> Filled:
    """Write what the sources count for the spans of days. With `only` (a unit) no day is marked done: the

    other units were not looked at.
    """
    done = Filled()
    for first, last in spans:
        for source in sources:
            _fill_span(at, source, first, last, frozen, only, done)
        done.days += (last - first).days + 1
    if done.units:
        UnitFilled.objects.bulk_create(
            [UnitFilled(unit_id=unit_id, changed_at=at) for unit_id in sorted(done.units)],
            update_conflicts=True, unique_fields=["unit"], update_fields=["changed_at"],
        )  # fmt: skip
    return done


def _fill_span(
    at: datetime, source: Source, first: date, last: date, frozen: Frozen, only: int | None, done: Filled
) -> None:
    days = days_of(first, last)
    marks = Filling.objects.filter(measure__in=source.codes, day__gte=first, day__lte=last)
    if only is None:
        Filling.objects.bulk_create(
            [Filling(measure=code, day=day, started_at=at) for code in source.codes for day in days],
            update_conflicts=True, unique_fields=["measure", "day"], update_fields=["started_at", "done_at"],
            batch_size=_ROWS,
        )  # fmt: skip
    with transaction.atomic():
        # the second of two waits here, and then finds nothing left to change
        list(marks.select_for_update().order_by("pk").values_list("pk", flat=True))
        _rewrite(at, source, first, last, frozen, only, done)
        if only is None:
            marks.update(done_at=at)


def _rewrite(
    at: datetime, source: Source, first: date, last: date, frozen: Frozen, only: int | None, done: Filled
) -> None:
    wanted = _wanted(source, first, last, only)
    rows = Reading.objects.filter(
        source=Reading.Source.COLLECTED, measure__in=source.codes, day__gte=first, day__lte=last
    ).order_by()
    if only is not None:
        rows = rows.filter(unit=only)
    known: dict[_Key, tuple[int, _Value]] = {}
    for pk, unit_id, code, day, top, whole, period in rows.values_list(
        "pk", "unit_id", "measure", "day", "numerator", "denominator", "period"
    ):
        known[unit_id, code, day] = (pk, (top, whole, period))
    stale = [key for key, (_, value) in known.items() if wanted.get(key) != value]
    new = [key for key, value in wanted.items() if key not in known or known[key][1] != value]
    kept = {key for key in {*stale, *new} if _is_frozen(key, frozen)}
    done.frozen += len(kept)
    gone = [known[key][0] for key in stale if key not in kept]
    for n in range(0, len(gone), _ROWS):
        Reading.objects.filter(pk__in=gone[n : n + _ROWS]).delete()
    made = [_reading(key, wanted[key], at) for key in new if key not in kept]
    Reading.objects.bulk_create(made, batch_size=_ROWS)
    done.written += len(made)
    done.removed += sum(key not in wanted for key in stale if key not in kept)
    done.units |= {key[0] for key in {*stale, *new} - kept}


def _wanted(source: Source, first: date, last: date, only: int | None) -> dict[_Key, _Value]:
    found: dict[_Key, _Value] = {}
    for one in source.collect(first, last):
        if (only is None or one.unit_id == only) and first <= one.day <= last:
            found[one.unit_id, one.measure, one.day] = _value(one)
    return found


def _value(one: Counted) -> _Value:
    denominator = None if one.denominator is None else Decimal(one.denominator)
    return Decimal(one.numerator), denominator, str(one.period)


def _is_frozen(key: _Key, frozen: Frozen) -> bool:
    unit_id, _, day = key
    until = frozen.get((unit_id, day.year))
    return until is not None and day <= until


def _reading(key: _Key, value: _Value, at: datetime) -> Reading:
    unit_id, code, day = key
    numerator, denominator, period = value
    return Reading(
        unit_id=unit_id, measure=code, day=day, period=period, source=Reading.Source.COLLECTED,
        numerator=numerator, denominator=denominator, recorded_at=at,
    )  # fmt: skip


def last_filled(codes: Iterable[str]) -> datetime | None:
    """When any of the measures was last collected."""
    newest = (
        Filling.objects.filter(measure__in=list(codes), done_at__isnull=False).order_by("-done_at").first()
    )
    return newest.done_at if newest else None


def changed_at(unit_ids: Iterable[int]) -> dict[int, datetime]:
    """When the collected figures of units last changed; one query."""
    return dict(UnitFilled.objects.filter(unit__in=list(unit_ids)).values_list("unit", "changed_at"))


def unfilled_days(code: str, first: date, last: date) -> list[date]:
    """The days on which a measure was not collected; one query."""
    marks = Filling.objects.filter(measure=code, day__gte=first, day__lte=last, done_at__isnull=False)
    done = set(marks.values_list("day", flat=True))
    return [day for day in days_of(first, last) if day not in done]
