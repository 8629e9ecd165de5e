"""Dates of a rule in a month, and whether the plan meets the law's minimum. Pure but for the rows it is given."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from thanthien.lib.rules import Calendar
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.reception.definition import Minimum, definition
from thanthien.operations.reception.models import Post, ReceptionDay, Rhythm

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """`ruled` is the date of the rule, `date` the working day it falls on; `note` says why they differ."""

    ruled: date
    date: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What the law asks of a month and what the plan holds, as sentences."""

    required: int
    counted: int
    per: str
    basis: str
    steps: tuple[str, ...]
    is_short: bool


def month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def days_of_month(first: date) -> list[date]:
    return [first + _DAY * n for n in range(month_end(first).day)]


def dates_of(rhythm: Rhythm, first: date, calendar: Calendar) -> Iterator[Planned]:
    """The dates of a rule in a month; what falls on a day off goes to the next working day.

    A weekly day stays inside its week and a monthly one inside its month: in a week that is wholly off, as at Tết,
    a weekly day falls out.
    """
    for ruled in _ruled(rhythm, first):
        if ruled < rhythm.since_date or (rhythm.until_date and ruled > rhythm.until_date):
            continue
        if calendar.is_workday(ruled):
            yield Planned(ruled, ruled)
            continue
        weekly = rhythm.kind == Rhythm.Kind.WEEKLY
        low = ruled - _DAY * ruled.weekday() if weekly else first
        high = low + _DAY * 6 if weekly else month_end(first)
        found = _near(ruled, low, high, calendar.is_workday)
        if found is not None:
            yield Planned(ruled, found, f"Lịch định kỳ là {weekday_vi(ruled)}, ngày nghỉ.")


def _ruled(rhythm: Rhythm, first: date) -> list[date]:
    days = days_of_month(first)
    numbers = [int(one) for one in rhythm.numbers.split(",") if one]
    if rhythm.kind == Rhythm.Kind.DATES:
        return [days[min(number, len(days)) - 1] for number in numbers]
    of_weekday = [day for day in days if day.weekday() == rhythm.weekday]
    if rhythm.kind == Rhythm.Kind.WEEKLY:
        return of_weekday
    return [of_weekday[number - 1] for number in numbers if number <= len(of_weekday)]


def _near(ruled: date, low: date, high: date, works: Callable[[date], bool]) -> date | None:
    after = (ruled + _DAY * n for n in range(1, (high - ruled).days + 1))
    before = (ruled - _DAY * n for n in range(1, (ruled - low).days + 1))
    return next((day for day in (*after, *before) if works(day)), None)


def counts(day: ReceptionDay) -> bool:
    """Whether a day counts towards the law's minimum: the chair in person, by plan."""
    if day.post != Post.CHAIR or day.is_extra or day.state == ReceptionDay.State.CANCELLED:
        return False
    return day.in_person if day.state == ReceptionDay.State.HELD else day.substitute_id is None


def minimum_of(days: Iterable[ReceptionDay], first: date, calendar: Calendar) -> Check:
    """The check of one month; `days` are those of the month, and of its last week where weeks are counted."""
    law = definition().minimum_on(first)
    good = sorted({one.date for one in days if counts(one)})
    return _by_week(law, good, first, calendar) if law.per == "week" else _by_month(law, good, first)


def _by_month(law: Minimum, good: list[date], first: date) -> Check:
    inside = [day for day in good if first <= day <= month_end(first)]
    listed = ", ".join(f"{day:%d/%m}" for day in inside) or "chưa có ngày nào"
    steps = (
        f"{law.basis}: Chủ tịch UBND cấp xã trực tiếp tiếp công dân ít nhất {law.days} ngày trong một tháng.",
        f"Tháng {first:%m/%Y}, Chủ tịch trực tiếp tiếp {len(inside)} ngày: {listed}.",
        "Ngày hoãn, ngày ủy quyền cho người khác tiếp và ngày tiếp đột xuất không tính.",
    )
    return Check(law.days, len(inside), law.per, law.basis, steps, len(inside) < law.days)


def _by_week(law: Minimum, good: list[date], first: date, calendar: Calendar) -> Check:
    mondays = [day for day in days_of_month(first) if day.weekday() == 0]
    worked = [m for m in mondays if any(calendar.is_workday(m + _DAY * n) for n in range(7))]
    met = [m for m in worked if sum(m <= day < m + _WEEK for day in good) >= law.days]
    missing = [m for m in worked if m not in met]
    off = len(mondays) - len(worked)
    steps = [
        f"{law.basis}: Chủ tịch UBND cấp xã trực tiếp tiếp công dân ít nhất {law.days} ngày trong một tuần.",
        f"Tháng {first:%m/%Y} có {len(worked)} tuần làm việc (tính theo thứ Hai)"
        + (f", {off} tuần nghỉ trọn không tính." if off else "."),
        f"Đủ {len(met)} tuần."
        + (" Còn thiếu: " + ", ".join(f"tuần từ {date_vi(m)}" for m in missing) + "." if missing else ""),
    ]
    return Check(len(worked), len(met), law.per, law.basis, tuple(steps), bool(missing))
