from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import Facts, Reading, Status, Verdict, rule_from_data, score, total_of

from .strategies import facts, maxima, rules


def verdict(numerator: int, denominator: int, maximum: Decimal | None) -> Verdict:
    rule = rule_from_data({"kind": "ratio", "measure": "m", "op": ">=", "threshold": "90%", "na": "exclude"})
    known = Facts(readings=(Reading("m", date(2026, 3, 3), Decimal(numerator), Decimal(denominator)),))
    return score(rule, known, maximum=maximum, as_of=date(2026, 6, 30), year=2026)


def test_a_total_with_rows_left_out_is_brought_back_to_the_scale() -> None:
    total = total_of([verdict(9, 10, Decimal(60)), verdict(1, 10, Decimal(20)), verdict(0, 0, Decimal(20))])
    assert (total.points, total.maximum, total.scale) == (Decimal(60), Decimal(80), Decimal(100))
    assert total.on_scale == Decimal("75.00")
    assert total.why == "Đạt 60/80 điểm, 1 nội dung không phát sinh được bỏ ra khỏi tổng điểm."
    assert (
        total.by_status[Status.MET]
        == total.by_status[Status.UNMET]
        == total.by_status[Status.NOT_APPLICABLE]
        == 1
    )


def test_a_total_without_weights_says_so() -> None:
    total = total_of([verdict(9, 10, None)])
    assert not total.weights_loaded
    assert total.why == "Chưa có thang điểm nên chưa tính được tổng điểm."
    assert total.by_status[Status.MET] == 1


def test_a_row_without_points_beside_others_is_named() -> None:
    total = total_of([verdict(9, 10, Decimal(5)), verdict(9, 10, None)])
    assert (total.points, total.on_scale) == (Decimal(5), Decimal(5))
    assert total.why == "Đạt 5/5 điểm, 1 nội dung chưa có thang điểm."


@given(st.lists(st.tuples(rules, facts, maxima), max_size=5))
def test_a_total_stays_within_its_maximum(rows: list[tuple[object, Facts, Decimal]]) -> None:
    verdicts = [
        score(rule, known, maximum=maximum, as_of=date(2026, 9, 1), year=2026)  # type: ignore[arg-type]
        for rule, known, maximum in rows
    ]
    total = total_of(verdicts)
    assert 0 <= total.points <= total.maximum <= total.scale
    assert total.points <= total.on_scale <= total.scale
    assert sum(total.by_status.values()) == len(rows)
