from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import (
    from_roman,
    number_in_words,
    number_vi,
    percent_vi,
    roman,
    whole_number,
)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Decimal("1234.50"), None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (94.99, None, "94,99"),
        (0.1, None, "0,1"),
        (Decimal("1E+5"), None, "100.000"),
        (Decimal("2.345"), 2, "2,35"),
        (Decimal("-2.345"), 2, "-2,35"),
        (Decimal("-0.001"), 2, "0,00"),
        (95, 2, "95,00"),
        (1500, 0, "1.500"),
    ],
)
def test_number_vi(value: Decimal | int | float, places: int | None, printed: str) -> None:
    assert number_vi(value, places) == printed


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_number_vi_reads_back(value: Decimal) -> None:
    assert Decimal(number_vi(value).replace(".", "").replace(",", ".")) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.integers(0, 4))
def test_number_vi_rounds_half_up(value: Decimal, places: int) -> None:
    read = Decimal(number_vi(value, places).replace(".", "").replace(",", "."))
    assert read == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_number_vi_refuses_what_is_no_number(value: Decimal | float) -> None:
    with pytest.raises(ValueError, match="không xác định"):
        number_vi(value)


@pytest.mark.parametrize(
    ("share", "places", "printed"),
    [
        (0.9267, None, "92,67%"),
        (Decimal("0.8"), None, "80%"),
        (1.2, None, "120%"),
        (Decimal("0.5"), 1, "50,0%"),
    ],
)
def test_percent_vi(share: Decimal | float, places: int | None, printed: str) -> None:
    assert percent_vi(share, places) == printed


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (84, "tám mươi bốn"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (2105, "hai nghìn một trăm linh năm"),
        (10_005, "mười nghìn không trăm linh năm"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (1_000_000_015, "một tỷ không trăm mười lăm"),
        (3_000_000_000_000, "ba nghìn tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_number_in_words(number: int, said: str) -> None:
    assert number_in_words(number) == said


_ONES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "linh": 0, "mười": 10,
}  # fmt: skip


def _heard(said: str) -> int:
    """Reads the words back the way a listener does, to check the saying from the other side."""
    if " tỷ" in said:
        billions, _, rest = said.rpartition(" tỷ")
        return _heard(billions) * 10**9 + (_heard(rest) if rest else 0)
    total = group = 0
    for word in said.split():
        if word in ("nghìn", "triệu"):
            total, group = total + group * {"nghìn": 1000, "triệu": 10**6}[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group = group // 100 * 100 + group % 100 * 10
        else:
            group += _ONES[word]
    return total + group


@given(st.integers(0, 10**15))
def test_number_in_words_reads_back(number: int) -> None:
    assert _heard(number_in_words(number)) == number


@given(st.integers(1, 3999))
def test_roman_reads_back(number: int) -> None:
    assert from_roman(roman(number)) == number
    assert from_roman(f" {roman(number).lower()} ") == number


@pytest.mark.parametrize("text", ["", "IIII", "IC", "VX", "A", "MMMM", "XIXI"])
def test_from_roman_refuses_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="không phải là số La Mã"):
        from_roman(text)


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_has_bounds(number: int) -> None:
    with pytest.raises(ValueError, match="3999"):
        roman(number)


@given(st.integers(0, 10**18 - 1))
def test_whole_number_reads_what_is_one(number: int) -> None:
    assert whole_number(str(number)) == number


@pytest.mark.parametrize(
    "text", [None, "", "-1", "1,5", " 1", "²", "2²", "٢٠٢٦", "9" * 19, "9" * 5000, "1e9"]
)
def test_whole_number_is_none_for_all_else(text: str | None) -> None:
    assert whole_number(text) is None
