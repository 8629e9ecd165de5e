"""The catalogue, searched by what a question says and by what its phrases mean.

Words and pairs of words of a procedure's name are weighed by how rare they are; a name counts less the more of it was
not asked for ("… có yếu tố nước ngoài tại khu vực biên giới"). No answer is made up: what is found are records.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from thanthien.lib.lookup.speech import Elsewhere, Heard, Kind, Speech
from thanthien.lib.vietnamese import search_key
from thanthien.lib.vietnamese.finding import SHORTEST, one_slip_apart, typed_through

MOST_FOUND = 5
NAMED, BODY = 40, 0.1  # words of a name that weigh; the weight of words that stand elsewhere in the record
PAIR = 2.1  # of a pair of words beside a word
MEANT, SAID = 0.5, 0.4  # what the phrases mean, and what was said itself
ASKED_FOR, UNASKED = 2.2, 0.95  # a trait that is asked for and there; one that is there unasked
LENGTH = 0.7  # how much a long name counts against itself: 0 not at all, 1 in full
THING, HINT = (
    0.35,
    0.5,
)  # of what is named beside a deed: who has a birth certificate copied registers no birth
ASKING, STRANGE = 0.2, 0.5  # the weight of words that only ask; of words in no name
FOUND, SURE, CLEAR = 0.25, 0.34, 0.7  # least score to show, to be sure; how near the second may come
_ASIDE = re.compile(r"\([^)]*\)")
_COMMON = frozenset({"thu", "tuc", "ve", "viec", "cho", "doi", "voi", "tai", "cua", "va", "theo", "cac"})
Terms = Mapping[str, float]


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
        names = [
            (n, _terms(speech.plain(_ASIDE.sub(" ", name))))
            for n, one in enumerate(self._records)
            for name in (one.name, *one.also)
        ]
        spread = Counter(term for _, terms in names for term in terms)
        self._rarity = {term: math.log(1 + len(names) / count) for term, count in spread.items()}
        self._postings: dict[str, list[tuple[int, float]]] = {}
        self._owner: list[int] = []
        for at, (n, terms) in enumerate(names):
            self._owner.append(n)
            weighed = self._weighed(terms)
            size = math.sqrt(sum(value * value for value in weighed.values())) ** LENGTH or 1.0
            for term, value in weighed.items():
                self._postings.setdefault(term, []).append((at, value / size))
        self._bodies = [frozenset(speech.plain(f"{one.name} {one.body}")) for one in self._records]
        held = Counter(word for body in self._bodies for word in body)
        self._rare = {word: math.log(1 + len(self._bodies) / count) for word, count in held.items()}
        self._traits = [speech.traits_named(speech.plain(one.name)) for one in self._records]
        known = Counter(word for terms in self._bodies for word in terms)
        known.update(dict.fromkeys(speech.words, 50))
        self._known = dict(known)
        self._pairs = frozenset(term for term in spread if " " in term) | speech.pairs
        self._near = lru_cache(maxsize=4096)(self._candidates)

    def ask(self, question: str) -> Answer:
        """What was asked for: at most `MOST_FOUND` records, and how sure that is."""
        words = self._speech.plain(" ".join(self._put_right(search_key(question).split())))
        heard = self._speech.heard(words)
        scores: dict[int, float] = {}
        said = self._speech.without_fillers(words)
        kinds = {one.kind for one in heard if isinstance(one.means, tuple)}
        self._add(scores, _asked(words, said), SAID * (THING if Kind.DEED in kinds else 1.0))
        for kind in Kind:
            phrases = [(one, one.means) for one in heard if isinstance(one.means, tuple) and one.kind is kind]
            longest = max((one.length for one, _ in phrases), default=0)
            weight = MEANT * _weight(kind, kinds)
            for one, means in phrases:
                self._add(scores, _terms(means), weight * one.closeness * one.length / longest)
        traits = self._speech.traits_said(words)
        asked = frozenset(said)
        whole = sum(self._rare.get(word, STRANGE) for word in asked) or 1.0
        for n in scores:
            scores[n] += BODY * sum(self._rare[word] for word in asked & self._bodies[n]) / whole
            scores[n] *= ASKED_FOR ** len(traits & self._traits[n]) * UNASKED ** len(self._traits[n] - traits)
        best = sorted(scores.items(), key=lambda one: (-one[1], len(self._records[one[0]].name)))[:MOST_FOUND]
        found = tuple(Found(self._records[n].code, round(score, 4)) for n, score in best if score >= FOUND)
        return _judged(found, self._elsewhere(heard, words))

    def _put_right(self, words: list[str]) -> list[str]:
        """Words that nobody knows become known ones a slip away; those first that go with their neighbours."""
        right: list[str] = []
        for at, word in enumerate(words):
            if word in self._known or not word.isalpha():
                right.append(word)
                continue
            before, after = right[-1] if right else "", words[at + 1] if at + 1 < len(words) else ""
            near = self._near(word)
            fits = [
                one for one in near if f"{before} {one}" in self._pairs or f"{one} {after}" in self._pairs
            ]
            usual = [one for one in near if len(word) >= SHORTEST and len(one) >= SHORTEST - 1]
            right.append((fits or usual or [word])[0])
        return right

    def _candidates(self, word: str) -> list[str]:
        """Known words a slip from `word`, the most used first."""
        plain = typed_through(word)
        if plain != word and plain in self._known:
            return [plain]
        near = [one for one in self._known if len(one) > 1 and one_slip_apart(plain, one)]
        return sorted(near, key=lambda one: (-self._known[one], one))

    def _elsewhere(self, heard: Sequence[Heard], words: Sequence[str]) -> Elsewhere | None:
        ours = max((one.length for one in heard if isinstance(one.means, tuple)), default=0)
        line = f" {' '.join(words)} "
        for one in heard:
            if not isinstance(one.means, Elsewhere) or one.length < ours:
                continue
            if not any(f" {' '.join(phrase)} " in line for phrase in one.means.unless):
                return one.means
        return None

    def _add(self, scores: dict[int, float], terms: Terms, weight: float) -> None:
        weighed = self._weighed(
            {term: value for term, value in terms.items() if " " not in term or term in self._rarity}
        )
        size = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        near: dict[int, float] = {}
        for term, value in weighed.items():
            for at, share in self._postings.get(term, ()):
                near[at] = near.get(at, 0.0) + value * share
        best: dict[int, float] = {}
        for at, dot in near.items():
            n = self._owner[at]
            best[n] = max(best.get(n, 0.0), dot / size)
        for n, cosine in best.items():
            scores[n] = scores.get(n, 0.0) + weight * cosine

    def _weighed(self, terms: Terms) -> dict[str, float]:
        return {term: value * self._rarity.get(term, STRANGE) for term, value in terms.items()}


def _judged(found: tuple[Found, ...], elsewhere: Elsewhere | None) -> Answer:
    if elsewhere is not None:
        return Answer(Verdict.ELSEWHERE, found, elsewhere)
    if not found:
        return Answer(Verdict.UNKNOWN, ())
    first, second = found[0].score, found[1].score if len(found) > 1 else 0.0
    is_sure = first >= SURE and second <= CLEAR * first
    return Answer(Verdict.SURE if is_sure else Verdict.CHOOSE, found)


def _weight(kind: Kind, kinds: Iterable[Kind]) -> float:
    """Of phrases of a kind beside the others that were heard."""
    if kind is Kind.DEED or (kind is Kind.THING and Kind.DEED not in kinds):
        return 1.0
    return THING if kind is Kind.THING else HINT


def _asked(words: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """Terms of a question: what only asks weighs little, but a pair counts with whichever words ("khai tử" is none)."""
    return {**dict.fromkeys(words, ASKING), **_terms(words, only_pairs=True), **_terms(said)}


def _terms(name: Sequence[str], *, only_pairs: bool = False) -> dict[str, float]:
    words = [word for word in name if word not in _COMMON][:NAMED]
    terms: dict[str, float] = {} if only_pairs else dict.fromkeys(words, 1.0)
    terms.update(dict.fromkeys(map(" ".join, pairwise(words)), PAIR))
    return terms
