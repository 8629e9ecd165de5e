"""What is to be done, and to what: who closes a shop ("dẹp tiệm") opens none, though both speak of a shop.

A catalogue has several procedures for one thing. Where a question says the thing and the deed, the procedure for both
is meant and its likes are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thanthien.lib.lookup.words import Token, agree

APART = 11  # words from a deed to the thing it is done to, at most
Phrase = tuple[Token, ...]
Phrases = Mapping[str, Sequence[tuple[Phrase, str]]]  # first word → phrases, and what each stands for
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Deeds:
    """`said` and `things`: how people call deeds, and matters by their number in `does`.

    `does`: deed → codes, or topics of matters of others. A deed that no matter knows only keeps its words from others.
    """

    said: Phrases
    things: Phrases
    does: tuple[Mapping[str, tuple[str, ...]], ...]

    def meant(self, words: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
        """The codes that are meant by thing and deed, and those of the same things that are not."""
        deeds = _longest(_places(self.said, words))
        meant: set[str] = set()
        passed: set[str] = set()
        for thing, span in _places(self.things, words) if deeds else ():
            does = self.does[int(thing)]
            near = {deed for deed, other in deeds if deed in does and _is_near(span, other)}
            if near:
                meant.update(code for deed in near for code in does[deed])
                passed.update(code for codes in does.values() for code in codes)
        return frozenset(meant), frozenset(passed - meant)

    def without(self, words: Sequence[Token]) -> list[Token]:
        """The words without those that say a deed."""
        said, things = (
            {n for _, (first, last) in _places(phrases, words) for n in range(first, last + 1)}
            for phrases in (self.said, self.things)
        )
        return [word for n, word in enumerate(words) if n not in said - things]

    def names_a_thing(self, words: Sequence[Token]) -> bool:
        return any(True for _ in _places(self.things, words))


def read_deeds(data: Mapping[str, Any], told: Callable[[str], Phrase]) -> Deeds:
    """From `deeds` and `matters` of `data/procedures/words.yaml`; `told`: how a text is heard."""
    said: dict[str, list[tuple[Phrase, str]]] = {}
    things: dict[str, list[tuple[Phrase, str]]] = {}
    does: list[Mapping[str, tuple[str, ...]]] = []
    for deed, texts in data["deeds"].items():
        for phrase in map(told, texts):
            said.setdefault(phrase[0].plain, []).append((phrase, deed))
    for number, matter in enumerate(data["matters"]):
        for phrase in map(told, matter["things"]):
            things.setdefault(phrase[0].plain, []).append((phrase, str(number)))
        codes = matter["does"].items()
        does.append({deed: (one,) if isinstance(one, str) else tuple(one) for deed, one in codes})
    return Deeds(said, things, tuple(does))


def _places(phrases: Phrases, words: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Where phrases stand. One word is heard only with its marks: "quan" and "mat" are too many words."""
    for first, word in enumerate(words):
        for phrase, means in phrases.get(word.plain, ()):
            size = len(phrase)
            if size > len(words) - first or (size == 1 and not word.marked):
                continue
            if all(map(agree, words[first : first + size], phrase)):
                yield means, (first, first + size - 1)


def _longest(heard: Iterator[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """A word tells only of what the longest phrase around it stands for, which may be several deeds."""
    kept: list[tuple[str, Span]] = []
    for deed, (first, last) in sorted(heard, key=lambda one: one[1][0] - one[1][1]):
        if all(last < other[0] or other[1] < first or other == (first, last) for _, other in kept):
            kept.append((deed, (first, last)))
    return kept


def _is_near(one: Span, other: Span) -> bool:
    return other[0] - one[1] <= APART and one[0] - other[1] <= APART
