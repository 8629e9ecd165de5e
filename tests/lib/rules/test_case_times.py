"""On time by QĐ 766, and terms of working hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import Calendar
from thanthien.lib.rules.case_times import (
    CaseTimes,
    Share,
    end_of,
    ended_at,
    hours_deadline,
    late_from,
    share_on_time,
)
from thanthien.lib.rules.deadlines import NoSuchDeadline, Pause

DUE = end_of(date(2026, 6, 24))
DAY = timedelta(days=1)
HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))
maybe = st.none() | moments
counts = st.integers(0, 3)
cases = st.builds(
    CaseTimes,
    due=maybe,
    handled=maybe,
    handed_over=maybe,
    closed=maybe,
    supplements=counts,
    waiting_since=maybe,
)


def test_the_result_counts_before_the_handing_over() -> None:
    times = CaseTimes(DUE, handled=DUE - DAY, handed_over=DUE + 5 * DAY)
    assert ended_at(times) == DUE - DAY
    assert late_from(times) is None
    assert ended_at(CaseTimes(DUE, handed_over=DUE + DAY, closed=DUE)) == DUE + DAY
    assert ended_at(CaseTimes(DUE, closed=DUE)) == DUE


def test_the_due_day_itself_is_on_time_until_its_end() -> None:
    assert late_from(CaseTimes(DUE, handled=datetime(2026, 6, 24, 17))) is None
    late = late_from(CaseTimes(DUE, handled=datetime(2026, 6, 25, 7, 30)))
    assert late == datetime(2026, 6, 25)


def test_a_second_request_for_a_supplement_is_overdue_when_it_ends() -> None:
    assert late_from(CaseTimes(DUE, handled=DUE - DAY, supplements=1)) is None
    assert late_from(CaseTimes(DUE, handled=DUE - DAY, supplements=2)) == DUE - DAY


def test_the_clock_stands_while_the_citizen_is_waited_for() -> None:
    assert late_from(CaseTimes(DUE, waiting_since=DUE - DAY)) is None
    assert late_from(CaseTimes(DUE, waiting_since=DUE + DAY)) == datetime(2026, 6, 25)


def test_unfinished_cases_are_judged_at_the_end_of_the_period() -> None:
    open_case, done = CaseTimes(DUE), CaseTimes(DUE, handled=DUE - DAY)
    assert share_on_time([open_case, done], DUE) == Share(1, 1)
    assert share_on_time([open_case, done], DUE + DAY) == Share(1, 2)


def test_nothing_judged_is_not_applicable() -> None:
    assert share_on_time([CaseTimes(DUE), CaseTimes(None, handled=DUE)], DUE - 2 * DAY).ratio is None


@given(st.lists(cases, max_size=6), moments, moments)
def test_shares_are_shares_and_lateness_never_goes_away(
    given_cases: list[CaseTimes], one: datetime, other: datetime
) -> None:
    first, later = sorted((one, other))
    before, after = share_on_time(given_cases, first), share_on_time(given_cases, later)
    assert 0 <= before.good <= before.whole <= after.whole <= len(given_cases)
    assert before.whole - before.good <= after.whole - after.good


@given(cases)
def test_late_is_after_the_due_date_or_at_the_end(times: CaseTimes) -> None:
    late, end = late_from(times), ended_at(times)
    if late is not None:
        assert times.due is not None
        assert late > times.due or (late == end and times.supplements > 1)
        assert end is None or end >= late or end > times.due


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1)), st.integers(1, 60))
def test_an_hour_more_ends_later_and_inside_working_hours(start: datetime, hours: int) -> None:
    calendar = Calendar()
    end, steps = hours_deadline(start, hours, calendar, HOURS)
    later, _ = hours_deadline(start, hours + 1, calendar, HOURS)
    assert start < end < later
    assert calendar.is_workday(end.date())
    assert any(begins < end.time() <= ends for begins, ends in HOURS)
    assert str(hours) in steps[0]


def test_hours_pass_over_noon_night_weekend_and_pauses() -> None:
    friday = datetime(2026, 6, 26, 16, 0)
    end, steps = hours_deadline(friday, 2, Calendar(), HOURS)
    assert end == datetime(2026, 6, 29, 8, 30)
    assert steps[-1] == "Hết hạn lúc 08:30, thứ Hai 29/06/2026."
    pause = Pause(date(2026, 6, 29), date(2026, 6, 30), "chờ bổ sung")
    assert hours_deadline(friday, 2, Calendar(), HOURS, [pause])[0] == datetime(2026, 7, 1, 8, 30)


def test_no_hours_are_no_term() -> None:
    with pytest.raises(NoSuchDeadline):
        hours_deadline(DUE, 0, Calendar(), HOURS)
    with pytest.raises(NoSuchDeadline):
        hours_deadline(DUE, 5, Calendar(), HOURS, [Pause(DUE.date(), date(2099, 1, 1), "mãi mãi")])
