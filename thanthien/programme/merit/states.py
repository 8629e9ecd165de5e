"""How proposals of commendation, notices and good practices move."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.programme.merit.models import Commendation, Notice, Practice


@dataclass(frozen=True, slots=True)
class Step:
    """`decides`: takes the number and date of a decision. `asks_reason`: the reason is kept and shown."""

    words: str
    allowed: frozenset[str]
    to: str
    asks_reason: bool = False
    decides: bool = False


class CommendationMove(StrEnum):
    SUBMIT = "submit"
    DECIDE = "decide"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    PROPOSE_AGAIN = "propose_again"


_C = Commendation.State
COMMENDATION_STEPS: dict[CommendationMove, Step] = {
    CommendationMove.SUBMIT: Step("Trình cấp có thẩm quyền", frozenset({_C.PROPOSED}), _C.SUBMITTED),
    CommendationMove.DECIDE: Step(
        "Ghi quyết định khen thưởng", frozenset({_C.SUBMITTED}), _C.DECIDED, decides=True
    ),
    CommendationMove.REFUSE: Step("Không được khen", frozenset({_C.SUBMITTED}), _C.REFUSED, asks_reason=True),
    CommendationMove.WITHDRAW: Step(
        "Rút đề nghị", frozenset({_C.PROPOSED, _C.SUBMITTED}), _C.WITHDRAWN, asks_reason=True
    ),
    CommendationMove.PROPOSE_AGAIN: Step("Đề nghị lại", frozenset({_C.WITHDRAWN, _C.REFUSED}), _C.PROPOSED),
}


class NoticeMove(StrEnum):
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


_N = Notice.State
NOTICE_STEPS: dict[NoticeMove, Step] = {
    NoticeMove.PUBLISH: Step("Thông báo", frozenset({_N.DRAFT}), _N.PUBLISHED),
    NoticeMove.WITHDRAW: Step(
        "Rút thông báo", frozenset({_N.DRAFT, _N.PUBLISHED}), _N.WITHDRAWN, asks_reason=True
    ),
}


class PracticeMove(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    RECOGNISE = "recognise"


_P = Practice.State
PRACTICE_STEPS: dict[PracticeMove, Step] = {
    PracticeMove.SUBMIT: Step("Đề nghị công nhận", frozenset({_P.DRAFT}), _P.SUBMITTED),
    PracticeMove.RETURN: Step("Trả lại để sửa", frozenset({_P.SUBMITTED}), _P.DRAFT, asks_reason=True),
    PracticeMove.RECOGNISE: Step(
        "Ghi quyết định công nhận", frozenset({_P.SUBMITTED}), _P.RECOGNISED, decides=True
    ),
}
