"""A task's timing: the last good day of a year, the period it repeats in, and both in words.

Pure: rules come in (`planreader.timing.TimingRule`), days and Vietnamese words go out.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from thanthien.lib.planreader.timing import TimingRule
from thanthien.lib.rules import Period
from thanthien.lib.vietnamese import date_vi, roman

# A rule's period → the period of the calendar in which proof is looked for. A half year has no span of
# its own in the scoring library; two quarters are shown instead.
CALENDAR_PERIOD: dict[str, Period] = {
    "working_day": Period.WEEK,
    "day": Period.WEEK,
    "week": Period.WEEK,
    "month": Period.MONTH,
    "quarter": Period.QUARTER,
    "half_year": Period.QUARTER,
    "year": Period.YEAR,
}
_EACH = {
    "working_day": "mỗi ngày làm việc",
    "day": "mỗi ngày",
    "week": "mỗi tuần",
    "month": "mỗi tháng",
    "quarter": "mỗi quý",
    "half_year": "mỗi 6 tháng",
    "year": "mỗi năm",
}


def due_date(rule: TimingRule | None, year: int) -> date | None:
    """The last day on which the work of `year` is in time; None where the rule names no day.

    "Trước ngày 15/02" leaves 14/02 as the last day. Where a rule names several days, months or quarters,
    the last one closes the task. Years the rule names win over `year`.
    """
    if rule is None:
        return None
    if rule.kind == "deadline":
        day = _iso(rule.date)
        return _less(day, rule.before) if day else None
    if rule.kind == "period":
        if rule.date_to:
            return _iso(rule.date_to)
        return date(max(rule.year_list), 12, 31) if rule.year_list else None
    if rule.kind in ("yearly_due", "month", "quarter"):
        return _within_year(rule, _year_of(rule, year))
    if rule.kind == "years":
        return date(_year_of(rule, year), 12, 31)
    if rule.kind == "every" and rule.period in ("year", "half_year"):
        return _month_end(year, max(rule.months, default=12))
    return None


def timing_in_words(rule: TimingRule | None) -> str:
    """The rule as a plain sentence: "Ít nhất 1 lần mỗi tuần", "Trước 15/02 hằng năm"; else as printed."""
    if rule is None:
        return ""
    each_year = " hằng năm" if rule.each_year else ""
    before = "Trước " if rule.before else ""
    years = " và ".join(str(y) for y in rule.year_list)
    match rule.kind:
        case "continuous":
            return "Thường xuyên"
        case "every" if rule.period == "working_day" and (rule.min_count or 1) == 1:
            return "Mỗi ngày làm việc"
        case "every" if rule.period:
            return f"Ít nhất {rule.min_count or 1} lần {_EACH[rule.period]}"
        case "deadline" if day := _iso(rule.date):
            return f"{before or 'Đến hết '}{date_vi(day)}"
        case "yearly_due" if rule.day and rule.month:
            return f"{before or 'Chậm nhất '}{rule.day:02d}/{rule.month:02d}{each_year}"
        case "quarter" if rule.quarters:
            numbers = ", ".join(roman(q) for q in rule.quarters)
            return f"Quý {numbers}{f' năm {years}' if years else each_year}"
        case "month" if rule.months and not rule.before:
            return f"Tháng {_span(rule.months)}{f' năm {years}' if years else each_year}"
        case "years" if years:
            return f"Năm {years}"
    return rule.printed


def repeats_each(rule: TimingRule | None) -> Period | None:
    """The calendar period in which a repeating task wants its proof; None for a task done once."""
    if rule is None:
        return None
    if rule.kind == "continuous":
        return Period.QUARTER
    return CALENDAR_PERIOD[rule.period] if rule.kind == "every" and rule.period else None


def _year_of(rule: TimingRule, year: int) -> int:
    if not rule.year_list or year in rule.year_list:
        return year
    earlier = [y for y in rule.year_list if y < year]
    return max(earlier) if earlier else min(rule.year_list)


def _within_year(rule: TimingRule, year: int) -> date | None:
    if rule.kind == "quarter":
        return _month_end(year, 3 * max(rule.quarters)) if rule.quarters else None
    if rule.kind == "month":
        if not rule.months:
            return None
        if rule.before:
            return date(year, min(rule.months), 1) - timedelta(days=1)
        return _month_end(year, max(rule.months))
    if not rule.day or not rule.month:
        return None
    month = max(rule.months, default=rule.month)
    return _less(date(year, month, min(rule.day, monthrange(year, month)[1])), rule.before)


def _iso(text: str | None) -> date | None:
    """A printed day that no calendar has ("31/02") gives None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _less(day: date, before: bool) -> date:
    return day - timedelta(days=1) if before else day


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _span(months: tuple[int, ...]) -> str:
    if len(months) > 2 and list(months) == list(range(months[0], months[-1] + 1)):
        return f"{months[0]} đến tháng {months[-1]}"
    return ", ".join(str(m) for m in months)
