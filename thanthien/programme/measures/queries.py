"""Reads of figures. They belong to their unit; callers come with a unit the person may see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import Measure


def readings_of(unit: Unit, *, year: int, measure: str = "") -> QuerySet[Reading]:
    """Figures of a year, oldest first; of one measure where it is named."""
    found = Reading.objects.filter(unit=unit, day__year=year).order_by("measure", "day")
    return found.filter(measure=measure) if measure else found


def reading_on(unit: Unit, *, measure: str, day: date) -> Reading | None:
    return Reading.objects.filter(unit=unit, measure=measure, day=day).select_related("recorded_by").first()


def in_force(measure: Measure, readings: list[Reading]) -> list[Reading]:
    """Those of one measure that count, given oldest first: all where figures add up, else the latest."""
    return readings if measure.adds_up else readings[-1:]


def sums_of(measure: Measure, readings: list[Reading]) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of the year to date; ratios are made of these, never averaged."""
    counted = in_force(measure, readings)
    zero = Decimal(0)
    return (
        sum((one.numerator for one in counted), zero),
        sum((one.denominator or zero for one in counted), zero),
    )
