"""How a report moves: one table. `ends` says that the clock stops for good, `pauses` that it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from thanthien.operations.feedback.models import Report, Step

State, Move = Report.State, Step.Move
OPEN = frozenset({State.RECEIVED, State.IN_HAND, State.ASKED, State.DRAFTED, State.OUTSIDE})
ENDED = frozenset({State.CLOSED, State.MERGED})
EVERY = frozenset(State)


@dataclass(frozen=True, slots=True)
class Way:
    """`to` None leaves the state; `by_sender`: the citizen's own step; `needs_text`: what to ask for."""

    allowed: frozenset[str]
    to: str | None
    needs_text: str = ""
    is_public: bool = False
    by_sender: bool = False


WAYS: dict[str, Way] = {
    # complaints and denunciations alone: until then the term for receiving runs, after it the term for the answer
    Move.ACCEPT: Way(frozenset({State.RECEIVED, State.IN_HAND}), State.IN_HAND, is_public=True),
    Move.TAKE: Way(frozenset({State.RECEIVED}), State.IN_HAND, is_public=True),
    Move.ROUTE: Way(frozenset({State.RECEIVED, State.IN_HAND}), None, is_public=True),
    Move.CLASSIFY: Way(
        frozenset({State.RECEIVED, State.IN_HAND}), None, "Anh/chị ghi lý do phân loại lại.", is_public=True
    ),
    Move.ASK: Way(
        frozenset({State.RECEIVED, State.IN_HAND}),
        State.ASKED,
        "Anh/chị ghi cần bổ sung điều gì.",
        is_public=True,
    ),
    Move.SUPPLY: Way(frozenset({State.ASKED}), State.IN_HAND, _("Ông/bà ghi nội dung bổ sung."), True, True),
    Move.RESUME: Way(frozenset({State.ASKED}), State.IN_HAND, is_public=True),  # the term for it is over
    Move.FORWARD: Way(
        frozenset({State.RECEIVED, State.IN_HAND}), State.OUTSIDE, "Anh/chị ghi lý do chuyển.", is_public=True
    ),
    Move.REPLIED: Way(frozenset({State.OUTSIDE}), State.IN_HAND, "Anh/chị ghi nội dung phản hồi."),
    Move.EXTEND: Way(
        frozenset({State.RECEIVED, State.IN_HAND, State.DRAFTED}),
        None,
        "Anh/chị ghi lý do gia hạn.",
        is_public=True,
    ),
    Move.DRAFT: Way(
        frozenset({State.RECEIVED, State.IN_HAND, State.ASKED, State.OUTSIDE, State.DRAFTED}),
        State.DRAFTED,
        "Anh/chị ghi nội dung trả lời.",
    ),
    Move.RETURN: Way(frozenset({State.DRAFTED}), State.IN_HAND, "Anh/chị ghi cần sửa điều gì."),
    Move.ANSWER: Way(frozenset({State.DRAFTED}), State.ANSWERED, is_public=True),
    Move.SAY: Way(frozenset({State.ANSWERED, State.CLOSED}), None, is_public=True, by_sender=True),
    Move.REOPEN: Way(
        frozenset({State.ANSWERED, State.CLOSED}),
        State.IN_HAND,
        _("Ông/bà ghi điều còn chưa giải quyết."),
        True,
        True,
    ),
    Move.MERGE: Way(frozenset({State.RECEIVED, State.IN_HAND}), State.MERGED, is_public=True),
    Move.SPLIT: Way(
        frozenset({State.RECEIVED, State.IN_HAND}), None, "Anh/chị ghi nội dung tách ra.", is_public=False
    ),
    Move.NOTE: Way(EVERY, None, "Anh/chị ghi nội dung."),
    Move.PUBLISH: Way(frozenset({State.ANSWERED, State.CLOSED}), None),
    Move.HIDE: Way(frozenset({State.ANSWERED, State.CLOSED}), None, "Anh/chị ghi lý do."),
    Move.CLOSE: Way(frozenset({State.ANSWERED}), State.CLOSED, is_public=True),
    Move.ESCALATE: Way(OPEN, None),
}
