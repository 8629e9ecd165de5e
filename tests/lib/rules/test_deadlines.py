"""Deadlines: counted on working days, told step by step, and the count taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import (
    Calendar,
    Extension,
    NoSuchDeadline,
    Pause,
    deadline,
    left_in_words,
    workdays_before,
    workdays_between,
)

SPRING = Calendar(
    days_off=frozenset({date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)}),
    make_up_days=frozenset({date(2026, 5, 9)}),
)
DAY = timedelta(days=1)

days = st.dates(date(2025, 11, 1), date(2027, 2, 28))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.frozensets(st.dates(date(2025, 10, 1), date(2027, 6, 30)), max_size=30))
    weekends = st.dates(date(2025, 10, 1), date(2027, 6, 30)).filter(lambda d: d.weekday() >= 5)
    return Calendar(off, draw(st.frozensets(weekends, max_size=8)))


def test_the_steps_tell_how_the_day_was_found() -> None:
    found = deadline(date(2026, 4, 27), 5, SPRING)
    assert found.last_day == date(2026, 5, 6)
    assert found.steps == (
        "5 ngày làm việc từ thứ Hai 27/04/2026; ngày bắt đầu không tính.",
        "Thứ Bảy, Chủ nhật không tính.",
        "Nghỉ 30/04, 01/05.",
        "Ngày cuối trong hạn: thứ Tư 06/05/2026.",
    )


def test_a_pause_an_extension_and_a_make_up_day_stand_in_the_steps() -> None:
    found = deadline(
        date(2026, 5, 4),
        3,
        SPRING,
        pauses=[Pause(date(2026, 5, 5), date(2026, 5, 6), "chờ Sở Nội vụ trả lời")],
        extensions=[Extension(1, "Chủ tịch đồng ý ngày 05/05")],
    )
    # 7, 8 and the make-up Saturday 9, then Monday 11
    assert found.last_day == date(2026, 5, 11)
    assert "Làm bù 09/05, có tính." in found.steps
    assert "Tạm dừng từ 05/05/2026 đến 06/05/2026 (2 ngày làm việc): chờ Sở Nội vụ trả lời." in found.steps
    assert "Thêm 1 ngày làm việc: Chủ tịch đồng ý ngày 05/05." in found.steps


def test_over_the_edge_of_the_year() -> None:
    new_year = Calendar(frozenset({date(2026, 1, 1), date(2026, 1, 2)}), frozenset({date(2026, 1, 10)}))
    assert deadline(date(2025, 12, 30), 2, new_year).last_day == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("last_day", "words"),
    [
        (date(2026, 4, 29), "đến hạn hôm nay"),
        (date(2026, 5, 5), "còn 2 ngày làm việc"),
        (date(2026, 4, 28), "quá hạn 1 ngày làm việc"),
        (date(2026, 5, 3), "còn 4 ngày"),  # a Sunday behind the holidays: no working day between
    ],
)
def test_what_is_left_in_words(last_day: date, words: str) -> None:
    assert left_in_words(last_day, date(2026, 4, 29), SPRING) == words


def test_a_count_that_cannot_end_is_refused() -> None:
    with pytest.raises(NoSuchDeadline, match="từ 1 ngày"):
        deadline(date(2026, 5, 4), 2, SPRING, extensions=[Extension(-2, "rút ngắn")])
    with pytest.raises(NoSuchDeadline, match="tạm dừng"):
        deadline(date(2026, 5, 4), 1, SPRING, pauses=[Pause(date(2026, 1, 1), date(2099, 1, 1), "x")])


@given(start=days, count=st.integers(1, 60), calendar=calendars())
def test_counted_back_the_count_comes_out(start: date, count: int, calendar: Calendar) -> None:
    found = deadline(start, count, calendar)
    assert calendar.is_workday(found.last_day)
    assert workdays_between(start, found.last_day, calendar) == count
    assert workdays_between(found.last_day, start, calendar) == -count
    back = workdays_before(found.last_day, count, calendar)
    assert workdays_between(back, found.last_day, calendar) == count


@given(
    start=days,
    count=st.integers(1, 30),
    calendar=calendars(),
    after=st.integers(1, 20),
    long=st.integers(0, 20),
)
def test_a_pause_costs_exactly_its_working_days(
    start: date, count: int, calendar: Calendar, after: int, long: int
) -> None:
    pause = Pause(start + DAY * after, start + DAY * (after + long), "chờ")
    paused = deadline(start, count, calendar, pauses=[pause]).last_day
    plain = deadline(start, count, calendar).last_day
    assert paused >= plain
    lost = sum(
        calendar.is_workday(start + DAY * n)
        for n in range(after, after + long + 1)
        if start + DAY * n <= paused
    )
    assert workdays_between(start, paused, calendar) == count + lost


@given(start=days, count=st.integers(1, 30), more=st.integers(0, 20), calendar=calendars())
def test_an_extension_is_a_longer_count(start: date, count: int, more: int, calendar: Calendar) -> None:
    extended = deadline(start, count, calendar, extensions=[Extension(more, "vì mưa bão")])
    assert extended.last_day == deadline(start, count + more, calendar).last_day
