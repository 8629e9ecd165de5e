"""The catalogue, searched by what a question says and by what its phrases mean.

A procedure is found by its name, by the everyday names that are known of it, and by what phrases of the question stand
for. What is no commune's matter is searched beside them. No answer is made up: what is found are records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest

from thanthien.lib.lookup.denials import without_denied
from thanthien.lib.lookup.index import COMMON, Index, Shares, Terms, rarities, terms_of, weighed
from thanthien.lib.lookup.speech import Elsewhere, Kind, Speech
from thanthien.lib.lookup.spelling import Spelling, pairs_of
from thanthien.lib.lookup.words import Token

MOST_FOUND = 5
LOOKED_INTO = 100  # of the best before traits are weighed, which move none farther
NAMED = 40  # words of a name that weigh
# How much each of them says: nearness to the name and to an everyday name, the share of the question that stands in
# either, what its phrases mean. Found by trial on the questions of the tests that the words grow by.
NAME, KNOWN, SHARE, MEANT = 0.65, 0.5, 1.5, 0.3
LONG_NAME, LONG_PHRASE = 0.6, 0.8  # how much a long text counts against itself: 0 not at all, 1 in full
ASKED_FOR, MOST_ASKED = 1.36, 2  # a trait that is asked for and there; how many of them count
RARE, MISSED = 0.85, 0.85  # a rare trait that is there unasked; one that is asked for and not there
OFTEN, RARELY = 1.03, 0.87  # of what is asked for more, and less, than the rest
THING, HINT = 0.25, 1.0  # phrases beside a deed: who has a birth certificate copied registers no birth
ASKING, BODY = 0.2, 0.1  # the weight of words that only ask; of those that stand elsewhere in the record
FOUND, SURE, CLEAR = 0.4, 1.0, 0.77  # least score to show, to be sure; how near the second may come
OURS = 0.8  # how near a record may come to small talk before it is shown after all
SPOKEN_OF, IS_TALK = 0.32, 0.45  # share of a question that a matter of others, or small talk, must explain
WHOLE, NAMED_SO = (
    0.9,
    0.6,
)  # from which a question is the name of a record, whoever else's matter it sounds like
DONE, PASSED = 0.8, 0.75  # of what is meant by deed and thing, added; of its likes for other deeds
HARDLY = 0.3  # share of a question below which a record is not shown beside what the catalogue lacks
_ASIDE = re.compile(r"\([^)]*\)")
_NATIONAL = re.compile(r"\d\.\d{6}")
Texts = list[tuple[int, list[Token]]]  # each with the place of its owner; of others than records below 0


class Verdict(StrEnum):
    SURE = "sure"
    CHOOSE = "choose"  # several may be meant: ask which
    ELSEWHERE = "elsewhere"  # not a commune's matter
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Record:
    """A procedure as it is searched. `also`: other names for it; `body`: what else stands in it."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    verdict: Verdict
    found: tuple[Found, ...]  # the best first
    elsewhere: Elsewhere | None = None


class Catalogue:
    """Made once for a set of records; asked by many."""

    def __init__(self, records: Iterable[Record], speech: Speech) -> None:
        self._speech = speech
        self._records = list(records)
        named: Texts = [
            (n, speech.tokens(_ASIDE.sub(" ", one.name))[:NAMED]) for n, one in enumerate(self._records)
        ]
        known: Texts = [(n, speech.tokens(text)) for n, text in self._known_texts()]
        names, phrases = (
            [(n, terms_of(words)) for n, words in named],
            [(n, terms_of(words)) for n, words in known],
        )
        whole: dict[int, dict[str, float]] = {}
        for n, terms in (*names, *phrases):
            whole.setdefault(n, {}).update(terms)
        self._rarity = rarities(whole.values(), len(whole))
        self._names = Index(names, self._rarity, LONG_NAME)
        self._phrases = Index(phrases, self._rarity, LONG_PHRASE)
        self._shares = Shares(whole, self._rarity)
        self._bodies = [
            frozenset(one.plain for one in speech.tokens(record.body)) for record in self._records
        ]
        self._name_words = [frozenset(one.plain for one in words) - COMMON for _, words in named]
        self._traits = [speech.traits_named(words) for _, words in named]
        self._usual = [
            self._how_usual(record, words) for record, (_, words) in zip(self._records, named, strict=True)
        ]
        texts = [words for _, words in (*named, *known)]
        used = Counter(word.plain for words in texts for word in words)
        used.update(word for body in self._bodies for word in body)
        used.update(dict.fromkeys(speech.words, 50))
        self._places: dict[str, list[int]] = {
            one.topic: [-1 - n] for n, (one, _) in enumerate(speech.elsewhere)
        }
        for n, record in enumerate(self._records):
            self._places.setdefault(_national(record.code), []).append(n)
        self._stand_for = lru_cache(maxsize=1024)(self._named_like)
        self._spelling = Spelling(used, pairs_of(texts) | speech.pairs)

    def ask(self, question: str) -> Answer:
        """What was asked for: at most `MOST_FOUND` records, and how sure that is."""
        right = self._spelling.put_right(self._speech.tokens(question))
        told = self._speech.written_out(right)  # short forms that a slip had hidden
        told = self._speech.without_courtesy(told)
        words = without_denied(told, self._speech.names_a_matter, self._speech.deeds.without)
        asked = self._asked(words)
        shares = self._shares.near(asked)
        scores = {n: SHARE * share for n, share in shares.items()}
        for n, near in self._names.near(asked).items():
            scores[n] += NAME * near
        for n, near in self._phrases.near(asked).items():
            # What is no record has no name to be found by.
            scores[n] += (KNOWN if n >= 0 else KNOWN + NAME) * near
        for n, near in self._meant(words):
            scores[n] = scores.get(n, 0.0) + MEANT * near
        meant, passed = self._speech.deeds.meant(words)
        for code in meant:
            for n in self._places.get(code, ()):
                scores[n] = scores.get(n, 0.0) + DONE
        for code in passed:
            for n in self._places.get(code, ()):
                scores[n] = scores.get(n, 0.0) * PASSED
        return self._judged(self._looked_into(scores, words), shares, words)

    def _looked_into(self, scores: dict[int, float], words: Sequence[Token]) -> dict[int, float]:
        """The best of what was found, with what is weighed record by record."""
        said = self._speech.traits_said(words)
        plain = frozenset(one.plain for one in words)
        best = nsmallest(LOOKED_INTO, scores, key=lambda n: (-scores[n], n))
        return {
            n: scores[n]
            if n < 0
            else (scores[n] + BODY * len(plain & self._bodies[n]) / (len(plain) or 1))
            * self._usual[n]
            * self._fit(said, self._traits[n])
            for n in best
        }

    def _known_texts(self) -> Iterator[tuple[int, str]]:
        """Everyday names of the records, and how people speak of what is none.

        Matter n of others stands at -1 - n, small talk behind these, and behind that the procedures that this catalogue
        does not hold: whoever asks for one of them must not be told with certainty of its like.
        """
        for n, one in enumerate(self._records):
            for text in (*one.also, *self._speech.known.get(_national(one.code), ())):
                yield n, text
        for n, (_, said) in enumerate(self._speech.elsewhere):
            for text in said:
                yield -1 - n, text
        for n, text in enumerate(self._speech.nothing):
            yield self._talk - n, text
        held = {_national(one.code) for one in self._records}
        lacking = [said for code, said in self._speech.known.items() if code not in held]
        lines = [_line(self._speech.tokens(one.name)) for one in self._records]
        for group in self._speech.lacking:
            names = [f" {' '.join(words)} " for words in group.names]
            holding = [n for n, line in enumerate(lines) if any(name in line for name in names)]
            yield from ((n, text) for n in holding for text in group.say)
            lacking += [] if holding else [group.say]
        for n, said in enumerate(lacking, 1):
            for text in said:
                yield self._lacking - n, text

    @property
    def _talk(self) -> int:
        """Where small talk begins, each of its phrases at a place of its own."""
        return -1 - len(self._speech.elsewhere)

    @property
    def _lacking(self) -> int:
        """Behind this stands what this catalogue does not hold."""
        return self._talk - len(self._speech.nothing) + 1

    def _asked(self, words: Sequence[Token]) -> Terms:
        """What only asks weighs little, but a pair counts with whichever words ("khai tử" is none)."""
        said = self._speech.without_fillers(words)
        kept = {one.plain for one in said}
        less = {one.plain: ASKING for one in words if one.plain not in kept}
        return weighed(words, less, self._rarity, also=said)

    def _meant(self, words: Sequence[Token]) -> Iterator[tuple[int, float]]:
        """Records and how near their names come to what a phrase stands for."""
        heard = self._speech.heard(words)
        kinds = {one.kind for one in heard}
        longest = {kind: max(one.length for one in heard if one.kind is kind) for kind in kinds}
        for one in heard:
            weight = _weight(one.kind, kinds) * one.closeness * one.length / longest[one.kind]
            for n, near in self._stand_for(one.means):
                yield n, weight * near

    def _named_like(self, means: Sequence[Token]) -> list[tuple[int, float]]:
        return list(self._names.near(weighed(means, {}, self._rarity)).items())

    def _fit(self, asked: frozenset[int], own: frozenset[int]) -> float:
        traits = self._speech.traits
        fit = ASKED_FOR ** min(MOST_ASKED, len(asked & own))
        fit *= RARE ** sum(traits[n].is_rare for n in own - asked)
        return fit * MISSED ** sum(traits[n].is_rare for n in asked - own)

    def _is_name(self, n: int, words: Sequence[Token]) -> bool:
        said = {one.plain for one in self._speech.without_fillers(words)} - COMMON
        return len(said & self._name_words[n]) >= NAMED_SO * len(said | self._name_words[n])

    def _how_usual(self, record: Record, name: Sequence[Token]) -> float:
        if record.code in self._speech.often:
            return OFTEN
        line = _line(name)
        return RARELY if any(f" {' '.join(words)} " in line for words in self._speech.rarely) else 1.0

    def _judged(self, scores: dict[int, float], shares: dict[int, float], words: Sequence[Token]) -> Answer:
        def place(n: int) -> tuple[float, int, str]:
            return -scores[n], len(self._records[n].name), self._records[n].code

        best = nsmallest(MOST_FOUND, (n for n in scores if n >= 0), key=place)
        found = tuple(Found(self._records[n].code, round(scores[n], 4)) for n in best if scores[n] >= FOUND)
        first, second = ([one.score for one in found] + [0.0, 0.0])[:2]
        others = max((n for n in scores if self._lacking <= n < 0), key=lambda n: scores[n], default=0)
        lacking = max((scores[n] for n in scores if n < self._lacking), default=0.0)
        is_named = best != [] and self._is_name(best[0], words)
        if others and scores[others] > max(first, FOUND, lacking) and not is_named:
            if others <= self._talk:
                if shares[others] >= IS_TALK and first < OURS * scores[others]:
                    return Answer(Verdict.UNKNOWN, ())
                return Answer(Verdict.CHOOSE if found else Verdict.UNKNOWN, found)
            matter, line = self._speech.elsewhere[-1 - others][0], _line(words)
            if shares[others] >= SPOKEN_OF and not any(f" {' '.join(one)} " in line for one in matter.unless):
                return Answer(Verdict.ELSEWHERE, found, matter)
        if not found or (lacking > first and shares.get(best[0], 0.0) < HARDLY):
            return Answer(Verdict.UNKNOWN, ())
        is_clear = first >= SURE and max(second, lacking) <= CLEAR * first
        is_sure = is_clear and self._speech.says_much(words)
        return Answer(Verdict.SURE if is_sure else Verdict.CHOOSE, found)


def _national(code: str) -> str:
    """ "1.001193.000.00.00.H24", as provinces write it, is 1.001193 of the national catalogue."""
    found = _NATIONAL.match(code)
    return found[0] if found else code


def _weight(kind: Kind, kinds: Iterable[Kind]) -> float:
    """Of phrases of a kind beside the others that were heard."""
    if kind is Kind.DEED or (kind is Kind.THING and Kind.DEED not in kinds):
        return 1.0
    return THING if kind is Kind.THING else HINT


def _line(words: Sequence[Token]) -> str:
    return f" {' '.join(one.plain for one in words)} "
