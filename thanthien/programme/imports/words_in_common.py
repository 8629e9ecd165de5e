"""How alike two sentences of a plan are: shared words, the rare ones counting more, order a little."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

_EMPTY_WORDS = frozenset(
    "va cac cua cho tai theo trong ve viec den co la duoc thuc hien de voi mot nhung".split()
)


class WordWeights:
    """Weights of words over the sentences that are compared: a word in every sentence says little.

    All sentences are search keys (`lib.vietnamese.search_key`).
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        counts = Counter(word for sentence in sentences for word in words_of(sentence))
        self._all = max(1, len(sentences))
        self._weight_of_all: dict[frozenset[str], float] = {}
        self._weights = {word: math.log(1 + self._all / count) for word, count in counts.items()}

    def likeness(self, one: str, other: str) -> float:
        """0..1; 1 for the same sentence. Both should say the whole of it."""
        a, b = words_of(one), words_of(other)
        shared = self._sum(a & b)
        if not shared:
            return 0.0
        in_a, in_b = shared / self._whole(a), shared / self._whole(b)
        return 0.75 * 2 * in_a * in_b / (in_a + in_b) + 0.25 * fuzz.ratio(one, other) / 100

    def kinship(self, one: str, other: str) -> float:
        """0..1; high where the shorter is about what the longer also speaks of (a cosine of rare words)."""
        a, b = words_of(one), words_of(other)
        shared = self._squares(a & b)
        return shared / math.sqrt(self._squares(a) * self._squares(b)) if shared else 0.0

    def _of(self, word: str) -> float:
        return self._weights.get(word) or math.log(1 + self._all)

    def _whole(self, words: frozenset[str]) -> float:
        if words not in self._weight_of_all:
            self._weight_of_all[words] = self._sum(words)
        return self._weight_of_all[words]

    def _squares(self, words: frozenset[str]) -> float:
        return sum(self._of(word) ** 2 for word in words)

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._of(word) for word in words)


@lru_cache(maxsize=4096)
def words_of(key: str) -> frozenset[str]:
    """Words and pairs of words of a search key; pairs tell "cong khai" from "khai bao"."""
    words = key.split()
    single = {word for word in words if word not in _EMPTY_WORDS}
    return frozenset(single | {f"{a} {b}" for a, b in pairwise(words)})
