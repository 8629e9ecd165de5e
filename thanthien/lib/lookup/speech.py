"""How people say it: phrases that stand for words of the catalogue, short forms, words that only ask.

Nothing here knows a procedure: what is said is turned into words, and the catalogue is searched with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from thanthien.lib.vietnamese import search_key

SLACK = 2  # words that may stand between those of a phrase
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A matter that a commune does not handle, and whose it is."""

    topic: str
    whose: str
    unless: tuple[Words, ...]


class Kind(StrEnum):
    """What a phrase is: a deed says more than the thing it is done to, and both more than how it came about."""

    DEED = "deed"
    THING = "thing"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase in a question: where it stands, how close its words are (1: one after the other), what it means."""

    first: int
    last: int
    length: int
    closeness: float
    means: Words | Elsewhere
    kind: Kind


@dataclass(frozen=True, slots=True)
class Trait:
    """What sets a procedure apart from its likes ("lưu động", "cấp lại"): the words of its name, and how it is said."""

    named: tuple[Words, ...]
    said: tuple[Words, ...]
    ages: tuple[int, int] | None  # years of whom it is for


@dataclass(frozen=True, slots=True)
class Speech:
    """`phrases`: first word → phrases with that word anywhere in them."""

    phrases: Mapping[str, Sequence[tuple[Words, Words | Elsewhere, Kind]]]
    abbreviations: Mapping[Words, Words]
    fillers: frozenset[Words]
    words: frozenset[str]
    pairs: frozenset[str]  # neighbours in what is said
    traits: tuple[Trait, ...]

    def plain(self, text: str) -> list[str]:
        """The words of a question as a search key has them, short forms written out."""
        return _rewritten(search_key(text).split(), self.abbreviations)

    def without_fillers(self, words: Sequence[str]) -> list[str]:
        """Without what only asks; everything where nothing else was said."""
        left = _rewritten(words, dict.fromkeys(self.fillers, ()))
        return left or list(words)

    def traits_named(self, name: Sequence[str]) -> frozenset[int]:
        """The traits of a procedure, as places in `traits`."""
        line = _line(name)
        return frozenset(
            n for n, one in enumerate(self.traits) if any(_line(named) in line for named in one.named)
        )

    def traits_said(self, words: Sequence[str]) -> frozenset[int]:
        """The traits that a question asks for."""
        line, age = _line(words), _age(words)
        return frozenset(
            n
            for n, one in enumerate(self.traits)
            if any(_line(said) in line for said in (*one.said, *one.named))
            or (age is not None and one.ages is not None and one.ages[0] <= age <= one.ages[1])
        )

    def heard(self, words: Sequence[str]) -> list[Heard]:
        """The phrases in a question, the longest first; none lies within another."""
        found = [
            heard
            for phrase, means, kind in dict.fromkeys(
                one for word in words for one in self.phrases.get(word, ())
            )
            if (heard := _hear(phrase, means, kind, words))
        ]
        found.sort(key=lambda one: (-one.length, -one.closeness, one.first))
        kept: list[Heard] = []
        for one in found:
            if not any(
                other.first <= one.first and one.last <= other.last
                for other in kept
                if one.length < other.length
            ):
                kept.append(one)
        return kept


def read_speech(data: Mapping[str, Any]) -> Speech:
    """From `data/procedures/words.yaml`."""
    phrases: dict[str, list[tuple[Words, Words | Elsewhere, Kind]]] = {}
    words: set[str] = set()

    short = {_words(str(key)): _words(value) for key, value in data["abbreviations"].items()}
    pairs: set[str] = set()

    def keep(said: Iterable[str], means: Words | Elsewhere, kind: Kind = Kind.DEED) -> None:
        for one in said:
            phrase = tuple(_rewritten(_words(one), short))
            words.update(phrase)
            pairs.update(map(" ".join, pairwise(phrase)))
            phrases.setdefault(phrase[0], []).append((phrase, means, kind))

    for one in data["says"]:
        means = tuple(_rewritten(_words(one["means"]), short))
        keep(one["say"], means, Kind.DEED if one.get("deed") else Kind.THING)
        keep(one.get("hint", ()), means, Kind.HINT)
        words.update(means)
    for one in data["elsewhere"]:
        unless = tuple(_words(phrase) for phrase in one.get("unless", ()))
        keep(one["say"], Elsewhere(one["topic"], one["whose"], unless))
    fillers = frozenset(map(_words, data["filler"]))
    words.update(word for filler in fillers for word in filler)
    words.update(word for key in short for word in key)
    return Speech(
        phrases, short, fillers, frozenset(words), frozenset(pairs), tuple(map(_trait, data["traits"]))
    )


def _trait(one: Mapping[str, Any]) -> Trait:
    named, said = ([_words(text) for text in one.get(key, ())] for key in ("name", "say"))
    ages = one.get("ages")
    return Trait(tuple(named), tuple(said), (ages[0], ages[1]) if ages else None)


def _line(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _age(words: Sequence[str]) -> int | None:
    """Whole years: "8 tuổi", "3 tháng" (0), "8 year old"; None where no age is said."""
    for word, unit in pairwise(words):
        if word.isdigit() and len(word) <= 3:
            if unit in {"tuoi", "year", "years"}:
                return int(word)
            if unit in {"thang", "month", "months"}:
                return int(word) // 12
    return None


def _words(text: str) -> Words:
    return tuple(search_key(text).split())


def _rewritten(words: Sequence[str], rules: Mapping[Words, Words]) -> list[str]:
    """The longest rule that fits is taken at each place."""
    longest = max(map(len, rules), default=1)
    told: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            if (means := rules.get(tuple(words[at : at + size]))) is not None:
                told += means
                at += size
                break
        else:
            told.append(words[at])
            at += 1
    return told


def _hear(phrase: Words, means: Words | Elsewhere, kind: Kind, words: Sequence[str]) -> Heard | None:
    """The phrase where its words stand closest, in whichever order, at most `SLACK` others between."""
    size, best = len(phrase), None
    wanted = set(phrase)
    for first, word in enumerate(words):
        if word not in wanted:
            continue
        if tuple(words[first : first + size]) == phrase:
            return Heard(first, first + size - 1, size, 1.0, means, kind)
        if size == 1 or best is not None:
            continue
        window = words[first : first + size + SLACK]
        if wanted <= set(window):
            last = max(n for n, one in enumerate(window) if one in wanted)
            best = Heard(first, first + last, size, 0.8, means, kind)
    return best
