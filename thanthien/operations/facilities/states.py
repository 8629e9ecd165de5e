"""Every move a repair may make: from which states, to which, who, and what must be said with it."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.facilities.models import Repair, RepairStep

State, Move = Repair.State, RepairStep.Move

OPEN = (State.REPORTED, State.ASSIGNED, State.MENDING, State.BEYOND)
AT_WORK = (State.REPORTED, State.ASSIGNED, State.MENDING)
CLOSED = (State.FIXED, State.REPLACED, State.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Step:
    """`to` None: the state stays. `by_manager`: only who manages the centre. `needs` asks for words, "" for none."""

    allowed: tuple[str, ...]
    to: str | None
    by_manager: bool = False
    needs: str = ""


STEPS: dict[str, Step] = {
    Move.ASSIGN: Step(OPEN, State.ASSIGNED, by_manager=True),
    Move.START: Step((State.REPORTED, State.ASSIGNED), State.MENDING),
    Move.NOTE: Step((*OPEN, *CLOSED), None, needs="Anh/chị ghi nội dung."),
    Move.FIX: Step(AT_WORK, State.FIXED, needs="Anh/chị ghi đã sửa những gì."),
    Move.BEYOND: Step(AT_WORK, State.BEYOND, needs="Anh/chị ghi vì sao không sửa được."),
    Move.REPLACE: Step(OPEN, State.REPLACED, by_manager=True, needs="Anh/chị ghi đã thay bằng gì."),
    Move.GIVE_UP: Step(OPEN, State.GIVEN_UP, by_manager=True, needs="Anh/chị ghi vì sao thôi dùng."),
    Move.REOPEN: Step((State.FIXED,), State.REPORTED, needs="Anh/chị ghi còn hỏng thế nào."),
}
