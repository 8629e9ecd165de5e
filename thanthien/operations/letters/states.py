"""Every move of a letter: from which states, to which, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.letters.models import CourtesyLetter
from thanthien.platform.people.roles import Action

State = CourtesyLetter.State


@dataclass(frozen=True, slots=True)
class Move:
    allowed: tuple[str, ...]
    to: str
    action: Action


MOVES: dict[str, Move] = {
    "fill": Move((State.DRAFT,), State.DRAFT, Action.LETTER_WORK),
    "submit": Move((State.DRAFT,), State.SUBMITTED, Action.LETTER_WORK),
    "return": Move((State.SUBMITTED,), State.DRAFT, Action.LETTER_SIGN),
    "sign": Move((State.SUBMITTED,), State.SIGNED, Action.LETTER_SIGN),
    "send": Move((State.SIGNED,), State.SENT, Action.LETTER_WORK),
    "deliver": Move((State.SIGNED, State.SENT), State.DELIVERED, Action.LETTER_WORK),
    "drop": Move((State.DRAFT, State.SUBMITTED), State.DROPPED, Action.LETTER_WORK),
    "restore": Move((State.DROPPED,), State.DRAFT, Action.LETTER_WORK),
}
OUT = (State.SIGNED, State.SENT, State.DELIVERED)
TO_DO = (State.DRAFT, State.SUBMITTED, State.SIGNED, State.SENT)
