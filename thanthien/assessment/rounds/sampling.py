"""Drawing the proofs that a council looks at: the same written seed and snapshot give the same list, for ever.

The seed follows from what stood before the appraisal was opened, so nobody tries seeds until the sample suits.

No generator of random numbers: each proof has a place in a line by the hash of the seed, its criterion and
its number, so anybody can draw again by hand. Rows of the criteria take turns, so that no criterion is
looked at twice before each that has proof was looked at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawn:
    key: str  # of the criterion
    proof_id: int


def seed_words(submission_sha256: str, decision_number: str, number: int) -> str:
    """What the seed is the hash of: the frozen submission, the council's decision, the how-manyth appraisal.

    Small letters and single blanks, so that one decision written in two ways is one decision.
    """
    return f"{submission_sha256}|{' '.join(decision_number.lower().split())}|{number}"


def seed_of(submission_sha256: str, decision_number: str, number: int) -> str:
    """32 hexadecimal letters: the beginning of the SHA-256 of `seed_words` as UTF-8."""
    return hashlib.sha256(seed_words(submission_sha256, decision_number, number).encode()).hexdigest()[:32]


def draw(seed: str, snapshot: Mapping[str, Any], size: int) -> list[Drawn]:
    """At most `size` accepted proofs that count in the snapshot, each once, in the order drawn."""
    lines = [
        sorted((Drawn(row["key"], number) for number in _proofs(row)), key=lambda d: _place(seed, d))
        for row in snapshot["criteria"]
        if row["is_leaf"]
    ]
    turns = sorted((line for line in lines if line), key=lambda line: _place(seed, line[0]))
    found: dict[int, Drawn] = {}
    for turn in zip_longest(*turns):
        for one in turn:
            if one is not None and len(found) < size:
                found.setdefault(one.proof_id, one)
    return list(found.values())


def sample_size(proofs: int, *, share: float, least: int, most: int) -> int:
    """How many of so many proofs: the share, but not under `least` nor over `most` nor over all of them."""
    return min(proofs, most, max(least, -(-proofs * round(share * 1000) // 1000)))


def _proofs(row: Mapping[str, Any]) -> set[int]:
    return {int(one["id"]) for one in row["records"] if one["kind"] == "evidence"}


def _place(seed: str, one: Drawn) -> str:
    return hashlib.sha256(f"{seed}\x1f{one.key}\x1f{one.proof_id}".encode()).hexdigest()
