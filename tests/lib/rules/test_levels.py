from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import (
    LevelBand,
    RuleError,
    check_bands,
    level_of,
    levels_as_data,
    levels_from_data,
    next_band,
)

FOUR: list[dict[str, Any]] = [
    {"level": 4, "label": "Mức 4", "minimum": 95, "maximum": 100, "includes_maximum": True},
    {"level": 3, "label": "Mức 3", "minimum": 90, "maximum": 95},
    {"level": 2, "label": "Mức 2", "minimum": 85, "maximum": 90},
    {"level": 1, "label": "Mức 1", "minimum": 80, "maximum": 85},
]
BANDS = levels_from_data(FOUR)
STARS = levels_from_data(
    [
        {"level": 1, "label": "1 sao", "minimum": 0, "maximum": 80},
        {"level": 2, "label": "2 sao", "minimum": 80, "maximum": 90},
        {"level": 3, "label": "3 sao", "minimum": 90, "maximum": 95},
        {"level": 4, "label": "4 sao", "minimum": 95},
    ]
)
points_of_hundred = st.decimals(0, 100, places=2)


@st.composite
def band_sets(draw: st.DrawFn) -> tuple[LevelBand, ...]:
    ends = sorted(draw(st.sets(st.decimals(0, 100, places=1), min_size=2, max_size=6)))
    last = len(ends) - 1
    return tuple(
        LevelBand(number, f"Mức {number}", low, high, number == last)
        for number, (low, high) in enumerate(pairwise(ends), 1)
    )


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ("100", 4),
        ("95", 4),
        ("94.99", 3),
        ("94.999", 3),
        ("90", 3),
        ("89.99", 2),
        ("85", 2),
        ("84.99", 1),
        ("80", 1),
        ("79.99", None),
        ("0", None),
        ("101.5", 4),
    ],
)
def test_levels_of_the_first_set(points: str, level: int | None) -> None:
    assert level_of(Decimal(points), BANDS, registered=True, weights_loaded=True).level == level


@pytest.mark.parametrize(
    ("points", "level"), [("0", 1), ("79.99", 1), ("80", 2), ("94.99", 3), ("95", 4), ("105", 4)]
)
def test_stars_have_no_floor_and_no_ceiling(points: str, level: int) -> None:
    assert level_of(Decimal(points), STARS, registered=True, weights_loaded=True).level == level


def test_a_unit_that_did_not_register_is_not_recognised() -> None:
    result = level_of(Decimal(100), BANDS, registered=False, weights_loaded=True)
    assert (result.level, result.label) == (None, "Không công nhận")
    assert result.reason == "Đơn vị chưa đăng ký nên không được công nhận, dù đạt 100 điểm."


def test_no_level_is_shown_without_weights() -> None:
    for points, loaded in ((Decimal(100), False), (None, True)):
        result = level_of(points, BANDS, registered=True, weights_loaded=loaded)
        assert (result.level, result.label) == (None, "Chưa có thang điểm")


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ("94.99", "Đạt 94,99 điểm, thuộc Mức 3 (từ 90 đến dưới 95 điểm)."),
        ("97", "Đạt 97 điểm, thuộc Mức 4 (từ 95 đến 100 điểm)."),
        ("70", "Đạt 70 điểm, dưới 80 điểm nên chưa được công nhận."),
    ],
)
def test_the_reason_says_the_figures(points: str, reason: str) -> None:
    assert level_of(Decimal(points), BANDS, registered=True, weights_loaded=True).reason == reason


@given(band_sets(), points_of_hundred)
def test_bands_partition_their_range(bands: tuple[LevelBand, ...], points: Decimal) -> None:
    ordered = check_bands(bands)
    holding = [band for band in ordered if band.holds(points)]
    top = ordered[-1].maximum
    assert top is not None
    assert len(holding) == (1 if ordered[0].minimum <= points <= top else 0)


@given(band_sets(), points_of_hundred, points_of_hundred)
def test_more_points_never_lower_the_level(
    bands: tuple[LevelBand, ...], one: Decimal, other: Decimal
) -> None:
    low, high = (
        level_of(points, bands, registered=True, weights_loaded=True).level or 0
        for points in sorted((one, other))
    )
    assert low <= high


@given(band_sets(), points_of_hundred)
def test_the_next_band_is_the_nearest_above(bands: tuple[LevelBand, ...], points: Decimal) -> None:
    found = next_band(points, bands)
    above = [band.minimum for band in bands if band.minimum > points]
    assert (found.minimum if found else None) == min(above, default=None)


@given(band_sets())
def test_bands_read_back(bands: tuple[LevelBand, ...]) -> None:
    assert levels_from_data(levels_as_data(bands)) == bands


def changed(at: int, **change: object) -> list[dict[str, Any]]:
    return [{**band, **(change if number == at else {})} for number, band in enumerate(FOUR)]


@pytest.mark.parametrize(
    ("data", "key", "message"),
    [
        ("x", "levels", "danh sách"),
        ([], "levels", "ít nhất một"),
        (["x"], "levels[1]", "ánh xạ"),
        (changed(1, maximum=96), "levels", "chồng lên nhau tại 95"),
        (changed(1, maximum=94), "levels", "khoảng trống từ 94 đến dưới 95"),
        (changed(1, includes_maximum=True), "levels", "chồng lên nhau"),
        (changed(1, maximum=None), "levels", "chồng lên nhau"),
        (changed(1, level=4), "levels", "trùng số 4"),
        (changed(1, level=5), "levels", "ngược"),
        (changed(0, maximum=95), "levels", "không cao hơn"),
        (changed(0, maximum=None), "levels", "không thể bao gồm"),
        (changed(1, minimum="chín mươi"), "levels[2].minimum", "một số"),
        (changed(1, minimum=None), "levels[2].minimum", "một số"),
        (changed(1, level="3"), "levels[2].level", "số nguyên"),
        (changed(1, label=""), "levels[2].label", "tên"),
        (changed(1, includes_maximum="có"), "levels[2].includes_maximum", "true hoặc false"),
        (changed(1, max=95), "levels[2].max", "không có khoá này"),
    ],
)
def test_wrong_bands_are_refused_by_key(data: object, key: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        levels_from_data(data)
    assert caught.value.key == key
    assert message in caught.value.message
