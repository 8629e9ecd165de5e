"""How an inspection and each of its findings move. A move that does not stand here cannot be made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.programme.inspections.models import Finding, FindingStep, Inspection

State = Finding.State
Move = FindingStep.Move


@dataclass(frozen=True, slots=True)
class Step:
    """`says` is what the person did; `by_second_person`: not who reported the correction."""

    allowed: frozenset[str]
    to: str
    says: str
    needs_remark: bool = False
    by_second_person: bool = False


STEPS: dict[str, Step] = {
    Move.ORDER: Step(frozenset({State.NOTED, State.ORDERED}), State.ORDERED, "giao khắc phục"),
    Move.DONE: Step(frozenset({State.ORDERED}), State.DONE, "báo đã khắc phục"),
    Move.PASS: Step(frozenset({State.DONE}), State.PASSED, "phúc tra đạt", by_second_person=True),
    Move.FAIL: Step(
        frozenset({State.DONE}), State.ORDERED, "phúc tra chưa đạt", needs_remark=True, by_second_person=True
    ),
    Move.DROP: Step(
        frozenset({State.NOTED, State.ORDERED}), State.DROPPED, "bỏ yêu cầu khắc phục", needs_remark=True
    ),
    Move.REOPEN: Step(frozenset({State.PASSED, State.DROPPED}), State.ORDERED, "mở lại", needs_remark=True),
}
SETTLED = frozenset({State.PASSED, State.DROPPED})


class InspectionMove(StrEnum):
    HOLD = "hold"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"


INSPECTION_STEPS: dict[InspectionMove, Step] = {
    InspectionMove.HOLD: Step(
        frozenset({Inspection.State.PLANNED}), Inspection.State.HELD, "ghi đã kiểm tra"
    ),
    # Only when every finding is settled; `actions.move_inspection` asks.
    InspectionMove.CLOSE: Step(
        frozenset({Inspection.State.HELD}), Inspection.State.CLOSED, "kết thúc", needs_remark=True
    ),
    InspectionMove.REOPEN: Step(
        frozenset({Inspection.State.CLOSED}), Inspection.State.HELD, "mở lại", needs_remark=True
    ),
    InspectionMove.CANCEL: Step(
        frozenset({Inspection.State.PLANNED}), Inspection.State.CANCELLED, "hủy", needs_remark=True
    ),
}
