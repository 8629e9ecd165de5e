"""How a review and its documents move."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.programme.reviews.models import Review, ReviewDocument


@dataclass(frozen=True, slots=True)
class Step:
    """`decides`: takes the number and date of the signed document."""

    words: str
    allowed: frozenset[str]
    to: str
    asks_reason: bool = False
    decides: bool = False


class ReviewMove(StrEnum):
    HOLD = "hold"
    CONCLUDE = "conclude"
    REOPEN = "reopen"


_R = Review.State
REVIEW_STEPS: dict[ReviewMove, Step] = {
    ReviewMove.HOLD: Step("Đã tổ chức hội nghị", frozenset({_R.PLANNED}), _R.HELD),
    ReviewMove.CONCLUDE: Step("Chốt kết luận", frozenset({_R.HELD}), _R.CONCLUDED),
    ReviewMove.REOPEN: Step(
        "Mở lại để sửa", frozenset({_R.HELD, _R.CONCLUDED}), _R.PLANNED, asks_reason=True
    ),
}


class DocumentMove(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    SIGN = "sign"


_D = ReviewDocument.State
DOCUMENT_STEPS: dict[DocumentMove, Step] = {
    DocumentMove.SUBMIT: Step("Trình ký", frozenset({_D.DRAFTED, _D.RETURNED}), _D.SUBMITTED),
    DocumentMove.RETURN: Step("Trả lại", frozenset({_D.SUBMITTED}), _D.RETURNED, asks_reason=True),
    DocumentMove.SIGN: Step("Ghi số, ngày ký", frozenset({_D.SUBMITTED}), _D.SIGNED, decides=True),
}
