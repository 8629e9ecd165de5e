"""How often what people ask finds the right procedure: first, and within the first three."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lib.lookup.catalogues import REAL, catalogue, data, names, real_catalogue, real_names, same_name
from thanthien.lib.lookup import Catalogue, Verdict

Asked = Callable[[], list[tuple[str, list[str]]]]
# (first, within the first three). The promise is PROMISED; what others asked does not reach it yet, and this holds what
# has been reached: for questions that the words have grown by, and for those that are kept aside.
PROMISED, REACHED, UNSEEN = (0.90, 0.97), (0.84, 0.92), (0.71, 0.83)


def asked() -> list[tuple[str, list[str]]]:
    return [(text, [code]) for code, texts in data("questions.yaml").items() for text in texts]


def second() -> list[tuple[str, list[str]]]:
    return [(one["ask"], one["right"]) for one in data("questions_second.yaml") if one["right"]]


def third() -> list[tuple[str, list[str]]]:
    return [(one["ask"], one["right"]) for one in data("questions_third.yaml")]


def shares(
    searched: Catalogue, named: dict[str, str], questions: list[tuple[str, list[str]]]
) -> tuple[float, float]:
    """(first, within the first three) of questions."""
    same, first, three = same_name(named), 0, 0
    for text, right in questions:
        fits = frozenset().union(*(same[code] for code in right))
        found = [one.code for one in searched.ask(text).found[:3]]
        first += found[:1] != [] and found[0] in fits
        three += not fits.isdisjoint(found)
    return first / len(questions), three / len(questions)


def test_there_are_two_hundred_questions_and_more() -> None:
    assert len(asked()) + len(second()) >= 200
    assert len({text for text, _ in asked() + second()}) == len(asked()) + len(second())
    assert {code for _, right in asked() + second() + third() for code in right} <= set(names())


@pytest.mark.parametrize(("questions", "least"), [(asked, PROMISED), (second, REACHED), (third, UNSEEN)])
def test_what_people_ask_finds_the_procedure(questions: Asked, least: tuple[float, float]) -> None:
    first, three = shares(catalogue(), names(), questions())
    assert first >= least[0], first
    assert three >= least[1], three


@pytest.mark.skipif(not REAL.is_file(), reason="../shared with the national catalogue is not on this machine")
@pytest.mark.parametrize(("questions", "least"), [(asked, PROMISED), (second, REACHED), (third, UNSEEN)])
def test_so_it_does_among_all_of_the_national_catalogue(questions: Asked, least: tuple[float, float]) -> None:
    first, three = shares(real_catalogue(), real_names(), questions())
    assert first >= least[0], first
    assert three >= least[1], three


def test_who_asks_for_what_is_not_a_communes_is_told_whose_it_is() -> None:
    others = [one["ask"] for one in data("questions_second.yaml") if one.get("elsewhere")]
    told = [text for text in others if catalogue().ask(text).verdict is Verdict.ELSEWHERE]
    assert len(told) >= 0.9 * len(others), set(others) - set(told)


def test_it_is_seldom_sure_and_wrong() -> None:
    """Where several may be meant it asks back, which is better than a wrong answer said with certainty."""
    same, wrong, sure = same_name(names()), [], 0
    for text, right in asked() + second():
        answer = catalogue().ask(text)
        if answer.verdict is Verdict.SURE:
            sure += 1
            if answer.found[0].code not in frozenset().union(*(same[code] for code in right)):
                wrong.append(text)
    assert sure >= 0.4 * (len(asked()) + len(second()))
    assert len(wrong) <= 0.1 * sure, wrong
