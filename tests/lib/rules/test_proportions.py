"""Ratios, surveys, deductions."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import Deduction, Facts, Ratio, Reading, Status, Verdict, rule_from_data, score
from thanthien.lib.rules.proportions import share_of_ratio

from .strategies import deduction_rules, maxima, ratio_rules

DAY = date(2026, 5, 4)
RATIO: Mapping[str, object] = {
    "kind": "ratio",
    "measure": "m",
    "op": ">=",
    "threshold": "80%",
    "noun": "hồ sơ",
}


def measured(numerator: int, denominator: int = 0, code: str = "m", day: date = DAY) -> Facts:
    return Facts(readings=(Reading(code, day, Decimal(numerator), Decimal(denominator), "r1"),))


def at(rule: Mapping[str, object], known: Facts, maximum: Decimal | None = Decimal(2)) -> Verdict:
    return score(rule_from_data(rule), known, maximum=maximum, as_of=date(2026, 6, 30), year=2026)


@pytest.mark.parametrize(
    ("change", "numerator", "points"),
    [
        ({}, 80, "2.00"),
        ({}, 79, "0.00"),
        ({"mode": "linear"}, 40, "1.00"),
        ({"mode": "linear"}, 79, "1.98"),
        ({"mode": "linear", "zero_at": "40%"}, 60, "1.00"),
        ({"mode": "linear", "zero_at": "40%"}, 30, "0.00"),
        ({"mode": "linear", "op": "<=", "threshold": "10%", "zero_at": "30%"}, 20, "1.00"),
        ({"mode": "linear", "op": "<=", "threshold": "10%", "zero_at": "30%"}, 50, "0.00"),
        ({"op": ">", "threshold": "100%"}, 100, "0.00"),
        ({"op": ">", "threshold": "100%"}, 101, "2.00"),
        ({"op": "=", "threshold": "100%"}, 100, "2.00"),
        ({"op": "=", "threshold": "0%"}, 1, "0.00"),
        ({"op": "<", "threshold": "5%"}, 5, "0.00"),
        ({"op": "<", "threshold": "5%"}, 4, "2.00"),
    ],
)
def test_points_of_a_ratio(change: Mapping[str, object], numerator: int, points: str) -> None:
    assert at({**RATIO, **change}, measured(numerator, 100)).points == Decimal(points)


@pytest.mark.parametrize(
    ("numerator", "points"), [(95, "2.00"), (90, "2.00"), (89, "1.00"), (80, "1.00"), (79, "0.00")]
)
def test_bands_of_a_ratio(numerator: int, points: str) -> None:
    rule: Mapping[str, object] = {
        "kind": "ratio",
        "measure": "m",
        "op": ">=",
        "mode": "bands",
        "bands": [{"at": "90%", "share": "100%"}, {"at": "80%", "share": "50%"}],
    }
    assert at(rule, measured(numerator, 100)).points == Decimal(points)


def test_a_ratio_says_its_figures_and_what_is_missing() -> None:
    verdict = at({**RATIO, "mode": "linear"}, measured(1234, 2000))
    assert verdict.why == "1.234/2.000 hồ sơ, đạt 61,7% (yêu cầu từ 80%), được 1,54/2 điểm."
    assert verdict.missing == ("Cần thêm 366 hồ sơ để đạt từ 80%",)
    assert verdict.records == ("r1",)


@pytest.mark.parametrize(
    ("change", "numerator", "asked"),
    [
        ({"op": ">", "threshold": "100%"}, 100, "Cần thêm 1 hồ sơ để đạt trên 100%"),
        ({"op": "<=", "threshold": "5%"}, 8, "Cần giảm 3 hồ sơ để đạt không quá 5%"),
        ({"op": "<", "threshold": "5%"}, 5, "Cần giảm 1 hồ sơ để đạt dưới 5%"),
        ({"op": "=", "threshold": "100%"}, 99, "Cần thêm 1 hồ sơ để đạt đúng 100%"),
    ],
)
def test_a_ratio_asks_for_just_enough(change: Mapping[str, object], numerator: int, asked: str) -> None:
    assert at({**RATIO, **change}, measured(numerator, 100)).missing == (asked,)


def test_a_ratio_just_below_does_not_read_like_the_threshold() -> None:
    assert at({**RATIO, "threshold": "100%"}, measured(99_998, 100_000)).why == (
        "99.998/100.000 hồ sơ, đạt 99,998% (yêu cầu 100%), được 0/2 điểm."
    )


def test_what_is_asked_for_is_enough_and_not_too_much() -> None:
    assert at(RATIO, measured(1600, 2000)).status is Status.MET
    assert at(RATIO, measured(1599, 2000)).status is Status.UNMET


@pytest.mark.parametrize(
    ("na", "points", "left_out"), [("full", "2.00", False), ("zero", "0.00", False), ("exclude", None, True)]
)
def test_no_case_is_not_applicable(na: str, points: str | None, left_out: bool) -> None:
    verdict = at({**RATIO, "na": na}, measured(0, 0))
    assert verdict.status is Status.NOT_APPLICABLE
    assert verdict.points == (None if points is None else Decimal(points))
    assert verdict.left_out is left_out
    assert verdict.why.startswith("Trong kỳ không phát sinh hồ sơ, ")


def test_no_reading_is_not_measured() -> None:
    for known in (Facts(), measured(9, 9, code="other"), measured(9, 9, day=date(2026, 7, 1))):
        verdict = at(RATIO, known)
        assert (verdict.status, verdict.points) == (Status.NOT_MEASURED, Decimal("0.00"))
        assert verdict.missing == ("Cập nhật số liệu về hồ sơ",)


@given(ratio_rules((">", ">=")), st.decimals(0, 2, places=4), st.decimals(0, 2, places=4))
def test_a_higher_ratio_never_lowers(rule: Ratio, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert 0 <= share_of_ratio(rule, low) <= share_of_ratio(rule, high) <= 1


@given(ratio_rules(("<", "<=")), st.decimals(0, 2, places=4), st.decimals(0, 2, places=4))
def test_a_lower_ratio_never_lowers_where_less_is_better(rule: Ratio, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert 1 >= share_of_ratio(rule, low) >= share_of_ratio(rule, high) >= 0


SURVEY: Mapping[str, object] = {"kind": "survey", "survey": "s", "threshold": "90%", "min_sample": 50}


def test_a_survey_with_enough_answers() -> None:
    verdict = at(SURVEY, measured(95, 100, "s"))
    assert verdict.status is Status.MET
    assert verdict.why.startswith("95/100 phiếu hài lòng hoặc rất hài lòng, đạt 95% (yêu cầu từ 90%)")


def test_a_survey_with_too_few_answers_is_not_measured() -> None:
    verdict = at(SURVEY, measured(49, 49, "s"))
    assert (verdict.status, verdict.points) == (Status.NOT_MEASURED, Decimal("0.00"))
    assert verdict.missing == ("Thu thêm ít nhất 1 phiếu khảo sát",)
    assert at(SURVEY, measured(50, 50, "s")).status is Status.MET
    assert "Chưa có phiếu" in at(SURVEY, Facts()).why


def test_a_survey_of_the_fourth_quarter_waits() -> None:
    assert "từ tháng 10" in at({**SURVEY, "months": [10, 11, 12]}, measured(95, 100, "s")).why


BREACH: Mapping[str, object] = {"kind": "deduction", "measure": "m", "each_share": "25%"}


@pytest.mark.parametrize(("breaches", "points"), [(0, "2.00"), (1, "1.50"), (4, "0.00"), (9, "0.00")])
def test_each_breach_costs_a_share(breaches: int, points: str) -> None:
    assert at(BREACH, measured(breaches)).points == Decimal(points)


def test_breaches_cost_points_down_to_the_floor() -> None:
    rule: Mapping[str, object] = {"kind": "deduction", "measure": "m", "each_points": 0.5, "floor": "25%"}
    assert at(rule, measured(1)).points == Decimal("1.50")
    assert at(rule, measured(7)).points == Decimal("0.50")
    assert "mỗi trường hợp trừ 0,5 điểm" in at(rule, measured(1)).why


def test_a_breach_is_never_met_even_without_a_maximum() -> None:
    rule: Mapping[str, object] = {"kind": "deduction", "measure": "m", "each_points": 0.5}
    assert at(rule, measured(1), None).progress is Status.PARTLY


def test_silence_on_breaches_follows_the_rule() -> None:
    assert at(BREACH, Facts()).status is Status.NOT_MEASURED
    assert at({**BREACH, "no_record": "met"}, Facts()).status is Status.MET


@given(deduction_rules, st.integers(0, 40), st.integers(0, 5), maxima)
def test_more_breaches_never_raise_and_stop_at_the_floor(
    rule: Deduction, breaches: int, more: int, maximum: Decimal
) -> None:
    def points(number: int) -> Decimal:
        known = Facts(readings=(Reading(rule.measure, DAY, Decimal(number)),))
        found = score(rule, known, maximum=maximum, as_of=date(2026, 6, 30), year=2026).points
        assert found is not None
        return found

    assert points(breaches) >= points(breaches + more) >= rule.floor * maximum - Decimal("0.005")
