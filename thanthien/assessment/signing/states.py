"""How a paper moves to the signature; one visible table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thanthien.assessment.signing.models import PaperToSign
from thanthien.platform.people.roles import Action

_S = PaperToSign.State


class Move(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    SIGN = "sign"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Step:
    """`right` is whose step it is; a step that `asks_reason` says why in its remark."""

    words: str
    allowed: frozenset[str]
    to: str
    right: Action
    asks_reason: bool = False


STEPS: dict[Move, Step] = {
    Move.SUBMIT: Step("Trình ký", frozenset({_S.RETURNED, _S.WITHDRAWN}), _S.WAITING, Action.PAPER_SUBMIT),
    Move.WITHDRAW: Step("Rút lại", frozenset({_S.WAITING}), _S.WITHDRAWN, Action.PAPER_SUBMIT),
    Move.RETURN: Step("Trả lại", frozenset({_S.WAITING}), _S.RETURNED, Action.PAPER_SIGN, asks_reason=True),
    Move.SIGN: Step("Ghi đã ký", frozenset({_S.WAITING}), _S.SIGNED, Action.PAPER_SIGN),
    Move.NUMBER: Step("Ghi số, bản ký", frozenset({_S.SIGNED}), _S.SIGNED, Action.PAPER_NUMBER),
}
