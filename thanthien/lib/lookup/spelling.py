"""Slips of the keyboard put right: a word that nobody knows becomes a known one that goes with its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from thanthien.lib.lookup.words import Token, one_spelling
from thanthien.lib.vietnamese.finding import SHORTEST, one_slip_apart, typed_through


class Spelling:
    """`known`: word → how often used. `pairs`: neighbours that go together, with one space between."""

    def __init__(self, known: Mapping[str, int], pairs: frozenset[str]) -> None:
        self._known = known
        self._pairs = pairs
        self._near = lru_cache(maxsize=4096)(self._candidates)
        self._by_length: dict[int, list[str]] = {}
        for word in known:
            self._by_length.setdefault(len(word), []).append(word)

    def put_right(self, words: Sequence[Token]) -> list[Token]:
        right: list[Token] = []
        for at, word in enumerate(words):
            before = right[-1].plain if right else ""
            after = words[at + 1].plain if at + 1 < len(words) else ""
            right += self._meant(word, before, after)
        return right

    def _meant(self, word: Token, before: str, after: str) -> list[Token]:
        if word.plain in self._known or word.plain.isdigit():
            return [word]
        near = self._near(word.plain)
        fits = [one for one in near if f"{before} {one}" in self._pairs or f"{one} {after}" in self._pairs]
        if not fits and (parted := self._parted(word.plain, before, after, is_strange=not near)):
            return [Token(one, "") for one in parted]
        usual = [one for one in near if len(word.plain) >= SHORTEST and len(one) >= SHORTEST - 1]
        return [Token((fits or usual or [word.plain])[0], "")]

    def _parted(self, word: str, before: str, after: str, *, is_strange: bool) -> tuple[str, str] | None:
        """Two known words typed as one: "khaisinh"; others where one goes with its neighbour, or nothing is like it."""
        found: list[tuple[int, str, str]] = []
        for at in range(2, len(word) - 1):
            one, other = one_spelling(word[:at]), one_spelling(word[at:])
            if one in self._known and other in self._known:
                ties = (f"{one} {other}", f"{before} {one}", f"{other} {after}")
                rank = next((n for n, tie in enumerate(ties) if tie in self._pairs), len(ties))
                found.append((rank, one, other))
        best = min(found, default=None)
        return best[1:] if best and (best[0] < 3 or is_strange) else None

    def _candidates(self, word: str) -> list[str]:
        """Known words a slip from `word`, the most used first."""
        through = typed_through(word)
        if through != word and through in self._known:
            return [through]
        size = len(through)
        near = [
            one
            for length in (size - 1, size, size + 1)
            if length > 1
            for one in self._by_length.get(length, ())
            if one_slip_apart(through, one)
        ]
        return sorted(near, key=lambda one: (-self._known[one], one))


def pairs_of(texts: Sequence[Sequence[Token]]) -> frozenset[str]:
    return frozenset(f"{one.plain} {other.plain}" for text in texts for one, other in pairwise(text))
