"""Reads of the calendar of working days: the country's days, and over them those of the unit's city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import caches
from django.db.models import Q

from thanthien.lib.rules import Calendar
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.models import SpecialDay

_KEPT = 60  # seconds


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """One special day as it holds in a city: its own row, the country's row, or both (`own` stands)."""

    country: SpecialDay | None
    own: SpecialDay | None

    @property
    def holds(self) -> SpecialDay:
        row = self.own or self.country
        assert row is not None
        return row

    @property
    def is_estimate(self) -> bool:
        return self.holds.status == SpecialDay.Status.ESTIMATE


def city_of(unit: Unit) -> Unit | None:
    """The province or city whose calendar a unit keeps: the one above a commune, else the unit itself."""
    return unit.parent if unit.is_local else unit


def special_days(unit: Unit, *years: int) -> list[DayOfYear]:
    """The special days that hold in a unit in those years (all years known where none is named). One query."""
    over = unit.parent_id if unit.is_local else unit.pk
    rows = SpecialDay.objects.filter(Q(unit=None) | Q(unit_id=over))
    if years:
        rows = rows.filter(date__year__in=years)
    country: dict[date, SpecialDay] = {}
    own: dict[date, SpecialDay] = {}
    for row in rows:
        (country if row.unit_id is None else own)[row.date] = row
    return [DayOfYear(country.get(day), own.get(day)) for day in sorted({*country, *own})]


def calendar_of(unit: Unit, *years: int) -> Calendar:
    """The working days of a unit in those years, for `lib.rules`. A year without rows knows only weekends."""
    days = [day.holds for day in special_days(unit, *years)]
    return Calendar(
        days_off=frozenset(row.date for row in days if row.kind == SpecialDay.Kind.OFF),
        make_up_days=frozenset(row.date for row in days if row.kind == SpecialDay.Kind.MAKE_UP),
    )


def kept_calendar(unit: Unit, *years: int) -> Calendar:
    """`calendar_of` for what comes in many times a second: a holiday decided within the last minute may be missing."""
    over = unit.parent_id if unit.is_local else unit.pk
    key, objects = f"calendar-{over}-{'-'.join(map(str, years))}", caches["objects"]
    kept: Calendar | None = objects.get(key)
    if kept is None:
        kept = calendar_of(unit, *years)
        objects.set(key, kept, _KEPT)
    return kept


def names_of_days(unit: Unit, *years: int) -> dict[date, str]:
    """What each day off or make-up day is called, for a calendar on a page. One query."""
    return {
        day.holds.date: day.holds.name
        for day in special_days(unit, *years)
        if day.holds.kind != SpecialDay.Kind.PLAIN
    }


def years_known() -> list[int]:
    """The years that hold at least one day, in order."""
    return sorted({day.year for day in SpecialDay.objects.dates("date", "year")})


def doubts_between(unit: Unit, first: date, last: date) -> list[str]:
    """What is not certain about the working days after `first`, until and with `last`, as sentences; one query.

    A year without any day off is one whose calendar is not known yet; days not yet announced may change.
    """
    years = range((first + timedelta(days=1)).year, last.year + 1)
    days = special_days(unit, *years)
    unknown = [str(year) for year in years if not any(day.holds.date.year == year for day in days)]
    said = []
    if unknown:
        said.append(f"Chưa có lịch nghỉ lễ, Tết năm {', '.join(unknown)}; mới trừ thứ Bảy, Chủ nhật.")
    guessed = [day.holds.date for day in days if day.is_estimate and first < day.holds.date <= last]
    if guessed:
        listed = ", ".join(date_vi(day) for day in guessed)
        said.append(f"Ngày nghỉ dự kiến, chưa có thông báo chính thức: {listed}; hạn có thể đổi.")
    return said
