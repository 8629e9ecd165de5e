"""The times at which a task is asked for, as its page shows them: what is near first, the year behind a fold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thanthien.lib.rules import left_in_words, left_steps
from thanthien.platform.workdays.queries import calendar_of, doubts_between
from thanthien.programme.evidence.fulfilment import Stand, stands_of
from thanthien.programme.occurrences.queries import occurrences_of
from thanthien.programme.plans.models import Task

_LATE = 4  # missed ones that stand above the fold, the latest
_NEXT = 3
_COLOURS = {"accepted": "green", "waiting": "yellow", "late": "red", "now": "azure", "ahead": "secondary"}


@dataclass(frozen=True, slots=True)
class Time:
    """One occurrence with its standing and how far its day is."""

    stand: Stand
    colour: str
    left: str

    @property
    def may_move(self) -> bool:
        return self.stand.state in ("late", "now", "ahead") and self.stand.occurrence.withdrawn_at is None


def occurrence_context(task: Task, today: date) -> dict[str, Any]:
    """`times` near today, `times_rest` of the year, and the count of the task's own day. Four queries."""
    rows = occurrences_of(task)
    for row in rows:
        row.task = task  # its parts are there already
    calendar = calendar_of(task.unit, today.year, task.year)
    stands = [s for s in stands_of(rows, today) if s.occurrence.withdrawn_at is None or s.proofs]
    times = [
        Time(s, _COLOURS[s.state], left_in_words(s.occurrence.due_date, today, calendar) if s.is_open else "")
        for s in stands
    ]
    late = [time for time in times if time.stand.state == "late"]
    near = [*late[-_LATE:], *[t for t in times if t.stand.state == "now"]]
    near += [time for time in times if time.stand.state == "ahead"][:_NEXT]
    finished = task.state in (Task.State.DONE, Task.State.ACCEPTED)
    due = None if finished else task.due_date
    return {
        "times": near if len(times) > len(near) + 1 else times,
        "times_rest": times if len(times) > len(near) + 1 else [],
        "times_late": len(late),
        # One time alone is no rhythm: it is done when it is done.
        "times_left": sum(t.stand.state in ("now", "ahead") for t in times) if len(times) > 1 else 0,
        "left_said": left_in_words(due, today, calendar) if due else "",
        "left_steps": (*left_steps(due, today, calendar), *doubts_between(task.unit, *sorted((today, due))))
        if due
        else (),
    }
