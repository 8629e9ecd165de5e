"""When a case is due, and how that was counted: its own term on working days, or the date of the provincial system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.lib.rules.case_times import CaseTimes, end_of, ended_at, hours_deadline, late_from
from thanthien.lib.rules.deadlines import Pause as Pausing
from thanthien.lib.rules.deadlines import deadline, weekday_vi
from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.models import Case, Pause
from thanthien.platform.workdays.working_hours import WorkHours, hours_of

_DAY = timedelta(days=1)
_SAMPLE_HOURS = "Đây là giờ mẫu của phần mềm, vì đơn vị chưa đặt giờ làm việc (mục Đánh giá tại quầy)."


@dataclass(frozen=True, slots=True)
class Due:
    """`at` holds for the case. `counted`: by its term, None where the term is not known; `steps` tell the count.

    `given`: as the provincial system has it, moved on by what was paused here; `given_steps` say so.
    """

    at: datetime | None
    counted: datetime | None
    steps: tuple[str, ...]
    given: datetime | None
    given_steps: tuple[str, ...]

    @property
    def differ(self) -> bool:
        """Both are there, and they do not fall on the same day."""
        return bool(self.given and self.counted and _day(self.given) != _day(self.counted))


def due_of(case: Case, pauses: Sequence[Pause], calendar: Calendar, hours: WorkHours | None = None) -> Due:
    """The due date of a case. What a person typed as its term goes before what an import gave.

    `hours` of the unit; looked up where they are needed and not told.
    """
    counted, steps = _counted(case, pauses, calendar, hours)
    given, given_steps = _given(case, pauses, calendar)
    own_term = "term" in case.typed and counted is not None
    return Due(counted if own_term or given is None else given, counted, steps, given, given_steps)


def settle(case: Case, pauses: Sequence[Pause], calendar: Calendar, hours: WorkHours | None = None) -> None:
    """Write what follows from the dates of a case: due, its end, from when it is late."""
    case.due_at = due_of(case, pauses, calendar, hours).at
    times = times_of(case, pauses)
    case.end_at, case.late_at = ended_at(times), late_from(times)


def times_of(case: Case, pauses: Iterable[Pause]) -> CaseTimes:
    waiting = next((one.from_date for one in pauses if one.until_date is None), None)
    since = aware(datetime.combine(waiting, datetime.min.time())) if waiting else None
    if since is None and case.state == Case.State.WAITING:
        since = case.received_at
    return CaseTimes(
        due=case.due_at,
        handled=case.handled_at,
        handed_over=case.handed_at,
        closed=case.closed_at,
        supplements=case.supplements,
        waiting_since=since if case.state == Case.State.WAITING else None,
    )


def aware(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def end_of_day(day: date) -> datetime:
    return aware(end_of(day))


def as_pauses(pauses: Iterable[Pause], today: date) -> tuple[Pausing, ...]:
    """Days that do not count; one that is open lasts until today. Asked and supplied on one day: none."""
    found = []
    for one in pauses:
        last = one.until_date - _DAY if one.until_date else max(today, one.from_date)
        if last >= one.from_date:
            found.append(Pausing(one.from_date, last, one.reason))
    return tuple(found)


def _counted(
    case: Case, pauses: Sequence[Pause], calendar: Calendar, hours: WorkHours | None
) -> tuple[datetime | None, tuple[str, ...]]:
    if not case.term:
        return None, ()
    closed = as_pauses((one for one in pauses if one.until_date is not None), case.received_at.date())
    start = timezone.localtime(case.received_at)
    if case.term_unit == Case.Term.HOURS:
        spans = (hours or hours_of(case.unit)).spans
        moment, said = hours_deadline(
            start.replace(tzinfo=None), case.term, calendar, spans or definition().hours, closed
        )
        return aware(moment), said if spans else (*said, _SAMPLE_HOURS)
    counted = deadline(start.date(), case.term, calendar, pauses=closed)
    return end_of_day(counted.last_day), counted.steps


def _given(
    case: Case, pauses: Sequence[Pause], calendar: Calendar
) -> tuple[datetime | None, tuple[str, ...]]:
    if case.due_given_at is None:
        return None, ()
    day = _day(case.due_given_at)
    who = "Hẹn trả" if "due_given_at" in case.typed else "Hệ thống tỉnh hẹn trả"
    said = (f"{who} {weekday_vi(day)}{', ghi tại đây' if 'due_given_at' in case.typed else ''}.",)
    own = [one for one in pauses if not one.is_imported and one.until_date is not None]
    lost = sum(
        calendar.is_workday(one.first + _DAY * n)
        for one in as_pauses(own, day)
        for n in range((one.last - one.first).days + 1)
    )
    if not lost:
        return case.due_given_at, said
    moved = deadline(day, lost, calendar).last_day
    words = f"Cộng {lost} ngày làm việc chờ bổ sung đã ghi tại đây: {weekday_vi(moved)}."
    return end_of_day(moved), (*said, words)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
