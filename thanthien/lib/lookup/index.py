"""Short texts found by the words and neighbours that they share with a question, weighed by how rare these are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from thanthien.lib.lookup.words import Token

PAIR = 1.2  # of a pair of words beside a word
STRANGE = 0.5  # the rarity of words that stand nowhere
TONE = 0.45  # how much of a word is its marks, where the question has them
COMMON = frozenset({"thu", "tuc", "ve", "viec", "cho", "doi", "voi", "tai", "cua", "va", "theo", "cac"})
_MARK = "´"
Terms = Mapping[str, float]


def terms_of(words: Sequence[Token]) -> dict[str, float]:
    """Words and pairs of neighbours of a text, and its words with their marks."""
    kept = [one for one in words if one.plain not in COMMON]
    terms = dict.fromkeys((one.plain for one in kept), 1.0)
    terms.update({f"{one.plain} {other.plain}": PAIR for one, other in pairwise(kept)})
    terms.update({_MARK + one.marked: 1.0 for one in kept if one.marked})
    return terms


class Index:
    """Texts of owners. `rarity`: of terms, from `rarities`; `length`: how much a long text counts against itself."""

    def __init__(
        self, texts: Iterable[tuple[int, Terms]], rarity: Mapping[str, float], length: float
    ) -> None:
        self._postings: dict[str, list[tuple[int, float]]] = {}
        self._owner: list[int] = []
        for at, (owner, terms) in enumerate(texts):
            self._owner.append(owner)
            bare = {term: value * rarity[term] for term, value in terms.items() if term[0] != _MARK}
            size = math.sqrt(sum(value * value for value in bare.values())) ** length or 1.0
            for term, value in bare.items():
                self._postings.setdefault(term, []).append((at, value / size))
            for term in terms:
                if term[0] == _MARK:
                    self._postings.setdefault(term, []).append((at, rarity[term] / size))

    def near(self, asked: Terms) -> dict[int, float]:
        """Owner → how near the nearest of its texts comes to what was asked (`weighed`)."""
        near: dict[int, float] = {}
        for term, value in asked.items():
            for at, share in self._postings.get(term, ()):
                near[at] = near.get(at, 0.0) + value * share
        best: dict[int, float] = {}
        for at, dot in near.items():
            owner = self._owner[at]
            if dot > best.get(owner, 0.0):
                best[owner] = dot
        return best


class Shares:
    """What share of a question stands anywhere in the texts of an owner."""

    def __init__(self, owned: Mapping[int, Terms], rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._postings: dict[str, list[int]] = {}
        for owner, terms in owned.items():
            for term in terms:
                self._postings.setdefault(term, []).append(owner)

    def near(self, asked: Terms) -> dict[int, float]:
        worth = {term: value * self._rarity.get(term, STRANGE) for term, value in asked.items()}
        whole = sum(worth.values()) or 1.0
        near: dict[int, float] = {}
        for term, value in worth.items():
            for owner in self._postings.get(term, ()):
                near[owner] = near.get(owner, 0.0) + value / whole
        return near


def rarities(owned: Iterable[Iterable[str]], owners: int) -> dict[str, float]:
    """Term → how rare it is among so many owners."""
    held: dict[str, int] = {}
    for terms in owned:
        for term in terms:
            held[term] = held.get(term, 0) + 1
    return {term: math.log(1 + owners / count) for term, count in held.items()}


def weighed(
    words: Sequence[Token],
    weights: Mapping[str, float],
    rarity: Mapping[str, float],
    also: Sequence[Token] = (),
) -> dict[str, float]:
    """A question as `Index.near` asks for it, of length 1. `weights`: of words that say less than others.

    `also`: words of it whose neighbours count as pairs too, as they stand together once what only asks is left out.
    """
    bare: dict[str, float] = {}
    marks: dict[str, float] = {}
    kept = [one for one in words if one.plain not in COMMON]
    for one in kept:
        value = weights.get(one.plain, 1.0) * rarity.get(one.plain, STRANGE)
        bare[one.plain] = max(bare.get(one.plain, 0.0), value)
        if one.marked and one.plain in rarity:
            marks[_MARK + one.marked] = TONE * value
            bare[one.plain] = (1 - TONE) * value
    rest = [one for one in also if one.plain not in COMMON]
    for one, other in (*pairwise(kept), *pairwise(rest)):
        pair = f"{one.plain} {other.plain}"
        if pair in rarity:
            bare[pair] = PAIR * rarity[pair]
    size = math.sqrt(sum(value * value for value in bare.values())) or 1.0
    return {term: value / size for term, value in (*bare.items(), *marks.items())}
