"""How long until a counter is free: staffed counters and the average time of each service.

Everybody before is poured onto the counters that may call them, in the order in which they are called, the least laden
counter first: with one service, people × minutes ÷ counters. A counter that serves several services is laden with what
it is likely to get of each, so it counts for a service with the share that the others leave. Whoever comes now waits
until the least laden of their counters is free.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from thanthien.operations.queueing.models import Service
from thanthien.platform.counters.models import Seat
from thanthien.platform.units.models import Unit


@dataclass(frozen=True, slots=True)
class Waits:
    """Who waits: for which service, how many minutes one takes there, the one counter they were sent to or None."""

    service: int
    minutes: float
    counter: int | None = None


def laden(before: Iterable[Waits], staffed: Mapping[int, Collection[int]]) -> dict[int, float]:
    """Counter at which somebody sits → minutes of work that is likely to come to it."""
    there = {counter for counters in staffed.values() for counter in counters}
    minutes = dict.fromkeys(there, 0.0)
    for one in before:
        if one.counter is None:
            _pour(minutes, one.minutes, staffed.get(one.service, ()))
        elif one.counter in there:
            minutes[one.counter] += one.minutes
    return minutes


def soonest(counters: Collection[int], minutes: Mapping[int, float]) -> int | None:
    """Whole minutes until the first of the counters is free; None where nobody sits at any."""
    found = [minutes[one] for one in counters if one in minutes]
    return math.ceil(round(min(found), 6)) if found else None


def staffed_by_service(unit: Unit) -> dict[int, list[int]]:
    """Service → its counters at which somebody sits. One query."""
    seats = Seat.objects.filter(ends_at=None, counter__unit=unit, counter__is_open=True).values("counter")
    pairs = Service.counters.through.objects.filter(service__unit=unit, counter__in=seats)
    found: dict[int, list[int]] = defaultdict(list)
    for service, counter in pairs.values_list("service_id", "counter_id"):
        found[service].append(counter)
    return dict(found)


def _pour(minutes: dict[int, float], more: float, counters: Collection[int]) -> None:
    """Raise the lowest until all is given; equal ones rise together."""
    low = sorted(counters, key=lambda one: minutes[one])
    for n in range(1, len(low) + 1):
        level = minutes[low[0]]
        step = (minutes[low[n]] - level) * n if n < len(low) else more
        given = min(more, step)
        for one in low[:n]:
            minutes[one] = level + given / n
        more -= given
        if more <= 0:
            return
