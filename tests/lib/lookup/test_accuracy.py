"""How often what people ask finds the right procedure: first, and within the first three."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
import yaml

from tests.lib.lookup.catalogues import (
    REAL,
    ROOT,
    catalogue,
    data,
    names,
    real_catalogue,
    real_names,
    same_name,
    speech,
)  # fmt: skip
from thanthien.lib.lookup import Answer, Catalogue, Record, Verdict

Asked = Callable[[], list[tuple[str, list[str]]]]
# (first, within the first three). What is promised holds for questions that the words have not grown by too: the fifth
# set, held out by who wrote the words, and the third, the seventh and the ninth, of three others, kept aside and never
# read.
PROMISED, GROWN_BY = (0.90, 0.97), (0.95, 0.99)
SURE_AND_WRONG = 0.03


def own() -> list[tuple[str, list[str]]]:
    return [(text, [code]) for code, texts in data("questions.yaml").items() for text in texts]


def of(name: str) -> Asked:
    def questions() -> list[tuple[str, list[str]]]:
        return [(one["ask"], one["right"]) for one in data(f"questions_{name}.yaml") if one["right"]]

    return questions


SETS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
second, third, fourth, fifth, sixth, seventh, eighth, ninth = map(of, SETS)
EACH = [
    (own, GROWN_BY),
    (second, GROWN_BY),
    (fourth, GROWN_BY),
    (sixth, GROWN_BY),
    (eighth, GROWN_BY),
    (fifth, PROMISED),
    (third, PROMISED),
    (seventh, PROMISED),
    (ninth, PROMISED),
]
NAMES = [
    "own",
    "second",
    "fourth",
    "sixth",
    "eighth",
    "fifth-held-out",
    "third-kept-aside",
    "seventh-kept-aside",
    "ninth-kept-aside",
]


def asked_besides(kind: str) -> list[str]:
    """Questions about no matter of a commune (`elsewhere`), or about nothing that a catalogue holds (`nothing`)."""
    sets = (
        data(f"questions_{name}.yaml") for name in ("second", "fourth", "fifth", "sixth", "eighth", "ninth")
    )
    return [one["ask"] for questions in sets for one in questions if one.get(kind)]


@cache
def heard(searched: Catalogue, text: str) -> Answer:
    """A question is asked once of a catalogue, however many tests look at the answer."""
    return searched.ask(text)


def shares(
    searched: Catalogue, named: dict[str, str], questions: list[tuple[str, list[str]]]
) -> tuple[float, float, float, float]:
    """Of questions: found first, within the first three; said to be sure, and wrong among these."""
    same, first, three, sure, wrong = same_name(named), 0, 0, 0, 0
    for text, right in questions:
        fits = frozenset().union(*(same[code] for code in right))
        answer = heard(searched, text)
        found = [one.code for one in answer.found[:3]]
        is_first = found[:1] != [] and found[0] in fits
        first += is_first
        three += not fits.isdisjoint(found)
        sure += answer.verdict is Verdict.SURE
        wrong += answer.verdict is Verdict.SURE and not is_first
    count = len(questions)
    return first / count, three / count, sure / count, wrong / (sure or 1)


def test_there_are_a_thousand_questions_each_once_in_its_set() -> None:
    """Two people may ask the same in the same words: "sao y bản chính"."""
    sets = [[text for text, _ in questions()] for questions, _ in EACH]
    assert len({text for texts in sets for text in texts}) >= 1000
    assert [len(set(texts)) for texts in sets] == list(map(len, sets))
    assert {code for questions, _ in EACH for _, right in questions() for code in right} <= set(names())


@pytest.mark.parametrize(("questions", "least"), EACH, ids=NAMES)
def test_what_people_ask_finds_the_procedure(questions: Asked, least: tuple[float, float]) -> None:
    first, three, sure, wrong = shares(catalogue(), names(), questions())
    assert first >= least[0], first
    assert three >= least[1], three
    assert sure >= 0.7, sure
    assert wrong <= SURE_AND_WRONG, wrong


@pytest.mark.skipif(not REAL.is_file(), reason="../shared with the national catalogue is not on this machine")
@pytest.mark.parametrize(("questions", "least"), EACH, ids=NAMES)
def test_so_it_does_among_all_of_the_national_catalogue(questions: Asked, least: tuple[float, float]) -> None:
    first, three, sure, wrong = shares(real_catalogue(), real_names(), questions())
    assert first >= least[0], first
    assert three >= least[1], three
    assert sure >= 0.7, sure
    assert wrong <= SURE_AND_WRONG, wrong


def test_who_asks_for_what_is_not_a_communes_is_told_whose_it_is() -> None:
    others = asked_besides("elsewhere")
    told = [text for text in others if heard(catalogue(), text).verdict is Verdict.ELSEWHERE]
    assert len(told) >= 0.97 * len(others), set(others) - set(told)


def test_who_asks_for_a_communes_matter_is_not_sent_away() -> None:
    sent = [
        text
        for questions, _ in EACH
        for text, _ in questions()
        if heard(catalogue(), text).verdict is Verdict.ELSEWHERE
    ]
    assert len(sent) <= 0.01 * sum(len(questions()) for questions, _ in EACH)


def test_where_nothing_was_asked_for_it_is_not_sure() -> None:
    others = asked_besides("nothing")
    certain = [
        text for text in others if heard(catalogue(), text).verdict in {Verdict.SURE, Verdict.ELSEWHERE}
    ]
    assert len(certain) <= 0.05 * len(others), certain


def test_a_catalogue_of_fifty_finds_what_it_holds_and_is_not_sure_of_what_it_lacks() -> None:
    """The procedures that come with the product; the national catalogue holds ten times as many."""
    written = yaml.safe_load((ROOT / "data/procedures/common.yaml").read_text(encoding="utf-8"))
    held = {one["code"]: one["name"] for one in written["procedures"]}
    few = Catalogue([Record(code, name) for code, name in held.items()], speech())
    asked = [(text, right) for questions, _ in EACH for text, right in questions()]
    first, three, _, wrong = shares(few, held, [(text, r) for text, r in asked if set(r) <= set(held)])
    assert (first >= PROMISED[0], three >= PROMISED[1], wrong <= SURE_AND_WRONG) == (True, True, True)
    lacked = [text for text, right in asked if set(right).isdisjoint(held)]
    certain = [text for text in lacked if few.ask(text).verdict is Verdict.SURE]
    assert len(certain) <= 0.08 * len(lacked)
