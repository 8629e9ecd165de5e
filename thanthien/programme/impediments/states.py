"""How a difficulty moves: up to the division, further to the leaders, back to who reported it."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.programme.impediments.models import Impediment, ImpedimentStep

State = Impediment.State
Move = ImpedimentStep.Move


@dataclass(frozen=True, slots=True)
class Step:
    """`to` None leaves the state as it is; `clock` names the term that begins to run."""

    allowed: frozenset[str]
    to: str | None
    needs_text: str = ""  # what to ask for where words are needed
    clock: str = ""


OPEN = frozenset({State.WAITING, State.ESCALATED, State.ANSWERED})
STEPS: dict[str, Step] = {
    Move.NOTE: Step(OPEN, None, "Anh/chị ghi góp ý hoặc đề xuất."),
    Move.ANSWER: Step(
        frozenset({State.WAITING, State.ESCALATED}), State.ANSWERED, "Anh/chị ghi nội dung trả lời."
    ),
    Move.ESCALATE: Step(
        frozenset({State.WAITING}), State.ESCALATED, "Anh/chị ghi ý kiến trình lãnh đạo.", "leader_days"
    ),
    Move.SOLVED: Step(frozenset({State.ANSWERED}), State.SOLVED),
    Move.NOT_SOLVED: Step(
        frozenset({State.ANSWERED}), State.WAITING, "Anh/chị ghi còn vướng ở đâu.", "answer_days"
    ),
    Move.WITHDRAW: Step(frozenset({State.WAITING}), State.WITHDRAWN, "Anh/chị ghi lý do rút lại."),
}
