from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.planreader.timing import TimingRule, parse_timing
from thanthien.lib.rules import Period
from thanthien.programme.plans.timing_words import due_date, repeats_each, timing_in_words


@pytest.mark.parametrize(
    ("printed", "year", "due", "words"),
    [
        ("Trước ngày 15/02 hằng năm", 2026, date(2026, 2, 14), "Trước 15/02 hằng năm"),
        ("Trước ngày 01/3/2026", 2026, date(2026, 2, 28), "Trước 01/03/2026"),
        ("30/6/2026", 2026, date(2026, 6, 30), "Đến hết 30/06/2026"),
        ("Quý I", 2026, date(2026, 3, 31), "Quý I"),
        ("Quý II, IV/2026", 2026, date(2026, 12, 31), "Quý II, IV năm 2026"),
        ("Tháng 12 hằng năm", 2027, date(2027, 12, 31), "Tháng 12 hằng năm"),
        ("Năm 2027 và năm 2030", 2027, date(2027, 12, 31), "Năm 2027 và 2030"),
        ("Thường xuyên", 2026, None, "Thường xuyên"),
        ("Ít nhất 01 lần/tuần", 2026, None, "Ít nhất 1 lần mỗi tuần"),
        ("Khi có phát sinh", 2026, None, "Khi có phát sinh"),
    ],
)
def test_day_and_words(printed: str, year: int, due: date | None, words: str) -> None:
    rule = parse_timing(printed)
    assert due_date(rule, year) == due
    assert timing_in_words(rule) == words


def test_a_day_that_february_lacks_becomes_its_last() -> None:
    assert due_date(TimingRule("yearly_due", day=30, month=2), 2026) == date(2026, 2, 28)


def test_named_years_win_over_the_plan_year() -> None:
    rule = TimingRule("quarter", quarters=(4,), year_list=(2025,))
    assert due_date(rule, 2026) == date(2025, 12, 31)
    assert due_date(TimingRule("years", year_list=(2027, 2030)), 2026) == date(2027, 12, 31)


def test_period_in_which_proof_is_wanted() -> None:
    assert repeats_each(parse_timing("Thường xuyên")) is Period.QUARTER
    assert repeats_each(parse_timing("Ít nhất 01 lần/tuần")) is Period.WEEK
    assert repeats_each(parse_timing("Quý I")) is None
    assert repeats_each(None) is None


@given(
    st.sampled_from(["yearly_due", "month", "quarter"]),
    st.integers(1, 31),
    st.integers(1, 12),
    st.booleans(),
    st.integers(2024, 2040),
)
def test_the_day_lies_in_the_year_or_on_the_eve_of_it(
    kind: str, day: int, month: int, before: bool, year: int
) -> None:
    rule = TimingRule(
        kind,  # type: ignore[arg-type]
        day=day,
        month=month,
        months=(month,),
        quarters=((month + 2) // 3,),
        before=before,
    )
    due = due_date(rule, year)
    assert due is not None
    assert date(year - 1, 12, 31) <= due <= date(year, 12, 31)
    assert due.year == year or before


def test_a_printed_day_that_no_calendar_has_is_no_day() -> None:
    rule = TimingRule("deadline", "31/02/2026", date="2026-02-31")
    assert due_date(rule, 2026) is None
    assert timing_in_words(rule) == "31/02/2026"
