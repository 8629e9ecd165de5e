"""Money as typed and printed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import money_vi, parse_money_vi


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12.500.000 đ", 12_500_000),
        ("12500000", 12_500_000),
        ("12 500 000", 12_500_000),
        ("12,5 triệu", 12_500_000),
        ("12.5 triệu", 12_500_000),
        ("1.250 triệu đồng", 1_250_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("750 nghìn", 750_000),
        ("45tr", 45_000_000),
        ("0", 0),
    ],
)
def test_what_people_type(typed: str, amount: int) -> None:
    assert parse_money_vi(typed) == amount


_NO_AMOUNTS = ["", "nhiều", "-5 triệu", "12,5", "1,2345678 triệu", "10000 tỷ tỷ", "1..2", "99999999 tỷ"]


@pytest.mark.parametrize("typed", _NO_AMOUNTS)
def test_what_is_no_amount_is_refused_with_words(typed: str) -> None:
    with pytest.raises(ValueError, match="ố tiền"):
        parse_money_vi(typed)


@given(st.integers(0, 10**15))
def test_what_is_printed_is_read_back(amount: int) -> None:
    assert parse_money_vi(money_vi(amount)) == amount
    assert parse_money_vi(str(amount)) == amount


@given(st.text("0123456789.,triệuđ ", max_size=12))
def test_any_text_is_a_whole_amount_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert 0 <= parse_money_vi(text) <= 10**15
