"""The one deadline engine: the last good day, counted on working days, and how it was counted.

The day on which the count begins is not counted itself (Bộ luật Dân sự 2015, Điều 147 khoản 2). Days of a
pause are not counted either; an extension adds working days. Pure: calendars come in, days and words go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from thanthien.lib.rules.periods import Calendar
from thanthien.lib.vietnamese import date_vi, due_in_words

_DAY = timedelta(days=1)
_SATURDAY = 5
_FARTHEST = 3660  # calendar days; a pause without end would count for ever
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class NoSuchDeadline(ValueError):
    """The count cannot end: nothing to count, or pauses without end."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days, both included, that do not count, and why."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Extension:
    """Working days added, and why."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last_day` is the last good day; `steps` tell the count as sentences, in order."""

    start: date
    last_day: date
    steps: tuple[str, ...]


def weekday_vi(day: date) -> str:
    """ "thứ Hai 27/04/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {date_vi(day)}"


def deadline(
    start: date,
    days: int,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """The last of `days` working days after `start`, with what was paused and added.

    Raises NoSuchDeadline where no day is left to count (`days` and extensions give less than one).
    """
    whole = days + sum(extension.days for extension in extensions)
    if whole < 1:
        raise NoSuchDeadline("Thời hạn phải từ 1 ngày làm việc.")
    day, counted = start, 0
    while counted < whole:
        day += _DAY
        if (day - start).days > _FARTHEST:
            raise NoSuchDeadline("Thời hạn dài hơn mười năm; hãy xem lại các lần tạm dừng.")
        counted += calendar.is_workday(day) and not _is_paused(day, pauses)
    return Deadline(start, day, tuple(_steps(start, days, day, calendar, pauses, extensions)))


def plain_deadline(
    start: date,
    days: int,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """The last of `days` days one after the other; where it is a day off, the next working day.

    Bộ luật Dân sự 2015, Điều 148 khoản 5. Raises NoSuchDeadline as `deadline` does.
    """
    whole = days + sum(extension.days for extension in extensions)
    if whole < 1:
        raise NoSuchDeadline("Thời hạn phải từ 1 ngày.")
    day, counted = start, 0
    while counted < whole:
        day += _DAY
        if (day - start).days > _FARTHEST:
            raise NoSuchDeadline("Thời hạn dài hơn mười năm; hãy xem lại các lần tạm dừng.")
        counted += not _is_paused(day, pauses)
    last_day = day
    while not calendar.is_workday(last_day):
        last_day += _DAY
    steps = [f"{days} ngày từ {weekday_vi(start)}; ngày bắt đầu không tính."]
    for pause in sorted(pauses, key=lambda p: p.first):
        lost = sum(pause.first <= start + _DAY * n <= pause.last for n in range(1, (day - start).days + 1))
        if lost:
            steps.append(
                f"Tạm dừng từ {date_vi(pause.first)} đến {date_vi(pause.last)} ({lost} ngày): {pause.reason}."
            )
    steps += [f"Thêm {extension.days} ngày: {extension.reason}." for extension in extensions]
    if last_day != day:
        steps.append(
            f"{weekday_vi(day)[:1].upper()}{weekday_vi(day)[1:]} là ngày nghỉ nên tính đến ngày làm việc sau."
        )
    return Deadline(start, last_day, (*steps, f"Ngày cuối trong hạn: {weekday_vi(last_day)}."))


def workdays_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after `after`, until and with `until`; negative where `until` lies before."""
    if until < after:
        return -workdays_between(until, after, calendar)
    return sum(calendar.is_workday(after + _DAY * n) for n in range(1, (until - after).days + 1))


def workdays_before(last_day: date, days: int, calendar: Calendar) -> date:
    """The day from which `days` working days are left until `last_day`; the inverse of `deadline`."""
    day = last_day
    for _ in range(days):
        day -= _DAY
        while not calendar.is_workday(day):
            day -= _DAY
    return day


def left_in_words(last_day: date, today: date, calendar: Calendar) -> str:
    """ "còn 2 ngày làm việc", "đến hạn hôm nay", "quá hạn 3 ngày làm việc".

    Between a last day and today with no working day in it, the plain days are said.
    """
    if last_day == today:
        return due_in_words(0)
    left = workdays_between(today, last_day, calendar)
    return due_in_words(left) if left else due_in_words((last_day - today).days, working=False)


def left_steps(last_day: date, today: date, calendar: Calendar) -> tuple[str, ...]:
    """How `left_in_words` came out, as sentences: from when to when, and which days do not count."""
    first, last = sorted((today, last_day))
    inside = [first + _DAY * n for n in range(1, (last - first).days + 1)]
    steps = [f"Đếm ngày làm việc sau {weekday_vi(first)}, đến hết {weekday_vi(last)}."]
    return (*steps, *_not_plain(inside, calendar), f"Kết quả: {left_in_words(last_day, today, calendar)}.")


def _not_plain(inside: Sequence[date], calendar: Calendar) -> Iterator[str]:
    """Weekends, days off and make-up days among some days."""
    off = [d for d in inside if d.weekday() < _SATURDAY and not calendar.is_workday(d)]
    made_up = [d for d in inside if d.weekday() >= _SATURDAY and calendar.is_workday(d)]
    if any(d.weekday() >= _SATURDAY and not calendar.is_workday(d) for d in inside):
        yield "Thứ Bảy, Chủ nhật không tính."
    if off:
        yield f"Nghỉ {_short(off)}."
    if made_up:
        yield f"Làm bù {_short(made_up)}, có tính."


def _is_paused(day: date, pauses: Iterable[Pause]) -> bool:
    return any(pause.first <= day <= pause.last for pause in pauses)


def _steps(
    start: date,
    days: int,
    last_day: date,
    calendar: Calendar,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
) -> Iterator[str]:
    yield f"{days} ngày làm việc từ {weekday_vi(start)}; ngày bắt đầu không tính."
    inside = [start + _DAY * n for n in range(1, (last_day - start).days + 1)]
    yield from _not_plain(inside, calendar)
    for pause in sorted(pauses, key=lambda p: p.first):
        lost = sum(calendar.is_workday(d) and pause.first <= d <= pause.last for d in inside)
        if lost:
            yield (
                f"Tạm dừng từ {date_vi(pause.first)} đến {date_vi(pause.last)} "
                f"({lost} ngày làm việc): {pause.reason}."
            )
    for extension in extensions:
        more = f"Thêm {extension.days}" if extension.days >= 0 else f"Bớt {-extension.days}"
        yield f"{more} ngày làm việc: {extension.reason}."
    yield f"Ngày cuối trong hạn: {weekday_vi(last_day)}."


def _short(days: Iterable[date]) -> str:
    """ "30/04, 01/05"."""
    return ", ".join(f"{d.day:02d}/{d.month:02d}" for d in days)
