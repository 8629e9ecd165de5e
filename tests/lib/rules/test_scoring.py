from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import Facts, Judgement, Proof, Reading, Rule, Status, Verdict, rule_from_data, score

from .strategies import any_days, facts, maxima, rules

AS_OF = date(2026, 6, 30)
JUDGED: Mapping[str, object] = {"kind": "judged"}


def at(rule: Mapping[str, object], known: Facts, maximum: Decimal | None = Decimal(4)) -> Verdict:
    return score(rule_from_data(rule), known, maximum=maximum, as_of=AS_OF, year=2026)


@given(rules, facts, maxima, any_days)
def test_every_verdict_holds_together(rule: Rule, known: Facts, maximum: Decimal, as_of: date) -> None:
    verdict = score(rule, known, maximum=maximum, as_of=as_of, year=2026)
    assert 0 <= verdict.share <= 1
    assert verdict.why.endswith(".")
    assert "\n" not in verdict.why
    if verdict.points is not None:
        assert 0 <= verdict.points <= maximum
        assert verdict.points == verdict.points.quantize(Decimal("0.01"))
    else:
        assert verdict.progress is Status.NOT_APPLICABLE
    if verdict.status is Status.MET:
        assert verdict.points == maximum
        assert verdict.missing == ()
    assert len(set(verdict.records)) == len(verdict.records)
    assert verdict == score(rule, known, maximum=maximum, as_of=as_of, year=2026)


def test_a_breach_that_takes_nothing_leaves_nothing_to_mend() -> None:
    part = {"kind": "deduction", "measure": "m", "noun": "trường hợp", "each_share": 0, "floor": 0}
    rule = {"kind": "all_of", "mode": "sum", "parts": [{"rule": part, "weight": 1}]}
    verdict = at(rule, Facts(readings=(Reading("m", date(2026, 3, 1), Decimal(1), Decimal(0), "r"),)))
    assert (verdict.status, verdict.missing) == (Status.MET, ())
    assert "Có 1 trường hợp vi phạm" in verdict.why


@given(rules, facts, any_days)
def test_without_a_maximum_there_are_no_points(rule: Rule, known: Facts, as_of: date) -> None:
    verdict = score(rule, known, maximum=None, as_of=as_of, year=2026)
    assert (verdict.points, verdict.status) == (None, Status.NO_WEIGHT)
    assert verdict.why.endswith("; chưa có thang điểm.")
    assert not verdict.left_out


@given(rules, facts, any_days)
def test_what_lies_after_the_day_does_not_count(rule: Rule, known: Facts, as_of: date) -> None:
    then = Facts(
        proofs=tuple(proof for proof in known.proofs if proof.day <= as_of),
        leads=known.leads,
        readings=tuple(reading for reading in known.readings if reading.day <= as_of),
        judgement=known.judgement,
        since=known.since,
        calendar=known.calendar,
    )
    one, other = (score(rule, some, maximum=Decimal(3), as_of=as_of, year=2026) for some in (known, then))
    assert one == other


def test_a_negative_maximum_is_refused() -> None:
    with pytest.raises(ValueError, match="âm"):
        at(JUDGED, Facts(), Decimal(-1))


def test_points_are_rounded_half_up_at_the_end() -> None:
    rule: Mapping[str, object] = {"kind": "evidence", "per": "month"}
    one_of_six = Facts(proofs=(Proof(date(2026, 1, 5), "p"),))
    assert at(rule, one_of_six, Decimal("0.75")).points == Decimal("0.13")
    assert at(rule, one_of_six, Decimal("0.03")).points == Decimal("0.01")


def test_a_persons_points_come_with_the_reason() -> None:
    given_points = Judgement(Decimal(3), Decimal(4), "Còn thiếu pa nô ở sảnh.", "judgement:7")
    verdict = at(JUDGED, Facts(judgement=given_points))
    assert verdict.points == 3
    assert verdict.why == "Chấm 3/4 với lý do: Còn thiếu pa nô ở sảnh, được 3/4 điểm."
    assert verdict.records == ("judgement:7",)


def test_nobody_has_judged_yet() -> None:
    verdict = at(JUDGED, Facts())
    assert (verdict.status, verdict.points) == (Status.NOT_MEASURED, Decimal("0.00"))


@pytest.mark.parametrize(
    ("points", "out_of", "reason"), [(1, 2, "  "), (3, 2, "Tốt"), (-1, 2, "Tốt"), (0, 0, "Tốt")]
)
def test_a_judgement_without_reason_or_out_of_range_is_refused(points: int, out_of: int, reason: str) -> None:
    with pytest.raises(ValueError, match=r"lý do|từ 0 đến"):
        Judgement(Decimal(points), Decimal(out_of), reason)


ONLINE = {
    "label": "Dịch vụ trực tuyến",
    "rule": {"kind": "ratio", "measure": "a", "op": ">=", "threshold": "90%"},
}
DIGITISED = {"label": "Số hóa", "rule": {"kind": "ratio", "measure": "b", "op": ">=", "threshold": "90%"}}
TWO_RATES: dict[str, object] = {"kind": "all_of", "parts": [ONLINE, DIGITISED]}


def rates(**ratios: tuple[int, int]) -> Facts:
    return Facts(
        readings=tuple(
            Reading(code, date(2026, 5, 1), Decimal(numerator), Decimal(denominator), code)
            for code, (numerator, denominator) in ratios.items()
        )
    )


def test_two_conditions_in_one_row() -> None:
    verdict = at(TWO_RATES, rates(a=(95, 100), b=(50, 100)))
    assert (verdict.points, verdict.status) == (Decimal("2.00"), Status.PARTLY)
    assert verdict.why.startswith("Dịch vụ trực tuyến: 95/100, đạt 95%")
    assert "Số hóa: 50/100" in verdict.why
    assert verdict.missing == ("Cần thêm 40 trường hợp để đạt từ 90%",)
    assert verdict.records == ("a", "b")


def test_the_weakest_part_can_decide() -> None:
    assert at({**TWO_RATES, "mode": "least"}, rates(a=(95, 100), b=(50, 100))).points == 0


def test_weights_of_parts_share_the_points() -> None:
    rule: Mapping[str, object] = {"kind": "all_of", "parts": [{**ONLINE, "weight": 3}, DIGITISED]}
    assert at(rule, rates(a=(95, 100), b=(50, 100))).points == Decimal("3.00")


def test_a_row_is_not_applicable_only_with_all_its_parts() -> None:
    assert at(TWO_RATES, rates(a=(0, 0), b=(0, 0))).status is Status.NOT_APPLICABLE
    assert at(TWO_RATES, rates(a=(0, 0), b=(95, 100))).status is Status.MET
    assert at(TWO_RATES, rates(a=(0, 0), b=(1, 100))).points == Decimal("2.00")


@given(st.integers(0, 100), st.integers(1, 100))
def test_an_excluded_part_leaves_its_points_to_the_others(numerator: int, denominator: int) -> None:
    part = {"kind": "ratio", "measure": "a", "op": ">=", "threshold": "90%", "mode": "linear"}
    silent = {"kind": "ratio", "measure": "b", "op": ">=", "threshold": "90%", "na": "exclude"}
    both: Mapping[str, object] = {"kind": "all_of", "parts": [{"rule": part}, {"rule": silent}]}
    known = rates(a=(numerator, denominator), b=(0, 0))
    assert at(both, known).points == at(part, known).points
