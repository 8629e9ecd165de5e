"""Counts of syllables and of neighbouring pairs in plans and procedures, and how to count them again.

`words.tsv` and `pairs.tsv` hold facts only: how often a syllable, and a pair of syllables, stands in
the plans, the list of procedures of communes and the list of unit names. No sentence can be read off them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from thanthien.lib.planreader.keys import fold
from thanthien.lib.vietnamese import place_tone_marks

_DATA = Path(__file__).parent.parent / "data"
_SYLLABLE = re.compile(r"[^\W\d_]+|\d[\d/.,]*")
NUMBER = "#"
_PAIR_WEIGHT = 0.75


class Lexicon:
    """Log-likelihoods of syllables (small letters) alone and after another."""

    def __init__(self, words: dict[str, int], pairs: dict[tuple[str, str], int]) -> None:
        self.words, self.pairs = words, pairs
        self._total = sum(words.values()) or 1
        self._known: dict[tuple[str, str], float] = {}
        self.by_key: dict[str, list[str]] = {}
        for word in words:
            self.by_key.setdefault(fold(word), []).append(word)

    def likelihood(self, before: str, word: str) -> float:
        """log P(word | before), the pair counted where it is known, else the word alone."""
        if (before, word) in self._known:
            return self._known[before, word]
        alone = (self.words.get(word, 0) + 0.05) / self._total
        seen = self.words.get(before, 0)
        together = self.pairs.get((before, word), 0) / seen if seen else 0.0
        value = math.log(_PAIR_WEIGHT * together + (1 - _PAIR_WEIGHT) * alone)
        self._known[before, word] = value
        return value


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    words, pairs = {}, {}
    for line in (_DATA / "words.tsv").read_text(encoding="utf-8").splitlines():
        word, count = line.split("\t")
        words[word] = int(count)
    for line in (_DATA / "pairs.tsv").read_text(encoding="utf-8").splitlines():
        first, second, count = line.split("\t")
        pairs[first, second] = int(count)
    return Lexicon(words, pairs)


def count(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Syllables and pairs of `texts`; every number counts as "#"; pairs do not reach over a sentence's end."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for sentence in re.split(r"[.;:!?]\s|[()\n]", place_tone_marks(text.lower(), "old")):
            syllables = [NUMBER if s[0].isdigit() else s for s in _SYLLABLE.findall(sentence)]
            words.update(syllables)
            pairs.update(pairwise(syllables))
    return words, pairs
