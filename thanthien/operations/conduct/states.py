"""Every move of a breach: from which states, to which, and who decides."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.conduct.models import Breach, BreachStep

State, Move = Breach.State, BreachStep.Move


@dataclass(frozen=True, slots=True)
class Step:
    """`by`: "manager" verifies, "leader" decides, "subject" is whom it is about, or who writes for them."""

    allowed: tuple[str, ...]
    to: str
    by: str
    needs: str


STEPS: dict[str, Step] = {
    Move.VERIFY: Step((State.REPORTED,), State.VERIFIED, "manager", "Anh/chị ghi đã xác minh thế nào, kết quả ra sao."),
    Move.CONCLUDE: Step(
        (State.VERIFIED, State.APPEALED), State.CONCLUDED, "leader", "Anh/chị ghi căn cứ của kết luận."
    ),
    Move.CLEAR: Step((State.VERIFIED, State.APPEALED), State.CLEARED, "leader", "Anh/chị ghi căn cứ của kết luận."),
    Move.APPEAL: Step((State.CONCLUDED,), State.APPEALED, "subject", "Anh/chị ghi nội dung khiếu nại."),
    Move.CLOSE: Step((State.CONCLUDED, State.CLEARED), State.CLOSED, "leader", "Anh/chị ghi việc đã xong thế nào."),
}  # fmt: skip
OPEN = (State.REPORTED, State.VERIFIED, State.APPEALED)
