"""Whether an administrative case is on time, by QĐ 766/QĐ-TTg, and a term of working hours counted out.

A case ends when its result is made; without that date, when it was handed over; else when it was stopped or
refused. It is on time when it ends no later than it is due. Waiting for the citizen is subtracted beforehand, by
a due date that moves on. More than one request for a supplement counts as overdue. What is unfinished is judged at
the end of the period. Pure: moments and a calendar come in, all in one time zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from thanthien.lib.rules.deadlines import NoSuchDeadline, Pause, weekday_vi
from thanthien.lib.rules.periods import Calendar
from thanthien.lib.vietnamese import date_vi

MOST_SUPPLEMENTS = 1
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_FARTHEST = 3660  # days
_END_OF_DAY = time(23, 59, 59)

Hours = tuple[time, time]


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """`due` is the last good moment, None where no term is known. `waiting_since`: the citizen is waited for."""

    due: datetime | None
    handled: datetime | None = None
    handed_over: datetime | None = None
    closed: datetime | None = None  # stopped or refused
    supplements: int = 0
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `whole`; None where nothing was to be judged: not applicable, never 100 %."""

    good: int
    whole: int

    @property
    def ratio(self) -> float | None:
        return self.good / self.whole if self.whole else None


def end_of(day: date) -> datetime:
    """The last good moment of a term that ends on a day, without a time zone."""
    return datetime.combine(day, _END_OF_DAY)


def ended_at(times: CaseTimes) -> datetime | None:
    """QĐ 766: the result made, else handed over, else stopped or refused; None while it is unfinished."""
    return times.handled or times.handed_over or times.closed


def late_from(times: CaseTimes) -> datetime | None:
    """The first moment at which the case is overdue; None where it is not and cannot become so as things stand.

    While the citizen is waited for the clock stands: only a case that was late before is late then.
    """
    end, due = ended_at(times), times.due
    if due is None:
        return None
    overdue = due + _SECOND
    if end is not None:
        if end > due:
            return overdue
        return end if times.supplements > MOST_SUPPLEMENTS else None
    if times.waiting_since is not None and times.waiting_since <= due:
        return None
    return overdue


def share_on_time(cases: Iterable[CaseTimes], period_end: datetime) -> Share:
    """Cases that ended on time, of those that ended or are overdue at the end of the period."""
    good = whole = 0
    for times in cases:
        late, end = late_from(times), ended_at(times)
        if late is not None and late <= period_end:
            whole += 1
        elif end is not None and end <= period_end and times.due is not None:
            good, whole = good + 1, whole + 1
    return Share(good, whole)


def hours_deadline(
    start: datetime, hours: int, calendar: Calendar, spans: Sequence[Hours], pauses: Sequence[Pause] = ()
) -> tuple[datetime, tuple[str, ...]]:
    """The moment after `hours` working hours from `start`, and how it was counted.

    `spans` are the parts of a working day, in order. Days of a pause do not count. Raises NoSuchDeadline.
    """
    if hours < 1 or not spans:
        raise NoSuchDeadline("Thời hạn phải từ 1 giờ làm việc.")
    left = timedelta(hours=hours)
    day = start.date()
    while (day - start.date()).days <= _FARTHEST:
        if calendar.is_workday(day) and not any(one.first <= day <= one.last for one in pauses):
            for begins, ends in spans:
                first = max(datetime.combine(day, begins), start)
                room = datetime.combine(day, ends) - first
                if room <= timedelta(0):
                    continue
                if left <= room:
                    return first + left, _hour_steps(start, hours, spans, pauses, first + left)
                left -= room
        day += _DAY
    raise NoSuchDeadline("Thời hạn dài hơn mười năm; hãy xem lại các lần tạm dừng.")


def _hour_steps(
    start: datetime, hours: int, spans: Sequence[Hours], pauses: Sequence[Pause], end: datetime
) -> tuple[str, ...]:
    said = ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in spans)
    steps = [
        f"{hours} giờ làm việc từ {start:%H:%M}, {weekday_vi(start.date())}.",
        f"Giờ làm việc: {said}; ngày nghỉ không tính.",
    ]
    steps += [
        f"Tạm dừng từ {date_vi(one.first)} đến {date_vi(one.last)}: {one.reason}."
        for one in sorted(pauses, key=lambda p: p.first)
    ]
    return (*steps, f"Hết hạn lúc {end:%H:%M}, {weekday_vi(end.date())}.")
