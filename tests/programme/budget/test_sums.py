"""Sums of money: they add up however they are grouped, and what goes over is always said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thanthien.programme.budget.sums import Sums

AMOUNTS = st.integers(0, 10**13)
SUMS = st.builds(Sums, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)


@given(st.lists(SUMS), st.integers(0, 20))
def test_a_total_does_not_depend_on_the_grouping(rows: list[Sums], cut: int) -> None:
    whole = sum(rows, Sums())
    assert whole == sum(rows[:cut], Sums()) + sum(rows[cut:], Sums())
    assert whole == sum(reversed(rows), Sums())
    assert whole.estimate == sum(row.estimate for row in rows)
    assert whole.settled == sum(row.settled for row in rows)


@given(SUMS)
def test_every_overrun_and_nothing_else_is_warned_of(sums: Sums) -> None:
    over = [
        sums.allocated > sums.estimate,
        sums.spent > sums.allocated,
        sums.settled > sums.spent,
    ]
    assert len(sums.warnings) == sum(over)
    assert sums.left >= 0
    assert over[1] or sums.left + sums.spent == sums.allocated
