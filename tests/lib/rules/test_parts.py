"""Rows of several conditions: the weakest or the best part decides, and what was never measured is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from thanthien.lib.rules import (
    Facts,
    Proof,
    Reading,
    RuleError,
    Status,
    Verdict,
    as_data,
    proof_period,
    rule_from_data,
    score,
)

DAY = date(2026, 3, 31)
SHOWN: Mapping[str, object] = {
    "kind": "ratio",
    "measure": "shown",
    "op": ">=",
    "threshold": "100%",
    "mode": "linear",
    "noun": "ngày",
}
PROOF: Mapping[str, object] = {"kind": "evidence", "per": "quarter"}
PARTS = [{"label": "Công khai", "rule": SHOWN}, {"label": "Minh chứng", "rule": PROOF}]
LEAST: Mapping[str, object] = {"kind": "all_of", "mode": "least", "unmeasured": "left_out", "parts": PARTS}
MOST: Mapping[str, object] = {
    "kind": "all_of", "mode": "most",
    "parts": [{"label": "Đã ghi", "rule": {"kind": "count", "at_least": 1, "per": "month", "measure": "posted"}},
              {"label": "Minh chứng", "rule": {"kind": "evidence", "per": "month"}}],
}  # fmt: skip


def verdict(rule: Mapping[str, object], *readings: Reading, proofs: tuple[Proof, ...] = ()) -> Verdict:
    facts = Facts(proofs=proofs, readings=readings)
    return score(rule_from_data(rule), facts, maximum=Decimal(2), as_of=DAY, year=2026)


PROVED = (Proof(date(2026, 2, 1), "one"),)


def test_the_weakest_part_decides_with_its_numbers() -> None:
    found = verdict(LEAST, Reading("shown", date(2026, 1, 1), Decimal(72), Decimal(90)), proofs=PROVED)
    assert (found.points, found.status) == (Decimal("1.60"), Status.PARTLY)
    assert "Công khai: 72/90 ngày, đạt 80% (yêu cầu 100%)" in found.why


def test_zero_is_measured_and_nothing_read_is_not() -> None:
    zero = verdict(LEAST, Reading("shown", date(2026, 1, 1), Decimal(0), Decimal(90)), proofs=PROVED)
    assert (zero.points, zero.status) == (Decimal(0), Status.UNMET)
    nothing = verdict(LEAST, proofs=PROVED)
    assert (nothing.points, nothing.status) == (Decimal(2), Status.MET)
    assert "Công khai: chưa đo nên chưa tính" in nothing.why
    neither = verdict({**LEAST, "parts": PARTS[:1]})
    assert (neither.points, neither.status) == (Decimal(0), Status.NOT_MEASURED)


def test_no_denominator_leaves_the_proof_to_decide() -> None:
    found = verdict(LEAST, Reading("shown", date(2026, 1, 1), Decimal(0), Decimal(0)))
    assert found.points == 0
    assert "không phát sinh" in found.why
    assert verdict(LEAST, Reading("shown", date(2026, 1, 1), Decimal(0)), proofs=PROVED).points == 2


def test_the_best_part_decides_where_one_thing_is_told_twice() -> None:
    posted = [Reading("posted", date(2026, month, 5), Decimal(1)) for month in (1, 2, 3)]
    found = verdict(MOST, *posted, proofs=PROVED)
    assert (found.points, found.status, found.missing) == (Decimal(2), Status.MET, ())
    proved = verdict(MOST, proofs=PROVED)
    assert proved.points == Decimal("0.67")
    assert "Đã ghi: chưa đo nên chưa tính" in proved.why
    assert all("minh chứng" in words.lower() for words in proved.missing)


@pytest.mark.parametrize("rule", [LEAST, MOST])
def test_it_is_written_back_as_it_was_read(rule: Mapping[str, object]) -> None:
    assert rule_from_data(as_data(rule_from_data(rule))) == rule_from_data(rule)


def test_left_out_asks_for_the_weakest() -> None:
    with pytest.raises(RuleError, match="left_out"):
        rule_from_data({**LEAST, "mode": "sum"})


def test_the_rhythm_of_proof_is_found_within_the_parts() -> None:
    assert [proof_period(rule) for rule in (LEAST, MOST, PROOF, SHOWN, None)] == [
        "quarter",
        "month",
        "quarter",
        "",
        "",
    ]
