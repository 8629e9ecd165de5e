"""When nobody is on duty: open hours less the shifts."""

from __future__ import annotations

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from thanthien.operations.channels.gaps import gaps

MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17))
SPANS = st.tuples(st.times(), st.times()).filter(lambda span: span[0] < span[1])


def test_the_noon_break_is_no_gap() -> None:
    assert gaps([MORNING, AFTERNOON], [(time(7, 30), time(17))]) == []
    assert gaps([MORNING, AFTERNOON], []) == [MORNING, AFTERNOON]


def test_what_lies_between_two_shifts_is_told() -> None:
    shifts = [(time(14), time(17)), (time(7), time(9)), (time(8, 30), time(10))]
    assert gaps([MORNING, AFTERNOON], shifts) == [(time(10), time(11, 30)), (time(13, 30), time(14))]


@given(st.lists(SPANS, max_size=5), st.times())
def test_every_open_minute_is_covered_or_told(shifts: list[tuple[time, time]], at: time) -> None:
    found = gaps([MORNING, AFTERNOON], shifts)
    is_open = any(opens <= at < closes for opens, closes in (MORNING, AFTERNOON))
    is_covered = any(starts <= at < ends for starts, ends in shifts)
    assert any(a <= at < b for a, b in found) == (is_open and not is_covered)
