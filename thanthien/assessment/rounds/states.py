"""How a round moves: the one table. Every move leaves an audit row under the round (its timeline)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.assessment.rounds.models import Round
from thanthien.platform.people.roles import Action

State = Round.State


class Move(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPRAISE = "appraise"
    CLOSE = "close"
    RECOGNISE = "recognise"
    REFUSE = "refuse"
    OBJECT = "object"
    KEEP_RECOGNISED = "keep_recognised"
    KEEP_REFUSED = "keep_refused"
    RECHECK = "recheck"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class Step:
    """`action` is the right that the mover needs in the unit of the round."""

    allowed: frozenset[str]
    to: str
    action: Action
    needs_remark: bool = False


STEPS: dict[Move, Step] = {
    Move.SUBMIT: Step(frozenset({State.PREPARING, State.RETURNED}), State.SUBMITTED, Action.ROUND_SUBMIT),
    Move.SEND_BACK: Step(
        frozenset({State.SUBMITTED, State.APPRAISING, State.APPRAISED}),
        State.RETURNED,
        Action.ROUND_MANAGE,
        needs_remark=True,
    ),
    Move.APPRAISE: Step(frozenset({State.SUBMITTED}), State.APPRAISING, Action.ROUND_MANAGE),
    # The chair or the secretary of the council closes too: see `appraising`.
    Move.CLOSE: Step(frozenset({State.APPRAISING}), State.APPRAISED, Action.ROUND_MANAGE),
    Move.RECOGNISE: Step(frozenset({State.APPRAISED}), State.RECOGNISED, Action.ROUND_MANAGE),
    Move.REFUSE: Step(
        frozenset({State.APPRAISED, State.SUBMITTED}), State.REFUSED, Action.ROUND_MANAGE, needs_remark=True
    ),
    Move.OBJECT: Step(
        frozenset({State.RECOGNISED, State.REFUSED}), State.OBJECTED, Action.ROUND_SUBMIT, needs_remark=True
    ),
    Move.KEEP_RECOGNISED: Step(
        frozenset({State.OBJECTED}), State.RECOGNISED, Action.ROUND_MANAGE, needs_remark=True
    ),
    Move.KEEP_REFUSED: Step(
        frozenset({State.OBJECTED}), State.REFUSED, Action.ROUND_MANAGE, needs_remark=True
    ),
    # Until the new decision the one before stays in force.
    Move.RECHECK: Step(frozenset({State.OBJECTED}), State.APPRAISING, Action.ROUND_MANAGE, needs_remark=True),
    Move.REVOKE: Step(frozenset({State.RECOGNISED}), State.REVOKED, Action.ROUND_MANAGE, needs_remark=True),
}
