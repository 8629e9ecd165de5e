"""The way of a reading, from the upload to the tasks; who comes second finds the move already made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from thanthien.programme.imports.models import PlanReading

State = PlanReading.State

ALLOWED: dict[str, frozenset[str]] = {
    State.WAITING: frozenset({State.READING, State.FAILED, State.DISCARDED}),
    State.READING: frozenset({State.READY, State.FAILED, State.WAITING, State.DISCARDED}),
    State.READY: frozenset({State.ACCEPTED, State.DISCARDED}),
    State.FAILED: frozenset({State.WAITING, State.DISCARDED}),
    State.DISCARDED: frozenset({State.READY, State.WAITING}),
    State.ACCEPTED: frozenset(),
}

# A page of a scan takes seconds; a reader that is silent for this long has died.
SILENCE = timedelta(minutes=3)
# A queue that nobody serves is told of, so that the person does not wait in vain.
PATIENCE = timedelta(seconds=30)


def move(reading: PlanReading, *, old: str, new: str, **fields: Any) -> bool:
    """Move a reading if it still stands in `old`; False when somebody else was first.

    Raises ValueError for a move that the table does not hold: a mistake of ours, not of the person.
    """
    if new not in ALLOWED[old]:
        raise ValueError(f"{old} → {new}")
    moved = PlanReading.objects.filter(pk=reading.pk, state=old).update(state=new, **fields)
    if moved:
        reading.state = new
        for name, value in fields.items():
            setattr(reading, name, value)
    return moved == 1


def has_stalled(reading: PlanReading, now: datetime) -> bool:
    """The reader died (power, restart) or never came: the reading may be started again."""
    if reading.state == State.READING:
        return now - (reading.progress_at or reading.created_at) > SILENCE
    return reading.state == State.WAITING and now - (reading.progress_at or reading.created_at) > PATIENCE
