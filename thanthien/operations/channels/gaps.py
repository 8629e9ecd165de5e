"""When nobody is on duty: the open hours of a day less the shifts. Pure arithmetic on times of one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

Span = tuple[time, time]  # from (included) – to (not included)


def gaps(hours: Iterable[Span], shifts: Iterable[Span]) -> list[Span]:
    """The parts of `hours` that no shift covers, in order. Shifts may overlap and come in any order."""
    covered = sorted(shifts)
    found: list[Span] = []
    for opens, closes in sorted(hours):
        free_from = opens
        for starts, ends in covered:
            if ends <= free_from or starts >= closes:
                continue
            if starts > free_from:
                found.append((free_from, starts))
            free_from = max(free_from, ends)
        if free_from < closes:
            found.append((free_from, closes))
    return found
