"""A timing rule as dated slots of one year, by way of iCalendar's RRULE (RFC 5545).

Pure: rules and calendars come in, slots go out. A repeating slot is due on the last working day of its
period; one without a working day asks for nothing. A day that is printed stays as printed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from dateutil.rrule import rrulestr

from thanthien.lib.planreader.timing import TimingRule
from thanthien.lib.rules import Calendar, proof_period
from thanthien.lib.vietnamese import date_vi, roman

_DAY = timedelta(days=1)
_THURSDAY = timedelta(days=3)
_MARK = 16  # hex digits


class Rhythm(StrEnum):
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ONCE = "once"


# What the plan or a criterion says → how often; a "day" of an office is a working day.
RHYTHM_OF = {
    "working_day": Rhythm.WORKING_DAY,
    "workday": Rhythm.WORKING_DAY,
    "day": Rhythm.WORKING_DAY,
    "week": Rhythm.WEEK,
    "month": Rhythm.MONTH,
    "quarter": Rhythm.QUARTER,
    "half_year": Rhythm.HALF_YEAR,
    "year": Rhythm.YEAR,
}
_RRULE = {
    Rhythm.WORKING_DAY: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    Rhythm.WEEK: "FREQ=WEEKLY;BYDAY=MO",
    Rhythm.MONTH: "FREQ=MONTHLY;BYMONTHDAY=1",
    Rhythm.QUARTER: "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
    Rhythm.HALF_YEAR: "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1",
    Rhythm.YEAR: "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1",
}
_MONTHS_LONG = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6, Rhythm.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Slot:
    """One time the work is asked for: both days belong to the period; `wanted` proofs of different days."""

    first: date
    last: date
    due: date
    rhythm: Rhythm
    wanted: int = 1


def fingerprint_of(rule: TimingRule | None, criterion_rule: Mapping[str, Any] | None) -> str:
    """A short mark that changes when the timing does, however it is printed."""
    said = replace(rule, printed="") if rule else None
    return sha256(f"{said}|{rhythm_of(rule, criterion_rule)}".encode()).hexdigest()[:_MARK]


def rhythm_of(rule: TimingRule | None, criterion_rule: Mapping[str, Any] | None) -> Rhythm | None:
    """How often the work is asked for: a count the plan prints; else, for "Thường xuyên" and where nothing
    is printed, what the criterion's score asks. None where no day follows ("khi phát sinh").
    """
    if rule is not None and rule.kind == "every":
        return RHYTHM_OF[rule.period] if rule.period else None
    if rule is not None and rule.kind not in ("continuous", "unknown"):
        return None if rule.kind == "event" else Rhythm.ONCE
    asked = proof_period(criterion_rule)
    if asked in RHYTHM_OF:
        return RHYTHM_OF[asked]
    return Rhythm.QUARTER if rule is not None and rule.kind == "continuous" else None


def rrule_of(rule: TimingRule | None, criterion_rule: Mapping[str, Any] | None = None) -> str:
    """The RRULE of the first days of a rule's periods, or of the printed days; "" where there is none."""
    rhythm = rhythm_of(rule, criterion_rule)
    if rhythm is None:
        return ""
    if rhythm is not Rhythm.ONCE:
        return _RRULE[rhythm]
    assert rule is not None
    match rule.kind:
        case "yearly_due" if rule.day and rule.month:
            # the last of the days up to the printed one: 30/02 is the last of February
            days = ",".join(str(n) for n in range(min(28, rule.day), rule.day + 1))
            return (
                f"FREQ=MONTHLY;BYMONTH={_listed(rule.months or (rule.month,))};BYMONTHDAY={days};BYSETPOS=-1"
            )
        case "month" if rule.months:
            months = (min(rule.months),) if rule.before else rule.months
            return f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY=1"
        case "quarter" if rule.quarters:
            months = tuple(3 * quarter - 2 for quarter in rule.quarters)
            return f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY=1"
        case "deadline":
            return "FREQ=DAILY;COUNT=1"
        case "years" | "period":
            return _RRULE[Rhythm.YEAR]
    return ""


def slots_of(
    rule: TimingRule | None,
    year: int,
    calendar: Calendar,
    *,
    criterion_rule: Mapping[str, Any] | None = None,
) -> list[Slot]:
    """The slots of a rule in a year, in order. Named years other than `year` give none."""
    rhythm, text = rhythm_of(rule, criterion_rule), rrule_of(rule, criterion_rule)
    if rhythm is None or not text or (rule is not None and rule.year_list and year not in rule.year_list):
        return []
    if rhythm is Rhythm.ONCE:
        assert rule is not None
        return list(_printed(rule, year, text))
    wanted = max(1, (rule.min_count or 1) if rule is not None and rule.kind == "every" else 1)
    halves = rule.months if rule is not None and rhythm is Rhythm.HALF_YEAR else ()
    found = []
    for first, last in _periods(rhythm, year, text, calendar):
        days = [last - _DAY * n for n in range((last - first).days + 1)]
        due = next((day for day in days if calendar.is_workday(day)), None)
        if due is not None and (not halves or last.month in halves):
            found.append(Slot(first, last, due, rhythm, wanted))
    return found


def label_of(rhythm: str, first: date, last: date) -> str:
    """A period in words: "tuần 09/11–15/11", "tháng 3", "quý II", "6 tháng đầu năm", "năm 2026", "30/06/2026"."""
    match rhythm:
        case Rhythm.WORKING_DAY:
            return f"ngày {date_vi(first)}"
        case Rhythm.WEEK:
            return f"tuần {first:%d/%m}–{last:%d/%m}"
        case Rhythm.MONTH:
            return f"tháng {first.month}"
        case Rhythm.QUARTER:
            return f"quý {roman((first.month + 2) // 3)}"
        case Rhythm.HALF_YEAR:
            return "6 tháng đầu năm" if first.month == 1 else "6 tháng cuối năm"
        case Rhythm.YEAR:
            return f"năm {first.year}"
    return f"đến {date_vi(last)}"


def _periods(rhythm: Rhythm, year: int, text: str, calendar: Calendar) -> Iterator[tuple[date, date]]:
    """First and last days. A week belongs to the year of its Thursday (ISO 8601), cut at the year's edges."""
    new_year, end = date(year, 1, 1), date(year, 12, 31)
    if rhythm is Rhythm.WORKING_DAY:
        made_up = {day for day in calendar.make_up_days if day.year == year}
        days = {*_starts(text, new_year, end), *made_up}
        yield from ((day, day) for day in sorted(days) if calendar.is_workday(day))
    elif rhythm is Rhythm.WEEK:
        for monday in _starts(text, new_year - 6 * _DAY, end):
            if (monday + _THURSDAY).year == year:
                yield max(monday, new_year), min(monday + 6 * _DAY, end)
    else:
        for first in _starts(text, new_year, end):
            yield first, _month_end(year, first.month + _MONTHS_LONG[rhythm] - 1)


def _printed(rule: TimingRule, year: int, text: str) -> Iterator[Slot]:
    """Slots of printed days, months, quarters and years."""
    new_year, end = date(year, 1, 1), date(year, 12, 31)
    match rule.kind:
        case "deadline":
            day = _iso(rule.date)
            if day:
                due = day - _DAY * rule.before
                yield Slot(min(new_year, due), due, due, Rhythm.ONCE)
        case "period":
            first, last = max(_iso(rule.date_from) or new_year, new_year), min(_iso(rule.date_to) or end, end)
            if first <= last:
                yield Slot(first, last, last, Rhythm.ONCE)
        case "years":
            yield Slot(new_year, end, end, Rhythm.YEAR)
        case "yearly_due":
            begin = new_year
            for day in _starts(text, new_year, end):
                due = max(begin, day - _DAY * rule.before)
                yield Slot(begin, due, due, Rhythm.ONCE)
                begin = due + _DAY
        case "month" if rule.before:
            for first in _starts(text, new_year, end):
                due = max(new_year, first - _DAY)
                yield Slot(new_year, due, due, Rhythm.ONCE)
        case "month" | "quarter":
            long = Rhythm.MONTH if rule.kind == "month" else Rhythm.QUARTER
            for first in _starts(text, new_year, end):
                last = _month_end(year, first.month + _MONTHS_LONG[long] - 1)
                yield Slot(first, last, last, long)


def _starts(text: str, begin: date, end: date) -> Iterable[date]:
    at_midnight = datetime.combine(begin, time.min)
    found = rrulestr(text, dtstart=at_midnight).between(
        at_midnight, datetime.combine(end, time.min), inc=True
    )
    return [moment.date() for moment in found]


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
