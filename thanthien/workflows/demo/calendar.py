"""On which days the demo's people did what: one day in every period that has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta


def days_of(per: str, year: int, until: date) -> Iterator[date]:
    """A working day in each period of `year` that lies before `until`; `per` as in scoring rules."""
    last = min(until, date(year, 12, 31)) - timedelta(days=1)
    for start in _starts(per, year):
        day = _working(start + timedelta(days=_LEAD[per]))
        if day <= last:
            yield day


_LEAD = {"workday": 0, "week": 2, "month": 9, "quarter": 24, "year": 50}
_MONTHS = {"month": range(1, 13), "quarter": range(1, 13, 3), "year": range(1, 2)}


def _starts(per: str, year: int) -> Iterator[date]:
    if per in _MONTHS:
        yield from (date(year, month, 1) for month in _MONTHS[per])
        return
    step = timedelta(days=1 if per == "workday" else 7)
    day = date(year, 1, 1)
    day -= timedelta(days=day.weekday()) if per == "week" else timedelta(0)
    while day.year <= year:
        if day.year == year and (per == "week" or day.weekday() < 5):
            yield day
        day += step


def _working(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
