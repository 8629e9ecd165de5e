"""Borders of a table that grain has broken: looked for again where the table's own edges say they must be.

A scan's thin, slanted hairline breaks into pieces too short to be told from letters. Beside the edges of a
known table a shorter look is safe: a border is inked from corner to corner, and no text is, for text keeps
clear of the corners and leaves white between its words and lines.
"""

from __future__ import annotations

from itertools import pairwise

from PIL import Image

from thanthien.lib.documents.page.geometry import Rule
from thanthien.lib.documents.page.grid import Grid

_INK = 160
# In pixels at 300 dpi: how far ink may lie from the edge, and the longest break of a border.
_ASIDE = 3
_LONGEST_BREAK = 10
_LEAST_INKED = 0.8
# Lines that cross at the corners say nothing of the border between them.
_CORNER = 5
_NEAR = 8


def broken_rules(picture: Image.Image, grid: Grid, lines: list[Rule]) -> list[Rule]:
    """Borders between neighbouring cells of `grid` that `lines` lack but `picture` shows, in pixels.

    All are looked at, not those inside merged cells alone: a group that is no rectangle comes as single cells.
    """
    upright = [line for line in lines if not line.is_horizontal]
    flat = [line for line in lines if line.is_horizontal]
    walls = [Rule(x, top, x, bottom) for x in grid.xs[1:-1] for top, bottom in pairwise(grid.ys)]
    floors = [Rule(left, y, right, y) for y in grid.ys[1:-1] for left, right in pairwise(grid.xs)]
    return [
        *(wall for wall in walls if not _is_drawn(wall, upright) and _is_upright(picture, wall)),
        *(floor for floor in floors if not _is_drawn(floor, flat) and _is_flat(picture, floor)),
    ]


def _is_drawn(border: Rule, lines: list[Rule]) -> bool:
    """Whether one line runs along the whole border."""
    return any(
        line.x0 - _NEAR <= border.x0
        and border.x1 <= line.x1 + _NEAR
        and line.y0 - _NEAR <= border.y0
        and border.y1 <= line.y1 + _NEAR
        for line in lines
    )


def _is_upright(picture: Image.Image, wall: Rule) -> bool:
    """Whether the wall is inked."""
    x = round(wall.x0)
    box = (x - _ASIDE, round(wall.y0) + _CORNER, x + _ASIDE + 1, round(wall.y1) - _CORNER)
    return box[3] > box[1] and _is_border(picture.crop(box))


def _is_flat(picture: Image.Image, floor: Rule) -> bool:
    """Whether the floor is inked."""
    y = round(floor.y0)
    box = (round(floor.x0) + _CORNER, y - _ASIDE, round(floor.x1) - _CORNER, y + _ASIDE + 1)
    return box[2] > box[0] and _is_border(picture.crop(box).transpose(Image.Transpose.TRANSPOSE))


def _is_border(strip: Image.Image) -> bool:
    """Whether a narrow upright strip holds a line from its top to its bottom."""
    width, data = strip.width, strip.tobytes()
    inked = blank = 0
    for start in range(0, len(data), width):
        if min(data[start : start + width]) < _INK:
            inked, blank = inked + 1, 0
            continue
        blank += 1
        if blank > _LONGEST_BREAK:
            return False
    return inked >= _LEAST_INKED * strip.height
