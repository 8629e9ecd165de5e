from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import date_vi, due_in_words, long_date_vi, parse_date_vi, span_vi, time_ago

NOW = datetime(2026, 6, 30, 9, 0)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 2, 27), "ngày 27 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2025, 12, 11), "ngày 11 tháng 12 năm 2025"),
    ],
)
def test_long_date(day: date, printed: str) -> None:
    assert long_date_vi(day) == printed


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), "tháng 02/2026"),
        (date(2026, 12, 1), date(2026, 12, 31), "tháng 12/2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (date(2026, 8, 1), date(2026, 8, 22), "từ ngày 01/08/2026 đến ngày 22/08/2026"),
        (date(2025, 8, 1), date(2026, 8, 31), "từ ngày 01/08/2025 đến ngày 31/08/2026"),
    ],
)
def test_a_span_is_said_as_a_month_or_a_year_where_it_is_one(first: date, last: date, said: str) -> None:
    assert span_vi(first, last) == said


@given(st.dates(min_value=date(1000, 1, 1)))
def test_dates_read_back(day: date) -> None:
    assert parse_date_vi(date_vi(day)) == day
    assert parse_date_vi(long_date_vi(day)) == day
    assert parse_date_vi(day.isoformat()) == day


@pytest.mark.parametrize("text", ["27/2/2026", "27-02-2026", "27. 02. 2026", " Ngày 27 tháng 2 năm 2026 "])
def test_dates_in_many_forms(text: str) -> None:
    assert parse_date_vi(text) == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("text", "message"), [("30/02/2026", "không có trong lịch"), ("mai", "27/02/2026"), ("", "27/02/2026")]
)
def test_what_is_no_date_is_said_so(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_date_vi(text)


def test_due_in_words() -> None:
    assert due_in_words(2) == "còn 2 ngày làm việc"
    assert due_in_words(0) == "đến hạn hôm nay"
    assert due_in_words(-3, working=False) == "quá hạn 3 ngày"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=30), "vừa xong"),
        (timedelta(minutes=5), "5 phút trước"),
        (timedelta(hours=2, minutes=59), "2 giờ trước"),
        (timedelta(days=3), "3 ngày trước"),
        (timedelta(days=45), "1 tháng trước"),
        (timedelta(days=800), "2 năm trước"),
        (timedelta(minutes=-5), "5 phút nữa"),
        (timedelta(seconds=-5), "ngay bây giờ"),
    ],
)
def test_time_ago(before: timedelta, said: str) -> None:
    assert time_ago(NOW - before, NOW) == said
