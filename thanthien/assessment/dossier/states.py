"""The way of an archive; who comes second finds the move already made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from thanthien.assessment.dossier.models import DossierArchive

State = DossierArchive.State

ALLOWED: dict[str, frozenset[str]] = {
    State.WAITING: frozenset({State.PACKING, State.FAILED}),
    State.PACKING: frozenset({State.READY, State.FAILED, State.WAITING}),
    State.FAILED: frozenset({State.WAITING}),
    State.READY: frozenset({State.REMOVED}),
    State.REMOVED: frozenset(),
}

# The packer tells of itself every second or two; one silent for this long has died.
SILENCE = timedelta(minutes=2)
# A queue that nobody serves is told of, so that the person does not wait in vain.
PATIENCE = timedelta(seconds=30)


def move(archive: DossierArchive, *, old: str, new: str, **fields: Any) -> bool:
    """Move an archive if it still stands in `old`; False when somebody else was first.

    Raises ValueError for a move that the table does not hold: a mistake of ours, not of the person.
    """
    if new not in ALLOWED[old]:
        raise ValueError(f"{old} → {new}")
    moved = DossierArchive.objects.filter(pk=archive.pk, state=old).update(state=new, **fields)
    if moved:
        archive.state = new
        for name, value in fields.items():
            setattr(archive, name, value)
    return moved == 1


def has_stalled(archive: DossierArchive, now: datetime) -> bool:
    """The packer died (power, restart) or never came: packing may be started again."""
    silent = now - (archive.progress_at or archive.asked_at)
    if archive.state == State.PACKING:
        return silent > SILENCE
    return archive.state == State.WAITING and silent > PATIENCE
