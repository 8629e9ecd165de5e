"""How long people waited and were served: by service, hour and counter, never by person. From the steps alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from thanthien.operations.queueing.models import Service, TicketStep
from thanthien.operations.queueing.queries import services_of
from thanthien.operations.queueing.states import Move
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import counters_of
from thanthien.platform.units.models import Unit

_JOINS = frozenset({Move.TAKE, Move.NEXT, Move.SEND_ON, Move.RESTORE})  # waiting begins
_CALLS = frozenset({Move.CALL, Move.RESUME})
_LEAVES = frozenset({Move.PARK, Move.NEXT, Move.SEND_ON, Move.FINISH})  # serving ends


@dataclass(slots=True)
class Times:
    """Minutes, each of one stretch of waiting or being served."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        return self._at(50)

    @property
    def p90(self) -> float | None:
        return self._at(90)

    def _at(self, share: int) -> float | None:
        """The smallest that so many in a hundred do not pass; None where there is none."""
        if not self.values:
            return None
        return sorted(self.values)[max(math.ceil(share / 100 * len(self.values)) - 1, 0)]


@dataclass(slots=True)
class Stages:
    waiting: Times = field(default_factory=Times)
    serving: Times = field(default_factory=Times)

    @property
    def minutes(self) -> tuple[float | None, ...]:
        return self.waiting.median, self.waiting.p90, self.serving.median, self.serving.p90


@dataclass(slots=True)
class Figures:
    """`finished` counts numbers, not services; hours are those at which people began to wait."""

    first: date
    last: date
    all: Stages = field(default_factory=Stages)
    parked: Times = field(default_factory=Times)
    taken: int = 0
    by_machine: int = 0
    finished: int = 0
    missed: int = 0
    returned: int = 0
    lapsed: int = 0
    first_served: int = 0  # with priority, or by an appointment that was kept
    services: list[tuple[Service, Stages]] = field(default_factory=list)
    counters: list[tuple[Counter, Stages]] = field(default_factory=list)
    hours: list[tuple[int, Stages]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stretch:
    kind: str  # waiting, serving, parked
    minutes: float
    service: int
    counter: int | None
    begins: datetime


def figures_of(unit: Unit, first: date, last: date) -> Figures:
    """The same number of queries whatever the number of numbers."""
    found = Figures(first, last)
    services: dict[int, Stages] = defaultdict(Stages)
    counters: dict[int, Stages] = defaultdict(Stages)
    hours: dict[int, Stages] = defaultdict(Stages)
    for steps in _by_ticket(unit, first, last):
        _count(found, steps)
        for one in _stretches(steps):
            if one.kind == "parked":
                found.parked.values.append(one.minutes)
                continue
            hour = timezone.localtime(one.begins).hour
            groups = [found.all, services[one.service], hours[hour]]
            groups += [counters[one.counter]] if one.counter is not None else []
            for stages in groups:
                times = stages.waiting if one.kind == "waiting" else stages.serving
                times.values.append(one.minutes)
    found.services = [(one, services[one.pk]) for one in services_of(unit) if one.pk in services]
    found.counters = [(one, counters[one.pk]) for one in counters_of(unit) if one.pk in counters]
    found.hours = sorted(hours.items())
    return found


def _by_ticket(unit: Unit, first: date, last: date) -> Iterator[list[TicketStep]]:
    """The steps of each number taken in those days, also those of days after."""
    rows = TicketStep.objects.filter(unit=unit, ticket__day__gte=first, ticket__day__lte=last)
    steps: list[TicketStep] = []
    for step in rows.select_related("ticket").order_by("ticket_id", "pk").iterator():
        if steps and steps[-1].ticket_id != step.ticket_id:
            yield steps
            steps = []
        steps.append(step)
    if steps:
        yield steps


def _count(found: Figures, steps: list[TicketStep]) -> None:
    ticket, moves = steps[0].ticket, {one.move for one in steps}
    found.taken += 1
    found.by_machine += ticket.channel != ticket.Channel.DESK
    found.finished += ticket.state == ticket.State.DONE
    found.missed += ticket.state == ticket.State.MISSED
    found.returned += ticket.state == ticket.State.RETURNED
    found.lapsed += ticket.state == ticket.State.LAPSED
    found.first_served += ticket.goes_first and bool(moves & _CALLS)


def _stretches(steps: list[TicketStep]) -> Iterator[_Stretch]:
    """From step to step; waiting is counted for the service and the counter that called."""
    joined: TicketStep | None = None
    serving: TicketStep | None = None
    parked: TicketStep | None = None
    for step in steps:
        if step.move in _CALLS and joined is not None:
            yield _between("waiting", joined, step, step)
            joined = None
        if step.move == Move.RESUME and parked is not None:
            yield _between("parked", parked, step, step)
            parked = None
        if step.move in _LEAVES and serving is not None:
            yield _between("serving", serving, step, serving)
            serving = None
        if step.move in _JOINS:
            joined = step
        elif step.move == Move.SERVE:
            serving = step
        elif step.move == Move.PARK:
            parked = step


def _between(kind: str, begins: TicketStep, ends: TicketStep, told: TicketStep) -> _Stretch:
    minutes = max((ends.at - begins.at).total_seconds() / 60, 0.0)
    return _Stretch(kind, minutes, told.service_id, told.counter_id, begins.at)
