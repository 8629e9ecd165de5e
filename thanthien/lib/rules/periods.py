"""The periods of a year in which something is asked for, and which of them are due."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from thanthien.lib.vietnamese import date_vi, roman

ALL_MONTHS = tuple(range(1, 13))
_DAY = timedelta(days=1)
_SATURDAY = 5


class Period(StrEnum):
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIOD_NOUN = {
    Period.WORKDAY: "ngày làm việc",
    Period.WEEK: "tuần",
    Period.MONTH: "tháng",
    Period.QUARTER: "quý",
    Period.YEAR: "năm",
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday, less `days_off`, plus `make_up_days` worked at a weekend."""

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.make_up_days or (day.weekday() < _SATURDAY and day not in self.days_off)

    def has_workday(self, first: date, last: date) -> bool:
        return any(self.is_workday(first + _DAY * n) for n in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Span:
    """One period: both days belong to it. `cut` says that the year's edge makes it shorter than others."""

    first: date
    last: date
    label: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """All spans that have begun, in order. Those flagged `whole` must be fulfilled, the others are loose:
    they count only when they are fulfilled.
    """

    spans: tuple[Span, ...]
    whole: tuple[bool, ...]
    firsts: tuple[date, ...]

    def at(self, day: date) -> int | None:
        """The place in `spans` of the span that holds the day."""
        place = bisect_right(self.firsts, day) - 1
        return place if place >= 0 and day <= self.spans[place].last else None


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _weeks(year: int) -> list[Span]:
    found = []
    first, new_year = date(year, 1, 1), date(year, 12, 31)
    while first <= new_year:
        last = min(first + _DAY * (6 - first.weekday()), new_year)
        label = f"tuần {first.day:02d}/{first.month:02d}–{last.day:02d}/{last.month:02d}"
        found.append(Span(first, last, label, cut=(last - first).days < 6))
        first = last + _DAY
    return found


@lru_cache(maxsize=256)
def spans(period: Period, year: int, months: tuple[int, ...], calendar: Calendar) -> tuple[Span, ...]:
    """The year's spans of that kind, in order, that lie in `months`.

    A week belongs to the month of its first day, a quarter to each of its months; the year shrinks to
    the first day of the first month until the last day of the last.
    """
    if period is Period.YEAR:
        return (Span(date(year, min(months), 1), month_end(year, max(months)), f"năm {year}"),)
    if period is Period.QUARTER:
        return tuple(
            Span(date(year, 3 * n - 2, 1), month_end(year, 3 * n), f"quý {roman(n)}")
            for n in range(1, 5)
            if {3 * n - 2, 3 * n - 1, 3 * n} & set(months)
        )
    if period is Period.MONTH:
        return tuple(Span(date(year, n, 1), month_end(year, n), f"tháng {n}") for n in sorted(months))
    if period is Period.WEEK:
        return tuple(week for week in _weeks(year) if week.first.month in months)
    days = (date(year, 1, 1) + _DAY * n for n in range(366))
    return tuple(
        Span(day, day, f"ngày {date_vi(day)}")
        for day in days
        if day.year == year and day.month in months and calendar.is_workday(day)
    )


@lru_cache(maxsize=256)
def due_spans(
    period: Period,
    *,
    year: int,
    as_of: date,
    since: date | None,
    months: tuple[int, ...],
    calendar: Calendar,
) -> Due:
    """Which spans of `year` are due at the end of the day `as_of`, for a unit that began on `since`.

    Whole spans have passed entirely after `since` and hold a working day. Everything else that has begun is
    loose: the running span, one cut short by the year's edge or by `since`, one before it, one of holidays.
    """
    begun: list[Span] = []
    whole: list[bool] = []
    for span in spans(period, year, months, calendar):
        if span.first > as_of:
            break
        late_start = since is not None and span.first < since
        passed = span.last <= as_of
        begun.append(span)
        whole.append(
            passed and not span.cut and not late_start and calendar.has_workday(span.first, span.last)
        )
    return Due(tuple(begun), tuple(whole), tuple(span.first for span in begun))
