"""How one proof moves. Nothing is ever deleted: a withdrawn proof stays and can come back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.programme.evidence.models import Evidence

State = Evidence.State


class Move(StrEnum):
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Step:
    allowed: frozenset[str]
    to: str
    needs_remark: bool = False
    by_second_person: bool = False


STEPS: dict[Move, Step] = {
    Move.ACCEPT: Step(frozenset({State.WAITING}), State.ACCEPTED, by_second_person=True),
    # An acceptance given by mistake is taken back with its reason.
    Move.RETURN: Step(
        frozenset({State.WAITING, State.ACCEPTED}),
        State.RETURNED,
        needs_remark=True,
        by_second_person=True,
    ),
    Move.WITHDRAW: Step(frozenset({State.WAITING, State.RETURNED}), State.WITHDRAWN),
    Move.RESTORE: Step(frozenset({State.WITHDRAWN}), State.WAITING),
}
