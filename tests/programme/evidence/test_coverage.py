"""Which periods of the year have proof."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.planreader.timing import parse_timing
from thanthien.lib.rules import Calendar, Period
from thanthien.programme.evidence.coverage import coverage_of, has_current, period_of
from thanthien.programme.evidence.models import Evidence

TODAY = date(2026, 7, 1)


def proof(day: date, state: str = "accepted", part: int | None = None) -> Evidence:
    return Evidence(effective_date=day, state=state, part_id=part, added_at=datetime(2026, 7, 1))


def test_months_of_a_year() -> None:
    proofs = [
        proof(date(2026, 1, 5)),
        proof(date(2026, 2, 5), "waiting"),
        proof(date(2026, 3, 5), "returned"),
        proof(date(2025, 4, 5)),
    ]
    coverage = coverage_of(proofs=proofs, leads=[], period=Period.MONTH, year=2026, today=TODAY)
    assert [cell.state for cell in coverage.cells][:8] == [
        "accepted", "waiting", "none", "none", "none", "none", "now", "ahead",
    ]  # fmt: skip
    assert coverage.says == "Đã có minh chứng 2/7 tháng tính đến nay (1 đã chấp nhận, 1 chờ kiểm tra)."
    assert coverage.cells[0].words == "đã có minh chứng được chấp nhận (1 minh chứng)"


def test_with_two_leads_each_needs_proof() -> None:
    january = [proof(date(2026, 1, 5), part=1), proof(date(2026, 1, 6), "waiting", part=2)]
    both = coverage_of(proofs=january, leads=[1, 2], period=Period.MONTH, year=2026, today=TODAY)
    assert both.cells[0].state == "waiting"
    alone = coverage_of(proofs=january[:1], leads=[1, 2], period=Period.MONTH, year=2026, today=TODAY)
    assert alone.cells[0].state == "none"
    shared = coverage_of(
        proofs=[proof(date(2026, 1, 5))], leads=[1, 2], period=Period.MONTH, year=2026, today=TODAY
    )
    assert shared.cells[0].state == "accepted"


@pytest.mark.parametrize(
    ("timing", "rule", "period"),
    [
        ("Ít nhất 01 lần/tuần", {"kind": "evidence", "per": "quarter"}, Period.WEEK),
        ("Thường xuyên", {"kind": "count", "per": "month", "at_least": 1}, Period.MONTH),
        ("Thường xuyên", {"kind": "ratio"}, Period.QUARTER),
        ("Hằng ngày làm việc", None, Period.WEEK),
        ("Quý I", None, None),
        ("", {"kind": "evidence", "per": "year"}, None),
    ],
)
def test_the_period_is_the_plans_count_else_what_the_score_asks(
    timing: str, rule: dict[str, object] | None, period: Period | None
) -> None:
    assert period_of(parse_timing(timing) if timing else None, rule) == period


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from([Period.WEEK, Period.MONTH, Period.QUARTER]),
)
def test_every_day_of_the_year_lies_in_one_cell(day: date, period: Period) -> None:
    coverage = coverage_of(proofs=[proof(day)], leads=[], period=period, year=2026, today=date(2026, 12, 31))
    assert coverage.count("accepted") == 1
    assert sum(cell.proofs for cell in coverage.cells) == 1


def test_proof_of_the_running_period() -> None:
    weekly = parse_timing("Ít nhất 01 lần/tuần")
    assert has_current(date(2026, 6, 29), weekly, TODAY) is True
    assert has_current(date(2026, 6, 28), weekly, TODAY) is False
    assert has_current(None, weekly, TODAY) is False
    assert has_current(date(2026, 6, 29), parse_timing("Quý I"), TODAY) is None


def test_the_week_of_tet_asks_for_nothing() -> None:
    tet = Calendar(frozenset(date(2026, 2, day) for day in range(16, 21)))
    plain = coverage_of(proofs=[], leads=[], period=Period.WEEK, year=2026, today=TODAY)
    rested = coverage_of(proofs=[], leads=[], period=Period.WEEK, year=2026, today=TODAY, calendar=tet)
    assert (rested.rests, rested.passed) == (1, plain.passed - 1)
    assert [cell.first for cell in rested.cells if cell.state == "off"] == [date(2026, 2, 16)]
