"""How one item of the budget moves: drafted by the agencies, submitted, approved by the leader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.programme.budget.models import BudgetItem

State = BudgetItem.State


class Move(StrEnum):
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    RETURN = "return"
    ADJUST = "adjust"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    allowed: frozenset[str]
    to: str
    needs_remark: bool = False
    by_leader: bool = False


STEPS: dict[Move, Step] = {
    Move.SUBMIT: Step("Trình duyệt", frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
    Move.TAKE_BACK: Step("Rút về sửa", frozenset({State.SUBMITTED}), State.DRAFT),
    Move.APPROVE: Step("Duyệt dự toán", frozenset({State.SUBMITTED}), State.APPROVED, by_leader=True),
    Move.RETURN: Step(
        "Trả lại", frozenset({State.SUBMITTED}), State.RETURNED, needs_remark=True, by_leader=True
    ),
    # An approved estimate changes only by being submitted anew, with the reason kept.
    Move.ADJUST: Step("Điều chỉnh dự toán", frozenset({State.APPROVED}), State.DRAFT, needs_remark=True),
    Move.WITHDRAW: Step("Bỏ khoản này", frozenset({State.DRAFT, State.RETURNED}), State.WITHDRAWN),
    Move.RESTORE: Step("Lấy lại", frozenset({State.WITHDRAWN}), State.DRAFT),
}
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
