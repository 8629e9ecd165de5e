"""What may be done with a survey in which state."""

from __future__ import annotations

from thanthien.operations.surveys.models import Survey

State = Survey.State
# from → to
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
}


def may_become(state: str, to: str) -> bool:
    return to in MOVES[state]
