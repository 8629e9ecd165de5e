"""Which criterion a row serves, by its words, its number and its place; a person confirms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from thanthien.lib.vietnamese import search_key
from thanthien.programme.imports.words_in_common import WordWeights

LEAST = 0.5  # below this a suggestion misleads more than it helps
SURE = 0.9
_SAME_KEY, _SAME_TOP, _OTHER_KIND = 0.15, 0.04, 0.12
# How likeness and the lead over the second become a likelihood; fitted on plans whose rows are known.
_MIDDLE, _STEEP, _LEAD = 0.38, 12.0, 6.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A criterion that a row may serve. `words` is its search key, `key` its number in the set ("I.1#6")."""

    id: int
    key: str
    words: str
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that asks. `key` is the number printed in its plan, "I.1#6", where the table has numbers."""

    title: str
    key: str = ""
    is_header: bool = False


def suggest(rows: Sequence[Asked], candidates: Sequence[Candidate]) -> list[tuple[int | None, float]]:
    """For each row the likeliest criterion's id and how likely it is right (0..1); None below `LEAST`.

    Several rows may serve one criterion.
    """
    asked = [search_key(row.title) for row in rows]
    weights = WordWeights([*asked, *(c.words for c in candidates)])
    return [
        _best([_score(row, key, candidate, weights) for candidate in candidates], candidates)
        for row, key in zip(rows, asked, strict=True)
    ]


def _score(row: Asked, key: str, candidate: Candidate, weights: WordWeights) -> float:
    words = weights.likeness(key, candidate.words)
    if row.key and words > 0.15:
        words += _SAME_KEY if row.key == candidate.key else 0
        words += _SAME_TOP if row.key.split(".")[0] == candidate.key.split(".")[0] else 0
    return words - (_OTHER_KIND if candidate.is_leaf == row.is_header else 0)


def _best(scores: list[float], candidates: Sequence[Candidate]) -> tuple[int | None, float]:
    if not scores:
        return None, 0.0
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    first, second = scores[order[0]], scores[order[1]] if len(order) > 1 else 0.0
    likely = 1 / (1 + math.exp(-_STEEP * (first - _MIDDLE) - _LEAD * (first - second)))
    likely = round(min(likely, 0.99), 2)
    return (candidates[order[0]].id, likely) if likely >= LEAST else (None, likely)
