"""Who is looked at: a line that follows from the unit, the day and the purpose, so nobody chooses and anybody repeats.

Everybody not yet looked at in the quarter stands before everybody who was; among equals each agency sends its people
evenly, the longest unchecked first, and the hash of the seed decides the rest.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """`times`: looked at in the quarter so far; `last`: the day of the last look as ISO, "" for never."""

    staff: int
    stratum: int
    times: int = 0
    last: str = ""


def seed_words(unit_code: str, day: date, purpose: str) -> str:
    """What the seed is the hash of."""
    return f"{unit_code}|{day.isoformat()}|{purpose}"


def seed_of(unit_code: str, day: date, purpose: str) -> str:
    """32 hexadecimal letters: the beginning of the SHA-256 of `seed_words` as UTF-8."""
    return hashlib.sha256(seed_words(unit_code, day, purpose).encode()).hexdigest()[:32]


def in_line(seed: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Everybody, in the order in which they are looked at; the same seed and people give the same line."""
    groups: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for one in candidates:
        groups[one.times, one.stratum].append(one)
    placed = []
    for (times, stratum), group in groups.items():
        group.sort(key=lambda one: (one.last, _place(seed, "staff", one.staff)))
        begins = int(_place(seed, "stratum", stratum)[:8], 16) / 0x1_0000_0000
        for rank, one in enumerate(group):
            placed.append(((times, (rank + begins) / len(group), _place(seed, "staff", one.staff)), one))
    return [one for _, one in sorted(placed, key=lambda pair: pair[0])]


def _place(seed: str, kind: str, number: int) -> str:
    return hashlib.sha256(f"{seed}|{kind}|{number}".encode()).hexdigest()
