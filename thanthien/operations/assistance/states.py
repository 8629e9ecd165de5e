"""Every move of a request and of a visit: from which states, to which."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.assistance.models import HomeRequest, HomeStep, Visit

State, Move = HomeRequest.State, HomeStep.Move

OPEN = (State.RECEIVED, State.CONTACTED, State.PLANNED)
SETTLED = (State.SERVED, State.REFUSED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Step:
    """`needs` asks for words; "" for none. `by_manager`: who manages the service decides."""

    allowed: tuple[str, ...]
    to: str
    needs: str = ""
    by_manager: bool = False


# What a person presses on the page of a request.
STEPS: dict[str, Step] = {
    Move.CONTACT: Step((State.RECEIVED,), State.CONTACTED),
    Move.EXCEPT: Step(
        (State.RECEIVED, State.CONTACTED), State.CONTACTED, "Anh/chị ghi vì sao vẫn nhận phục vụ.", by_manager=True
    ),
    Move.REFUSE: Step(
        (State.RECEIVED, State.CONTACTED), State.REFUSED,
        "Anh/chị ghi lý do và cách khác để người dân làm được thủ tục.",
    ),
    Move.CANCEL: Step(OPEN, State.CANCELLED, "Anh/chị ghi người dân báo thế nào."),
}  # fmt: skip
# What a visit does to its request: plan a day, take it back, nobody at home, served.
BY_VISIT: dict[str, Step] = {
    Move.PLAN: Step((State.RECEIVED, State.CONTACTED), State.PLANNED),
    Move.UNPLAN: Step((State.PLANNED,), State.CONTACTED),
    Move.NOT_HOME: Step((State.PLANNED,), State.CONTACTED),
    Move.SERVE: Step((State.PLANNED,), State.SERVED),
}
VISITS: dict[str, tuple[tuple[str, ...], str]] = {
    "set_out": ((Visit.State.PLANNED,), Visit.State.PLANNED),
    "arrive": ((Visit.State.PLANNED,), Visit.State.ARRIVED),
    "not_here": ((Visit.State.ARRIVED,), Visit.State.PLANNED),  # a wrong door, or pressed by mistake
    "done": ((Visit.State.PLANNED, Visit.State.ARRIVED), Visit.State.DONE),
    "not_home": ((Visit.State.PLANNED, Visit.State.ARRIVED), Visit.State.NOT_HOME),
    "drop": ((Visit.State.PLANNED,), Visit.State.DROPPED),
}
OPEN_VISITS = (Visit.State.PLANNED, Visit.State.ARRIVED)
