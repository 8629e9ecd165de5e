"""What time does by itself: answered reports end, a sender who was asked is no longer waited for, leaders hear
of limits that come near and of those that have passed. Calling it twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.rules.deadlines import workdays_between
from thanthien.operations.feedback.acting import resume, tell
from thanthien.operations.feedback.clocks import calendar_for
from thanthien.operations.feedback.models import Path, Report, Step
from thanthien.operations.feedback.queries import RUNNING
from thanthien.platform.audit.actions import record

Move, State = Step.Move, Report.State
NEAR = 2  # working days before the limit on which leaders hear of it
_LONGEST_NEAR = timedelta(days=20)  # NEAR working days never lie farther away, Tết included
BEFORE, AFTER = 1, 2  # values of Report.alarm


@dataclass(frozen=True, slots=True)
class Swept:
    closed: int = 0
    resumed: int = 0
    alarmed: int = 0


def sweep(*, at: datetime) -> Swept:
    """One round over all units; each report in a transaction of its own."""
    today = timezone.localdate(at)
    closed = Report.objects.filter(state=State.ANSWERED, reopen_until__lt=today)
    asked = Report.objects.filter(state=State.ASKED, ask_until__lt=today)
    near = Report.objects.filter(state__in=RUNNING, due_date__lte=today + _LONGEST_NEAR, alarm__lt=AFTER)
    return Swept(
        _each(list(closed.values_list("pk", flat=True)), at, _close),
        _each(list(asked.values_list("pk", flat=True)), at, _go_on),
        _each(list(near.values_list("pk", flat=True)), at, _alarm),
    )


def _each(pks: list[int], at: datetime, change: Callable[[Report, datetime], str]) -> int:
    done = 0
    for pk in pks:
        with transaction.atomic():
            rows = Report.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency")
            report = rows.get(pk=pk)
            before = report.state
            move = change(report, at)  # looks again at what is locked now
            if move:
                _keep(report, move, before, at)
                done += 1
    return done


def _close(report: Report, at: datetime) -> str:
    if report.state != State.ANSWERED or not report.reopen_until or report.reopen_until >= _day(at):
        return ""
    report.state, report.closed_at = State.CLOSED, at
    tell(report, "closed", at)
    return Move.CLOSE


def _go_on(report: Report, at: datetime) -> str:
    if report.state != State.ASKED or report.ask_until is None or report.ask_until >= _day(at):
        return ""
    resume(
        report, report.ask_until + timedelta(days=1)
    )  # the clock ran from the day after, whenever this looks
    report.state = State.IN_HAND
    tell(report, "resumed", at)
    return Move.RESUME


def _alarm(report: Report, at: datetime) -> str:
    level = alarm_of(report, _day(at))
    if level <= report.alarm:
        return ""
    report.alarm = level
    return Move.ESCALATE


def alarm_of(report: Report, today: date) -> int:
    """BEFORE or AFTER the limit, 0 while there is time or where the clock does not run."""
    if report.state not in RUNNING or (report.path == Path.REGULATION and report.state == State.OUTSIDE):
        return 0
    if report.due_date < today:
        return AFTER
    left = workdays_between(today, report.due_date, calendar_for(report.unit, today))
    return BEFORE if left <= min(NEAR, report.clock_days - 1) else 0


def _keep(report: Report, move: str, before: str, at: datetime) -> None:
    report.save()
    said = {BEFORE: "Sắp đến hạn trả lời.", AFTER: "Đã quá hạn trả lời."}.get(report.alarm, "")
    Step.objects.create(
        report=report, move=move, at=at, text=said if move == Move.ESCALATE else "",
        is_public=move != Move.ESCALATE, state=report.state, agency=report.agency, due_date=report.due_date,
        is_system=True,
    )  # fmt: skip
    record(
        actor=None, at=at, action=f"feedback.{move}", subject=report, unit=report.unit,
        before={"state": before}, after={"state": report.state},
    )  # fmt: skip


def _day(at: datetime) -> date:
    return timezone.localdate(at)
