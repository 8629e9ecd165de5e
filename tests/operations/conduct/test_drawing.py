"""The draw: reproducible, fair over a quarter, nobody chosen."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.drawing import Candidate, in_line, seed_of

DAY = date(2026, 7, 1)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=40), st.text(max_size=8))
def test_everybody_stands_in_line_once_and_the_order_of_the_register_does_not_matter(
    people: list[tuple[int, int]], seed: str
) -> None:
    candidates = [Candidate(number, stratum, times) for number, (stratum, times) in enumerate(people)]
    line = in_line(seed, candidates)
    assert line == in_line(seed, reversed(candidates))
    assert sorted(one.staff for one in line) == list(range(len(people)))
    assert [one.times for one in line] == sorted(one.times for one in line)


def test_the_longest_unchecked_of_an_agency_stands_first() -> None:
    line = in_line("s", [Candidate(1, 7, 0, "2026-06-01"), Candidate(2, 7, 0, "2026-02-01"), Candidate(3, 7)])
    assert [one.staff for one in line] == [3, 2, 1]


def test_small_and_large_agencies_send_their_share() -> None:
    line = in_line(seed_of("31", DAY, "dress"), [Candidate(n, 1 if n < 40 else 2) for n in range(50)])
    assert 7 <= sum(one.stratum == 1 for one in line[:10]) <= 9


def test_over_a_quarter_nobody_is_looked_at_twice_before_everybody_once() -> None:
    times: Counter[int] = Counter()
    last: dict[int, str] = {}
    for week in range(12):
        day = DAY + timedelta(days=7 * week)
        people = [Candidate(n, n % 4, times[n], last.get(n, "")) for n in range(23)]
        for one in in_line(seed_of("31", day, "dress"), people)[:5]:
            times[one.staff] += 1
            last[one.staff] = day.isoformat()
        assert max(times[n] for n in range(23)) - min(times[n] for n in range(23)) <= 1


def test_first_places_are_spread_over_all_people() -> None:
    """No name is drawn oftener because of its number: of 20 people each leads about one draw in twenty."""
    firsts = Counter(
        in_line(seed_of("31", DAY + timedelta(days=n), "dress"), [Candidate(i, i % 3) for i in range(20)])[
            0
        ].staff
        for n in range(1000)
    )
    assert len(firsts) == 20
    assert max(firsts.values()) < 110


def test_how_many_are_drawn() -> None:
    draw = definition().draw
    assert [draw.size(n) for n in (0, 3, 12, 40, 200)] == [0, 3, 5, 8, 15]
