"""How a number moves: one table. A move that is not here for the state a number is in cannot be made."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.queueing.models import Ticket, TicketStep
from thanthien.platform.refusals import Refusal

State, Move = Ticket.State, TicketStep.Move
AT_COUNTER = frozenset({State.CALLED, State.SERVING})
OPEN = frozenset({State.WAITING, State.CALLED, State.SERVING, State.PARKED})
ENDED = frozenset({State.DONE, State.RETURNED, State.LAPSED})


class CannotMove(Refusal):
    """The number stays as it is."""


@dataclass(frozen=True, slots=True)
class Way:
    """`needs_text`: what to ask for where a reason is needed."""

    allowed: frozenset[str]
    to: str
    needs_text: str = ""


WAYS: dict[str, Way] = {
    Move.CALL: Way(frozenset({State.WAITING}), State.CALLED),
    Move.RECALL: Way(frozenset({State.CALLED}), State.CALLED),
    Move.SERVE: Way(frozenset({State.CALLED}), State.SERVING),
    Move.PARK: Way(AT_COUNTER, State.PARKED, "Anh/chị ghi lý do tạm dừng, ví dụ: đi phô tô giấy tờ."),
    Move.RESUME: Way(frozenset({State.PARKED}), State.CALLED),
    Move.MISS: Way(frozenset({State.CALLED}), State.MISSED),
    Move.RESTORE: Way(frozenset({State.MISSED, State.LAPSED}), State.WAITING),
    Move.SEND_ON: Way(AT_COUNTER, State.WAITING),
    Move.NEXT: Way(AT_COUNTER, State.WAITING),
    Move.FINISH: Way(AT_COUNTER, State.DONE),
    Move.RETURN: Way(frozenset({State.WAITING, State.PARKED, State.MISSED}), State.RETURNED),
    Move.LAPSE: Way(OPEN, State.LAPSED),
    Move.CLOSE: Way(frozenset({State.SERVING}), State.DONE),
}


def require_way(ticket: Ticket, move: str) -> Way:
    """Raises `CannotMove`, which says where the number is now."""
    way = WAYS[move]
    if ticket.state not in way.allowed:
        where = f" ở {ticket.counter}" if ticket.counter_id and ticket.state in AT_COUNTER else ""
        raise CannotMove(
            f"Số {ticket.label} hiện {ticket.get_state_display().lower()}{where} nên không làm được việc này. "
            "Trang đã hiện trạng thái mới nhất."
        )
    return way
