"""Sample sizes and intervals, against published figures and for what always holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.sampling import sample_size, wilson


@pytest.mark.parametrize(("population", "wanted"), [(0, 0), (1, 1), (100, 80), (2000, 334), (10_000, 385)])
def test_the_formula(population: int, wanted: int) -> None:
    assert sample_size(population) == wanted


def test_a_wider_margin_asks_fewer() -> None:
    assert sample_size(2000, Decimal("0.1")) == 96


def test_wilson_as_in_newcombe_1998() -> None:
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_nothing_answered_is_nothing_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_the_share_lies_within(hits: int, total: int) -> None:
    hits = min(hits, total)
    low, high = wilson(hits, total)
    assert 0 <= low <= hits / total <= high <= 1
