"""Levels (mức, sao) as half-open bands of points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from thanthien.lib.rules.values import RuleError, read_decimal, write_decimal
from thanthien.lib.vietnamese import number_vi

_KEYS = {"level", "label", "minimum", "maximum", "includes_maximum"}


@dataclass(frozen=True, slots=True)
class LevelBand:
    """minimum ≤ points < maximum; with `includes_maximum` also points = maximum. None: no upper end."""

    level: int
    label: str
    minimum: Decimal
    maximum: Decimal | None = None
    includes_maximum: bool = False

    def holds(self, points: Decimal) -> bool:
        if points < self.minimum:
            return False
        return (
            self.maximum is None
            or points < self.maximum
            or (self.includes_maximum and points == self.maximum)
        )


@dataclass(frozen=True, slots=True)
class LevelResult:
    """`level` is None where none is recognised or none can be shown; `reason` says why, in a sentence."""

    level: int | None
    label: str
    reason: str


def check_bands(bands: Sequence[LevelBand]) -> tuple[LevelBand, ...]:
    """The bands from the lowest to the highest. Raises RuleError where they overlap, leave a gap, repeat a
    level, run backwards, or do not rise with the level.
    """
    if not bands:
        raise RuleError("levels", "cần ít nhất một mức")
    ordered = tuple(sorted(bands, key=lambda band: band.minimum))
    for band in ordered:
        if band.maximum is not None and band.maximum <= band.minimum:
            raise RuleError("levels", f"“{band.label}” có điểm trên không cao hơn điểm dưới")
        if band.includes_maximum and band.maximum is None:
            raise RuleError("levels", f"“{band.label}” không có điểm trên nên không thể bao gồm điểm trên")
    for lower, upper in pairwise(ordered):
        both = f"“{lower.label}” và “{upper.label}”"
        if lower.level == upper.level:
            raise RuleError("levels", f"{both} trùng số {lower.level}")
        if lower.maximum is None or lower.maximum > upper.minimum or lower.includes_maximum:
            raise RuleError("levels", f"{both} chồng lên nhau tại {number_vi(upper.minimum)} điểm")
        if lower.maximum < upper.minimum:
            gap = f"từ {number_vi(lower.maximum)} đến dưới {number_vi(upper.minimum)} điểm"
            raise RuleError("levels", f"giữa {both} còn khoảng trống {gap}")
        if lower.level > upper.level:
            raise RuleError("levels", f"{both} xếp ngược: điểm cao hơn phải được mức cao hơn")
    return ordered


def level_of(
    points: Decimal | None, bands: Sequence[LevelBand], *, registered: bool, weights_loaded: bool
) -> LevelResult:
    """The level that `points` reach. Points are compared as they are: 94.99 is below 95.

    Without weights no level is shown; a unit that did not register is not recognised, whatever its score.
    Points above the highest band (a bonus) belong to it.
    """
    if not weights_loaded or points is None:
        return LevelResult(None, "Chưa có thang điểm", "Chưa có thang điểm nên chưa xác định được mức.")
    said = f"{number_vi(points)} điểm"
    if not registered:
        return LevelResult(
            None, "Không công nhận", f"Đơn vị chưa đăng ký nên không được công nhận, dù đạt {said}."
        )
    ordered = check_bands(bands)
    if points < ordered[0].minimum:
        lowest = number_vi(ordered[0].minimum)
        return LevelResult(
            None, "Không công nhận", f"Đạt {said}, dưới {lowest} điểm nên chưa được công nhận."
        )
    band = next((band for band in ordered if band.holds(points)), ordered[-1])
    return LevelResult(band.level, band.label, f"Đạt {said}, thuộc {band.label} ({_range(band)}).")


def _range(band: LevelBand) -> str:
    low = f"từ {number_vi(band.minimum)}"
    if band.maximum is None:
        return f"{low} điểm trở lên"
    if band.includes_maximum:
        return f"{low} đến {number_vi(band.maximum)} điểm"
    return f"{low} đến dưới {number_vi(band.maximum)} điểm"


def next_band(points: Decimal, bands: Sequence[LevelBand]) -> LevelBand | None:
    """The next level above the one that `points` reach; None at the top."""
    return next((band for band in check_bands(bands) if band.minimum > points), None)


def levels_from_data(data: object) -> tuple[LevelBand, ...]:
    """Checked bands from a list of mappings (format: see the package's docstring). Raises RuleError."""
    if not isinstance(data, list):
        raise RuleError("levels", "cần một danh sách các mức")
    return check_bands([_band(item, f"levels[{n}]") for n, item in enumerate(data, 1)])


def _band(item: object, where: str) -> LevelBand:
    if not isinstance(item, Mapping):
        raise RuleError(where, "cần một ánh xạ có các khoá level, label, minimum")
    for name in item:
        if name not in _KEYS:
            raise RuleError(f"{where}.{name}", f"không có khoá này; các khoá: {', '.join(sorted(_KEYS))}")
    level, label = item.get("level"), item.get("label")
    if isinstance(level, bool) or not isinstance(level, int):
        raise RuleError(f"{where}.level", "cần một số nguyên")
    if not isinstance(label, str) or not label:
        raise RuleError(f"{where}.label", "cần tên của mức")
    included = item.get("includes_maximum", False)
    if not isinstance(included, bool):
        raise RuleError(f"{where}.includes_maximum", "chỉ nhận true hoặc false")
    maximum = item.get("maximum")
    return LevelBand(
        level,
        label,
        _points(item.get("minimum"), f"{where}.minimum"),
        None if maximum is None else _points(maximum, f"{where}.maximum"),
        included,
    )


def _points(value: object, where: str) -> Decimal:
    try:
        return read_decimal(value)
    except ValueError as error:
        raise RuleError(where, str(error)) from None


def levels_as_data(bands: Sequence[LevelBand]) -> list[dict[str, Any]]:
    """The list that reads back as the same bands."""
    written = []
    for band in bands:
        item: dict[str, Any] = {
            "level": band.level,
            "label": band.label,
            "minimum": write_decimal(band.minimum),
        }
        if band.maximum is not None:
            item["maximum"] = write_decimal(band.maximum)
        if band.includes_maximum:
            item["includes_maximum"] = True
        written.append(item)
    return written
