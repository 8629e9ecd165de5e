"""The month or quarter in which a thing is looked at once."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_of(rhythm: str, day: date) -> Span:
    """The "month", "quarter" or "year" in which a day lies."""
    months = _MONTHS[rhythm]
    begin = (day.month - 1) // months * months + 1
    end = begin + months - 1
    return Span(date(day.year, begin, 1), date(day.year, end, monthrange(day.year, end)[1]))


def next_due(rhythm: str, seen: date | None, today: date) -> date:
    """The last day on which the next look is in time: of this period, or of the next where this one has its look."""
    here = span_of(rhythm, today)
    if seen is not None and seen >= here.first:
        return span_of(rhythm, here.last + _DAY).last
    return here.last
