"""Timing rules become dated slots: how many, from when to when, and none on days off."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.planreader.timing import TimingRule, parse_timing
from thanthien.lib.rules import Calendar
from thanthien.programme.occurrences.recurrence import Rhythm, Slot, fingerprint_of, label_of, slots_of
from thanthien.programme.plans.timing_words import due_date

TET = frozenset(date(2026, 2, day) for day in range(16, 21))
CALENDAR = Calendar(TET | {date(2026, 1, 1), date(2026, 1, 2)}, frozenset({date(2026, 1, 10)}))


def slots(printed: str, **more: object) -> list[Slot]:
    return slots_of(parse_timing(printed), 2026, CALENDAR, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "count", "first", "last"),
    [
        ("Ít nhất 01 lần/ngày làm việc", 255, date(2026, 1, 5), date(2026, 12, 31)),
        ("Hằng ngày", 255, date(2026, 1, 5), date(2026, 12, 31)),
        ("Ít nhất 01 lần/tuần", 51, date(2026, 1, 10), date(2026, 12, 31)),
        ("Hằng tháng", 12, date(2026, 1, 30), date(2026, 12, 31)),
        ("Hằng quý", 4, date(2026, 3, 31), date(2026, 12, 31)),
        ("6 tháng đầu năm", 1, date(2026, 6, 30), date(2026, 6, 30)),
        ("6 tháng cuối năm", 1, date(2026, 12, 31), date(2026, 12, 31)),
        ("Hằng năm", 1, date(2026, 12, 31), date(2026, 12, 31)),
        ("Trước ngày 15/02 hằng năm", 1, date(2026, 2, 14), date(2026, 2, 14)),
        ("30/6/2026", 1, date(2026, 6, 30), date(2026, 6, 30)),
        ("Quý II, IV/2026", 2, date(2026, 6, 30), date(2026, 12, 31)),
        ("Tháng 3, tháng 10", 2, date(2026, 3, 31), date(2026, 10, 31)),
        ("Năm 2026 và năm 2030", 1, date(2026, 12, 31), date(2026, 12, 31)),
        ("Giai đoạn 2025-2030", 1, date(2026, 12, 31), date(2026, 12, 31)),
        ("Từ 01/3/2026 đến 30/4/2026", 1, date(2026, 4, 30), date(2026, 4, 30)),
        ("Thường xuyên", 4, date(2026, 3, 31), date(2026, 12, 31)),
    ],
)
def test_dates_of_a_year(printed: str, count: int, first: date, last: date) -> None:
    found = slots(printed)
    assert (len(found), found[0].due, found[-1].due) == (count, first, last)


@pytest.mark.parametrize(
    "printed", ["Khi có phát sinh", "Năm 2027", "Quý I/2027", "theo kế hoạch của thành phố"]
)
def test_what_names_no_day_of_the_year_makes_none(printed: str) -> None:
    assert slots(printed) == []


def test_the_week_of_tet_is_left_out_and_a_made_up_saturday_closes_its_week() -> None:
    weeks = slots("Ít nhất 01 lần/tuần")
    assert date(2026, 2, 16) not in {week.first for week in weeks}
    assert weeks[0] == Slot(date(2026, 1, 5), date(2026, 1, 11), date(2026, 1, 10), Rhythm.WEEK)
    days = {slot.due for slot in slots("Hằng ngày")}
    assert date(2026, 1, 10) in days
    assert not days & TET


def test_thuong_xuyen_follows_what_the_criterion_asks() -> None:
    assert len(slots("Thường xuyên", criterion_rule={"kind": "evidence", "per": "month"})) == 12
    assert len(slots("Hằng quý", criterion_rule={"kind": "evidence", "per": "month"})) == 4
    assert len(slots("Thường xuyên", criterion_rule={"kind": "judged"})) == 4


def test_counts_and_days_that_february_lacks() -> None:
    assert {slot.wanted for slot in slots("02 lần/quý")} == {2}
    rule = TimingRule("yearly_due", day=30, month=2, months=(2,))
    assert [slot.due for slot in slots_of(rule, 2026, CALENDAR)] == [date(2026, 2, 28)]


def test_the_mark_follows_the_meaning_not_the_print() -> None:
    assert fingerprint_of(parse_timing("Hằng tháng"), None) == fingerprint_of(parse_timing("Mỗi tháng"), None)
    assert fingerprint_of(parse_timing("Hằng tháng"), None) != fingerprint_of(parse_timing("Hằng quý"), None)


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "words"),
    [
        ("working_day", date(2026, 3, 2), date(2026, 3, 2), "ngày 02/03/2026"),
        ("week", date(2026, 11, 9), date(2026, 11, 15), "tuần 09/11–15/11"),
        ("month", date(2026, 3, 1), date(2026, 3, 31), "tháng 3"),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30), "quý II"),
        ("half_year", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm"),
        ("year", date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        ("once", date(2026, 1, 1), date(2026, 2, 14), "đến 14/02/2026"),
    ],
)
def test_periods_in_words(rhythm: str, first: date, last: date, words: str) -> None:
    assert label_of(rhythm, first, last) == words


rules = st.one_of(
    st.builds(
        TimingRule,
        st.just("every"),
        period=st.sampled_from(["working_day", "week", "month", "quarter", "year"]),
    ),
    st.builds(TimingRule, st.just("quarter"), quarters=st.sets(st.integers(1, 4), min_size=1).map(tuple)),
    st.builds(TimingRule, st.just("month"), months=st.sets(st.integers(1, 12), min_size=1).map(tuple)),
    st.builds(
        TimingRule,
        st.just("yearly_due"),
        day=st.integers(1, 31),
        month=st.integers(1, 12),
        before=st.booleans(),
    ),
)


@given(
    rule=rules,
    year=st.integers(2024, 2031),
    off=st.frozensets(st.dates(date(2024, 1, 1), date(2031, 12, 31)), max_size=40),
)
def test_slots_lie_in_the_year_in_order_without_overlap(
    rule: TimingRule, year: int, off: frozenset[date]
) -> None:
    calendar = Calendar(off)
    found = slots_of(rule, year, calendar)
    assert all(date(year, 1, 1) <= s.first <= s.due <= s.last <= date(year, 12, 31) for s in found)
    assert all(a.last < b.first for a, b in pairwise(found))
    if rule.kind == "every":
        assert all(calendar.is_workday(slot.due) for slot in found)
        if rule.period == "working_day":
            every_day = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
            assert [s.due for s in found] == [
                d for d in every_day if d.year == year and calendar.is_workday(d)
            ]
    else:
        due = due_date(rule, year)
        assert due is None or due.year < year or found[-1].due == due
