"""What a damaged word may have been: known syllables reachable by usual misreadings, each at a cost."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from thanthien.lib.planreader.keys import fold
from thanthien.lib.planreader.repair.lexicon import Lexicon

# What stands in the print → what it may have been (toneless), with a cost. A scanner set to another
# language reads the marked vowels of Vietnamese as the letters or signs they look like.
_MISREAD: dict[str, tuple[tuple[str, float], ...]] = {
    "w": (("u", 0.3),), "0": (("o", 0.3),), "6": (("o", 0.3), ("a", 1.0)), "4": (("o", 0.5), ("a", 0.4)),
    "9": (("o", 0.6),),
    "1": (("l", 0.2), ("i", 0.6)), "5": (("o", 0.6), ("s", 0.8)), "¢": (("c", 0.5), ("o", 0.5), ("e", 0.8)),
    "@": (("e", 0.3), ("a", 0.5)),
    "&": (("e", 0.3), ("a", 0.5)), "$": (("s", 0.3),), "€": (("e", 0.3),), "(": (("u", 0.8),), "3": (("a", 0.8),),
    "d": (("o", 0.9),), "b": (("o", 1.2),), "y": (("u", 0.8),), "i": (("a", 1.0), ("u", 1.6), ("l", 1.6)),
    "a": (("u", 1.2), ("o", 1.4), ("e", 1.5)),
    "e": (("a", 1.2), ("o", 1.4)), "o": (("a", 1.2), ("u", 1.4), ("e", 1.5)), "u": (("o", 1.2), ("a", 1.4)),
    "q": (("o", 0.8),), "ti": (("u", 0.6),), "ii": (("u", 0.5),), "ir": (("u", 0.4),), "tr": (("u", 1.0),),
    "it": (("u", 1.0),), "lu": (("lu", 0.0),),
    "im": (("un", 1.0),), "nf": (("n", 0.6),), "11": (("ll", 0.2),), "l1": (("l", 0.3),), "li": (("u", 1.0),),
    "ur": (("u", 0.6),),
    "wv": (("u", 0.6),), "wd": (("uo", 0.4),), "ud": (("uo", 0.7),), "ue": (("uc", 0.8),), "te": (("u", 1.2),
    ("c", 1.2)), "ee": (("uc", 1.0),),
    "ye": (("ye", 0.0),), "g": (("o", 1.4),), "c": (("e", 1.8),), "aa": (("ua", 0.6),), "ia": (("ua", 0.5),),
    "hi": (("n", 1.2),), "m": (("ng", 1.8), ("nh", 1.8)),
    "ian": (("an", 0.4),), "yw": (("u", 0.5),), "yu": (("u", 0.6),), "ae": (("a", 0.8),), "ec": (("uc", 1.2),),
    "uo": (("uo", 0.0),), "gi": (("gi", 0.0),),
}  # fmt: skip
_FIRST: dict[str, tuple[tuple[str, float], ...]] = {
    "p": (("d", 0.5),),
    "b": (("d", 0.8),),
    "t": (("t", 0.0),),
    "l": (("i", 1.0),),
    "i": (("l", 0.6),),
    "f": (("t", 1.2),),
}
_EDIT_COST, _WORST, _MOST = 2.6, 5.0, 12


class Candidates:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._keys = list(lexicon.by_key)
        self._cache: dict[str, list[tuple[str, float]]] = {}

    def of(self, printed: str) -> list[tuple[str, float]]:
        """(syllable, cost) for one printed word, cheapest first; empty where nothing known is near."""
        word = unicodedata.normalize("NFC", printed.lower())
        if word not in self._cache:
            self._cache[word] = self._find(word)
        return self._cache[word]

    def _find(self, word: str) -> list[tuple[str, float]]:
        found: dict[str, float] = {}
        for key, cost in [*readings(word), *_without_vowel(word)]:
            for syllable in self._lexicon.by_key.get(key, ()):
                # The print's own marks speak for the syllable that has them.
                kept = cost + (0.0 if syllable == word else 0.25 * _marks_lost(word, syllable))
                found[syllable] = min(kept, found.get(syllable, _WORST))
        if not found or min(found.values()) > 1.5:
            self._near(word, found)
        usual = self._lexicon.words
        return sorted(found.items(), key=lambda pair: pair[1] - 0.3 * math.log(usual[pair[0]]))[:_MOST]

    def _near(self, word: str, found: dict[str, float]) -> None:
        key = readings(word)[0][0]
        if len(key) < 3:
            return
        for near, distance, _ in process.extract(
            key, self._keys, scorer=Levenshtein.distance, score_cutoff=2 if len(key) > 5 else 1, limit=8
        ):
            for syllable in self._lexicon.by_key[near]:
                cost = _EDIT_COST * distance
                if cost < found.get(syllable, _WORST):
                    found[syllable] = cost


def _without_vowel(word: str) -> list[tuple[str, float]]:
    """Readings of a print that lost its vowel: "b" for "bộ", "tm" for "tâm"."""
    key = fold(word)
    if not key.isalpha() or any(c in "aeiouy" for c in key) or len(key) > 3:
        return []
    return [(key[:at] + vowel + key[at:], 0.8) for at in range(1, len(key) + 1) for vowel in "aeiou"]


def _marks_lost(word: str, syllable: str) -> int:
    """1 where the print carries a mark that the syllable contradicts."""
    marked = [c for c in word if ord(c) > 127]
    return int(bool(marked) and not all(c in syllable for c in marked))


@lru_cache(maxsize=8192)
def readings(word: str) -> list[tuple[str, float]]:
    """Toneless readings of a print by at most three misreadings, cheapest first; the first is the plain one."""
    bare = "".join(fold(c) or c for c in unicodedata.normalize("NFC", word) if c.isalnum() or c in _MISREAD)
    heads = [(bare, 0.0)] + [(other + bare[1:], cost) for other, cost in _FIRST.get(bare[:1], ()) if cost]
    found: dict[str, float] = {}
    for head, cost in heads:
        frontier = {head: cost}
        for _ in range(3):
            for text, spent in list(frontier.items()):
                found[text] = min(spent, found.get(text, _WORST))
                for other, price in _once(text):
                    total = spent + price
                    if total < 3.0 and total < frontier.get(other, _WORST):
                        frontier[other] = total
            if len(frontier) > 120:
                break
    clean = {text: cost for text, cost in found.items() if re.fullmatch(r"[a-z]+", text)}
    ordered = sorted(clean.items(), key=lambda pair: pair[1])
    return ordered or [(re.sub(r"[^a-z]", "", bare), 0.0)]


def _once(text: str) -> list[tuple[str, float]]:
    found = []
    for at in range(len(text)):
        for size in (3, 2, 1):
            for other, cost in _MISREAD.get(text[at : at + size], ()):
                if cost:
                    found.append((text[:at] + other + text[at + size :], cost))
    return found
