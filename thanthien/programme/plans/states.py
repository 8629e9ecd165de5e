"""How a lead's part of a task moves, and how the task's own state follows from its leads.

The table is the whole truth: a move that does not stand here cannot be made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from thanthien.programme.plans.models import Task

State = Task.State


class Move(StrEnum):
    START = "start"
    FINISH = "done"
    TAKE_BACK = "take_back"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Step:
    """`allowed` states lead to `to`; `says` is what the person did, for messages and the history."""

    allowed: frozenset[str]
    to: str
    says: str
    needs_remark: bool = False
    by_second_person: bool = False


STEPS: dict[Move, Step] = {
    Move.START: Step(frozenset({State.OPEN, State.RETURNED}), State.STARTED, "bắt đầu làm"),
    Move.FINISH: Step(frozenset({State.OPEN, State.STARTED, State.RETURNED}), State.DONE, "báo đã làm xong"),
    Move.TAKE_BACK: Step(frozenset({State.DONE}), State.STARTED, "rút lại báo xong"),
    Move.ACCEPT: Step(frozenset({State.DONE}), State.ACCEPTED, "chấp nhận", by_second_person=True),
    Move.RETURN: Step(
        frozenset({State.DONE}), State.RETURNED, "trả lại", needs_remark=True, by_second_person=True
    ),
    Move.REOPEN: Step(frozenset({State.ACCEPTED}), State.STARTED, "mở lại", needs_remark=True),
}


def state_of_task(parts: Iterable[str]) -> str:
    """The task's state from the states of its lead parts; a task without a lead is open."""
    states = set(parts)
    if not states:
        return State.OPEN
    if State.RETURNED in states:
        return State.RETURNED
    if states == {State.ACCEPTED}:
        return State.ACCEPTED
    if states <= {State.DONE, State.ACCEPTED}:
        return State.DONE
    return State.OPEN if states == {State.OPEN} else State.STARTED
