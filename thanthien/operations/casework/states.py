"""How cases, apologies and imports move: one table each."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.casework.models import Apology, Case, CaseImport, CaseStep

State, Move = Case.State, CaseStep.Move
OPEN = frozenset({State.PROCESSING, State.WAITING})
ENDED = frozenset({State.HANDLED, State.HANDED, State.STOPPED, State.REFUSED})
# How far a case has come: an import does not take it back.
RANK = {
    State.PROCESSING: 0,
    State.WAITING: 0,
    State.HANDLED: 1,
    State.HANDED: 2,
    State.STOPPED: 2,
    State.REFUSED: 2,
}


@dataclass(frozen=True, slots=True)
class Way:
    """`needs`: what to ask for where the move wants words."""

    allowed: frozenset[str]
    to: str
    words: str  # on the button
    needs: str = ""


WAYS: dict[str, Way] = {
    Move.ASK: Way(
        frozenset({State.PROCESSING}), State.WAITING, "Yêu cầu bổ sung", "Anh/chị ghi giấy tờ cần bổ sung."
    ),
    Move.SUPPLY: Way(frozenset({State.WAITING}), State.PROCESSING, "Đã nhận bổ sung"),
    Move.HANDLE: Way(OPEN, State.HANDLED, "Có kết quả"),
    Move.HAND: Way(frozenset({State.HANDLED}), State.HANDED, "Trả kết quả"),
    Move.STOP: Way(OPEN, State.STOPPED, "Dừng giải quyết", "Anh/chị ghi lý do dừng giải quyết."),
    Move.REFUSE: Way(OPEN, State.REFUSED, "Từ chối", "Anh/chị ghi lý do từ chối."),
    Move.REOPEN: Way(ENDED, State.PROCESSING, "Mở lại", "Anh/chị ghi lý do mở lại."),
}

_Letter = Apology.State
# An apology's move → from which states, to which.
LETTER_WAYS: dict[str, tuple[frozenset[str], str]] = {
    "fill": (frozenset({_Letter.DRAFT}), _Letter.DRAFT),
    "submit": (frozenset({_Letter.DRAFT}), _Letter.SUBMITTED),
    "return": (frozenset({_Letter.SUBMITTED}), _Letter.DRAFT),
    "sign": (frozenset({_Letter.SUBMITTED}), _Letter.SIGNED),
    "send": (frozenset({_Letter.SIGNED}), _Letter.SENT),
    "deliver": (frozenset({_Letter.SENT}), _Letter.DELIVERED),
    "drop": (frozenset({_Letter.DRAFT}), _Letter.DROPPED),
    "restore": (frozenset({_Letter.DROPPED}), _Letter.DRAFT),
}
APOLOGISED = frozenset({_Letter.SENT, _Letter.DELIVERED})  # has gone out

_Import = CaseImport.State
IMPORT_WAYS: dict[str, frozenset[str]] = {
    _Import.MAPPING: frozenset({_Import.READING}),
    _Import.CHECKING: frozenset({_Import.READING, _Import.MAPPING, _Import.CHECKED}),
    _Import.CHECKED: frozenset({_Import.CHECKING}),
    _Import.APPLYING: frozenset({_Import.CHECKED}),
    _Import.DONE: frozenset({_Import.APPLYING}),
    _Import.FAILED: frozenset({_Import.READING, _Import.CHECKING, _Import.APPLYING}),
    _Import.DROPPED: frozenset({_Import.MAPPING, _Import.CHECKED, _Import.FAILED}),
}
RUNNING = frozenset({_Import.READING, _Import.CHECKING, _Import.APPLYING})
