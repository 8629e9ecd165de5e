from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules.periods import ALL_MONTHS, Calendar, Period, due_spans, spans

from .strategies import YEAR, days, months, periods

TET = Calendar(frozenset(date(2026, 2, 14) + timedelta(n) for n in range(9)), frozenset({date(2026, 1, 10)}))


@pytest.mark.parametrize(("period", "number"), [("month", 12), ("quarter", 4), ("year", 1), ("week", 53)])
def test_spans_of_the_year(period: str, number: int) -> None:
    assert len(spans(Period(period), 2026, ALL_MONTHS, Calendar())) == number


@given(st.sampled_from([Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR]), st.integers(2020, 2040))
def test_spans_tile_the_year(period: Period, year: int) -> None:
    found = spans(period, year, ALL_MONTHS, Calendar())
    assert found[0].first == date(year, 1, 1)
    assert found[-1].last == date(year, 12, 31)
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(1)


def test_working_days_follow_the_calendar() -> None:
    found = {span.first for span in spans(Period.WORKDAY, 2026, ALL_MONTHS, TET)}
    assert date(2026, 2, 17) not in found
    assert date(2026, 1, 10) in found
    assert date(2026, 1, 11) not in found


def test_the_survey_months_make_a_shorter_year() -> None:
    (span,) = spans(Period.YEAR, 2026, (10, 11, 12), Calendar())
    assert (span.first, span.last) == (date(2026, 10, 1), date(2026, 12, 31))


def test_what_is_whole_on_the_last_day_of_june() -> None:
    due = due_spans(
        Period.QUARTER,
        year=2026,
        as_of=date(2026, 6, 30),
        since=date(2026, 2, 12),
        months=ALL_MONTHS,
        calendar=Calendar(),
    )
    assert [(span.label, whole) for span, whole in zip(due.spans, due.whole, strict=True)] == [
        ("quý I", False),
        ("quý II", True),
    ]


def test_a_week_of_holidays_and_a_week_cut_by_new_year_are_loose() -> None:
    due = due_spans(
        Period.WEEK, year=2026, as_of=date(2026, 3, 1), since=None, months=ALL_MONTHS, calendar=TET
    )
    loose = [span.first for span, whole in zip(due.spans, due.whole, strict=True) if not whole]
    assert loose == [date(2026, 1, 1), date(2026, 2, 16)]


@given(periods, days, st.one_of(st.none(), days), months)
def test_due_spans_have_begun_and_are_found_by_day(
    period: Period, as_of: date, since: date | None, chosen: tuple[int, ...]
) -> None:
    due = due_spans(period, year=YEAR, as_of=as_of, since=since, months=chosen, calendar=TET)
    for place, (span, whole) in enumerate(zip(due.spans, due.whole, strict=True)):
        assert span.first <= as_of
        assert due.at(span.first) == due.at(span.last) == place
        if whole:
            assert span.last <= as_of
            assert since is None or span.first >= since
    assert due.at(date(YEAR - 1, 12, 31)) is None
