"""Reads of figures. They belong to their unit; callers come with a unit the person may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import ExtractMonth

from thanthien.platform.units.models import Unit
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import Measure, hidden_codes


def readings_of(unit: Unit, *, year: int, measure: str = "") -> QuerySet[Reading]:
    """Figures of a year, oldest first; of one measure where it is named, else of all that everybody may see."""
    found = Reading.objects.filter(unit=unit, day__year=year).order_by("measure", "day", "source")
    return found.filter(measure=measure) if measure else found.exclude(measure__in=hidden_codes())


def reading_on(unit: Unit, *, measure: str, day: date) -> Reading | None:
    """The figure that a person typed for a day."""
    rows = Reading.objects.filter(unit=unit, measure=measure, day=day, source=Reading.Source.TYPED)
    return rows.select_related("recorded_by").first()


def holding(readings: list[Reading]) -> list[Reading]:
    """Those of one measure that hold: what the records prove goes before what a person typed.

    A typed figure of a day gives way to a collected one of the same day, a typed month to collected days in it.
    It stays where it is and is shown as set aside; nothing of it is lost.
    """
    days = {one.day for one in readings if one.is_collected}
    months = {(day.year, day.month) for day in days}
    return [one for one in readings if one.is_collected or not _gives_way(one, days, months)]


def _gives_way(one: Reading, days: set[date], months: set[tuple[int, int]]) -> bool:
    if one.period == Reading.Period.MONTH:
        return (one.day.year, one.day.month) in months
    return one.day in days


def in_force(measure: Measure, readings: list[Reading]) -> list[Reading]:
    """Those of one measure that count, given oldest first: all where figures add up, else the latest."""
    held = holding(readings)
    return held if measure.adds_up else held[-1:]


@dataclass(frozen=True, slots=True)
class Sum:
    """Collected figures of one measure added up over a month, or one by one. `days` is how many there are."""

    measure: str
    first: date
    last: date
    numerator: Decimal
    denominator: Decimal
    days: int
    period: str = Reading.Period.DAY


def sums_by_month(unit: Unit, *, year: int, until: date, codes: Collection[str]) -> list[Sum]:
    """Collected figures of measures that add up, by measure and month, oldest first. One query."""
    rows = _collected(unit, year, until, codes).values("measure", month=ExtractMonth("day"))
    rows = rows.annotate(
        top=models.Sum("numerator"), whole=models.Sum("denominator"), first=models.Min("day"),
        last=models.Max("day"), days=models.Count("pk"),
    )  # fmt: skip
    return [
        Sum(r["measure"], r["first"], r["last"], r["top"], r["whole"] or Decimal(0), r["days"])
        for r in rows.order_by("measure", "month")
    ]


def sums_by_day(unit: Unit, *, year: int, until: date, codes: Collection[str]) -> list[Sum]:
    """Each collected figure by itself, oldest first. One query."""
    rows = _collected(unit, year, until, codes).order_by("measure", "day")
    return [
        Sum(code, day, day, top, whole or Decimal(0), 1, period)
        for code, day, top, whole, period in rows.values_list(
            "measure", "day", "numerator", "denominator", "period"
        )
    ]


def _collected(unit: Unit, year: int, until: date, codes: Collection[str]) -> QuerySet[Reading]:
    return Reading.objects.filter(
        unit=unit, source=Reading.Source.COLLECTED, measure__in=codes, day__gte=date(year, 1, 1),
        day__lte=min(until, date(year, 12, 31)),
    ).order_by()  # fmt: skip


def typed_of(unit: Unit, *, year: int, until: date) -> QuerySet[Reading]:
    """Figures of a year that people typed, oldest first."""
    rows = Reading.objects.filter(unit=unit, source=Reading.Source.TYPED, day__year=year, day__lte=until)
    return rows.order_by("measure", "day")


def days_collected(unit: Unit, *, year: int, codes: Collection[str]) -> dict[str, set[date]]:
    """The days of a year with a collected figure, by measure: what was typed for them gives way. One query."""
    found: dict[str, set[date]] = {}
    for code, day in _collected(unit, year, date(year, 12, 31), codes).values_list("measure", "day"):
        found.setdefault(code, set()).add(day)
    return found


def typed_that_hold(typed: list[Reading], days: set[date]) -> list[Reading]:
    """`holding` for one measure where only the days of the collected figures are at hand."""
    months = {(day.year, day.month) for day in days}
    return [one for one in typed if not _gives_way(one, days, months)]


def sums_of(measure: Measure, readings: list[Reading]) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of the year to date; ratios are made of these, never averaged."""
    counted = in_force(measure, readings)
    zero = Decimal(0)
    return (
        sum((one.numerator for one in counted), zero),
        sum((one.denominator or zero for one in counted), zero),
    )
