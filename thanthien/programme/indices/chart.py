"""The drawing of an index over the years: places of points, the line between them, the targets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from thanthien.lib.vietnamese import number_vi

WIDTH, HEIGHT = 320, 140
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 26, 24, 26


@dataclass(frozen=True, slots=True)
class Point:
    """A year: where it stands in the drawing, and what it says. `y` or `target_y` is "" where there is none."""

    year: int
    x: str
    y: str
    label_y: str
    value: str
    target_y: str
    target: str


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    points: list[Point]
    line: str  # "x,y x,y" of the values
    target_line: str
    says: str


def chart_of(years: Sequence[tuple[int, Decimal | None, Decimal | None]], maximum: Decimal) -> Chart:
    """(year, value, target), oldest first, the last eight shown.

    The scale begins below the least value, so that a step of two points is seen; it never leaves 0–`maximum`.
    """
    shown = list(years)[-8:]
    known = [number for _, value, target in shown for number in (value, target) if number is not None]
    least, most = _span(known, maximum)

    def height(number: Decimal | None) -> str:
        if number is None:
            return ""
        share = (number - least) / (most - least)
        return f"{Decimal(HEIGHT - _BOTTOM) - share * (HEIGHT - _TOP - _BOTTOM):.1f}"

    step = Decimal(WIDTH - _LEFT - _RIGHT) / max(1, len(shown) - 1)
    points = []
    for place, (year, value, target) in enumerate(shown):
        y = height(value)
        points.append(
            Point(
                year, f"{_LEFT + step * place:.1f}", y, f"{Decimal(y) - 9:.1f}" if y else "",
                "" if value is None else number_vi(value), height(target),
                "" if target is None else number_vi(target),
            )
        )  # fmt: skip
    return Chart(
        WIDTH, HEIGHT, points,
        " ".join(f"{one.x},{one.y}" for one in points if one.y),
        " ".join(f"{one.x},{one.target_y}" for one in points if one.target_y),
        "; ".join(_says(one) for one in points),
    )  # fmt: skip


def _span(known: list[Decimal], maximum: Decimal) -> tuple[Decimal, Decimal]:
    if not known:
        return Decimal(0), maximum
    room = max((max(known) - min(known)) / 4, maximum / 50)
    return max(Decimal(0), min(known) - room), min(maximum, max(known) + room)


def _says(point: Point) -> str:
    said = f"năm {point.year}: {point.value or 'chưa có kết quả'}"
    return f"{said}, chỉ tiêu {point.target}" if point.target else said
