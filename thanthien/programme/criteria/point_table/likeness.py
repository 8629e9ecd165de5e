"""How like a printed row is to a criterion: shared syllables and pairs of syllables, the rare ones weighing more.

Cities, plans and our own titles word the same thing at different lengths, so what a title shares
with a row counts more than what the row says besides.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from thanthien.lib.vietnamese import search_key

_TITLE, _ROW, _WHOLE, _TERMS = 0.40, 0.20, 0.15, 0.25


@dataclass(frozen=True, slots=True)
class Profile:
    """A text ready for comparison: its key, its syllables and pairs of syllables, and their weight."""

    key: str
    grams: frozenset[str]
    weight: float


class Likeness:
    """Compares texts by weights learnt from the titles of one criteria set."""

    def __init__(self, titles: Iterable[str]) -> None:
        grams = [_grams(search_key(title)) for title in titles]
        counts = Counter(gram for title in grams for gram in title)
        self._weights: Mapping[str, float] = {
            gram: math.log((len(grams) + 1) / count) for gram, count in counts.items()
        }
        self._unseen = math.log(len(grams) + 1)

    def profile(self, text: str) -> Profile:
        key = search_key(text)
        grams = _grams(key)
        return Profile(key, grams, self._sum(grams))

    def score(self, row: Profile, title: Profile, terms: Sequence[Profile]) -> float:
        """0..1; 1 for the same words."""
        if not row.grams or not title.grams:
            return 0.0
        if row.key == title.key:
            return 1.0
        shared = self._sum(row.grams & title.grams)
        whole = fuzz.token_sort_ratio(row.key, title.key) / 100
        said = _TITLE * shared / title.weight + _ROW * min(1.0, shared / row.weight) + _WHOLE * whole
        if not terms:
            return said / (1 - _TERMS)
        return max(said + _TERMS * self._terms(row, terms), said / (1 - _TERMS) * 0.95)

    def _terms(self, row: Profile, terms: Sequence[Profile]) -> float:
        whole = sum(term.weight for term in terms)
        return sum(self._sum(row.grams & term.grams) for term in terms) / whole if whole else 0.0

    def _sum(self, grams: Iterable[str]) -> float:
        return sum(self._weights.get(gram, self._unseen) for gram in grams)


def _grams(key: str) -> frozenset[str]:
    syllables = key.split()
    return frozenset(syllables) | {f"{a} {b}" for a, b in itertools.pairwise(syllables)}
