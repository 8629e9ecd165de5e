"""How people say it: phrases that stand for words of the catalogue, everyday names, short forms, what only asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from thanthien.lib.lookup.deeds import Deeds, read_deeds
from thanthien.lib.lookup.words import Token, Words, agree, plain, rewritten, tokens

SLACK = 2  # words that may stand between those of a phrase


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


Phrase = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase in a question: where it stands, how close its words are (1: one after the other), what it means."""

    first: int
    last: int
    length: int
    closeness: float
    means: Phrase
    kind: Kind


@dataclass(frozen=True, slots=True)
class Trait:
    """What sets a procedure apart from its likes ("lưu động", "cấp lại")."""

    ages: tuple[int, int] | None  # years of whom it is for
    is_rare: bool  # hardly ever meant where it is not said

    def is_for(self, age: int) -> bool:
        return self.ages is not None and self.ages[0] <= age <= self.ages[1]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the national records do not hold. `names`: how the name of a procedure for it says it, where one has it."""

    names: tuple[Words, ...]
    say: tuple[str, ...]


DENYING = frozenset({"khong", "chua", "chang"})
Standing = Mapping[str, Sequence[tuple[Phrase, int]]]


@dataclass(frozen=True, slots=True)
class Speech:
    """`phrases`: first word → phrases with that word anywhere in them. `known`: code → everyday names.

    `elsewhere`, `nothing`, `lacking`: how people speak of what is no commune's matter, of what is in no catalogue, and
    of matters of a commune that have no everyday names here.
    `often` and `rarely`: codes and words of names of what is asked for more or less than the rest.
    """

    phrases: Mapping[str, Sequence[tuple[Phrase, Phrase, Kind]]]
    abbreviations: Mapping[Words, Phrase]
    fillers: frozenset[Words]
    polite: Mapping[Words, Phrase]
    words: frozenset[str]
    pairs: frozenset[str]  # neighbours in what is said
    traits: tuple[Trait, ...]
    named: Standing  # first word → how names of procedures say a trait, and its place in `traits`
    said: Standing  # … and how people do
    known: Mapping[str, tuple[str, ...]]
    elsewhere: tuple[tuple[Elsewhere, tuple[str, ...]], ...]
    nothing: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    often: frozenset[str]
    rarely: tuple[Words, ...]
    deeds: Deeds

    def tokens(self, text: str) -> list[Token]:
        """The words of a text, short forms written out."""
        return self.written_out(tokens(text))

    def written_out(self, words: Sequence[Token]) -> list[Token]:
        return rewritten(words, self.abbreviations)

    def without_fillers(self, words: Sequence[Token]) -> list[Token]:
        """Without what only asks; everything where nothing else was said."""
        left = rewritten(words, dict.fromkeys(self.fillers, ()))
        return left or list(words)

    def without_courtesy(self, words: Sequence[Token]) -> list[Token]:
        """Without greetings and thanks; everything where nothing else says what about."""
        left = rewritten(words, self.polite)
        return left if self.without_fillers(left) != left or self.says_much(left) else list(words)

    def says_much(self, words: Sequence[Token]) -> bool:
        """Whether more is said than a word beside what only asks."""
        return len(rewritten(words, dict.fromkeys(self.fillers, ()))) > 1

    def names_a_matter(self, words: Sequence[Token]) -> bool:
        """Whether a phrase that stands for a procedure, or a thing that is done something to, is among the words."""
        return bool(self.heard(words)) or self.deeds.names_a_thing(words)

    def traits_named(self, name: Sequence[Token]) -> frozenset[int]:
        """The traits of a procedure, as places in `traits`."""
        return frozenset(_standing_in(self.named, name))

    def traits_said(self, words: Sequence[Token]) -> frozenset[int]:
        """The traits that a question asks for."""
        age = _age([one.plain for one in words])
        aged = (n for n, one in enumerate(self.traits) if age is not None and one.is_for(age))
        return frozenset((*_standing_in(self.named, words), *_standing_in(self.said, words), *aged))

    def heard(self, words: Sequence[Token]) -> list[Heard]:
        """The phrases in a question, the longest first; none lies within another."""
        held = dict.fromkeys(one for word in words for one in self.phrases.get(word.plain, ()))
        found = [heard for phrase, means, kind in held if (heard := _hear(phrase, means, kind, words))]
        found.sort(key=lambda one: (-one.length, -one.closeness, one.first))
        kept: list[Heard] = []
        for one in found:
            longer = (other for other in kept if one.length < other.length)
            if not any(other.first <= one.first and one.last <= other.last for other in longer):
                kept.append(one)
        return kept


def read_speech(data: Mapping[str, Any]) -> Speech:
    """From `data/procedures/words.yaml`."""
    written_out = {**data["english"], **data["abbreviations"]}
    short = {plain(str(key)): tuple(tokens(value)) for key, value in written_out.items()}
    phrases: dict[str, list[tuple[Phrase, Phrase, Kind]]] = {}
    words: set[str] = {word for key in short for word in key}
    pairs: set[str] = set()

    def learn(text: str) -> Phrase:
        phrase = tuple(rewritten(tokens(text), short))
        words.update(one.plain for one in phrase)
        pairs.update(f"{one.plain} {other.plain}" for one, other in pairwise(phrase))
        return phrase

    def plained(text: str) -> Words:
        return tuple(one.plain for one in rewritten(tokens(text), short))

    def keep(said: Iterable[str], means: Phrase, kind: Kind) -> None:
        for one in said:
            phrase = learn(one)
            phrases.setdefault(phrase[0].plain, []).append((phrase, means, kind))

    for one in data["says"]:
        means = tuple(rewritten(tokens(one["means"]), short))
        keep(one["say"], means, Kind.DEED if one.get("deed") else Kind.THING)
        keep(one.get("hint", ()), means, Kind.HINT)
        words.update(word.plain for word in means)
    known: dict[str, tuple[str, ...]] = {}
    for codes, said in data["known"].items():
        for name in said:
            learn(name)
        for code in str(codes).split():
            known[code] = (*known.get(code, ()), *said)
    for one in (*data["elsewhere"], *data["nothing"], *data["lacking"]):
        for said in one["say"]:
            learn(said)
    deeds = read_deeds(data, learn)
    fillers = frozenset(map(plained, data["filler"]))
    words.update(word for filler in fillers for word in filler)
    return Speech(
        phrases, short, fillers, dict.fromkeys(map(plained, data["polite"]), ()), frozenset(words), frozenset(pairs),
        tuple(map(_trait, data["traits"])), _by_first(data["traits"], "name", short),
        _by_first(data["traits"], "say", short), known,
        elsewhere=tuple((_elsewhere(one, plained), tuple(one["say"])) for one in data["elsewhere"]),
        nothing=tuple(said for one in data["nothing"] for said in one["say"]),
        lacking=tuple(Lacking(tuple(map(plained, one.get("names", ()))), tuple(one["say"])) for one in data["lacking"]),
        often=frozenset(map(str, data["often"]["codes"])), rarely=tuple(map(plained, data["rarely"]["names"])),
        deeds=deeds,
    )  # fmt: skip


def _elsewhere(one: Mapping[str, Any], plained: Callable[[str], Words]) -> Elsewhere:
    return Elsewhere(one["topic"], one["whose"], tuple(map(plained, one.get("unless", ()))))


def _trait(one: Mapping[str, Any]) -> Trait:
    ages = one.get("ages")
    return Trait((ages[0], ages[1]) if ages else None, bool(one.get("rare")))


def _by_first(traits: Sequence[Mapping[str, Any]], key: str, short: Mapping[Words, Phrase]) -> Standing:
    found: dict[str, list[tuple[Phrase, int]]] = {}
    for n, one in enumerate(traits):
        for text in one.get(key, ()):
            phrase = tuple(rewritten(tokens(text), short))
            found.setdefault(phrase[0].plain, []).append((phrase, n))
    return found


def _standing_in(phrases: Standing, words: Sequence[Token]) -> Iterator[int]:
    """The traits whose phrase stands in a text, word behind word, and is not denied: "không có tên cha"."""
    for at, word in enumerate(words):
        if at and words[at - 1].plain in DENYING:
            continue
        for phrase, trait in phrases.get(word.plain, ()):
            size = len(phrase)
            if size <= len(words) - at and all(map(agree, words[at : at + size], phrase)):
                yield trait


def _age(words: Sequence[str]) -> int | None:
    """Whole years: "8 tuổi", "3 tháng" (0), "8 year old"; None where no age is said."""
    for word, unit in pairwise(words):
        if word.isdigit() and len(word) <= 3:
            if unit in {"tuoi", "year", "years"}:
                return int(word)
            if unit in {"thang", "month", "months"}:
                return int(word) // 12
    return None


def _hear(phrase: Phrase, means: Phrase, kind: Kind, words: Sequence[Token]) -> Heard | None:
    """The phrase where its words stand closest, in whichever order, at most `SLACK` others between."""
    size, best = len(phrase), None
    wanted = {one.plain: one for one in phrase}
    for first, word in enumerate(words):
        if word.plain not in wanted or not agree(word, wanted[word.plain]):
            continue
        if size <= len(words) - first and all(map(agree, words[first : first + size], phrase)):
            return Heard(first, first + size - 1, size, 1.0, means, kind)
        if size == 1 or best is not None:
            continue
        window = words[first : first + size + SLACK]
        near = [n for n, one in enumerate(window) if one.plain in wanted and agree(one, wanted[one.plain])]
        if {window[n].plain for n in near} == set(wanted):
            best = Heard(first, first + max(near), size, 0.8, means, kind)
    return best
