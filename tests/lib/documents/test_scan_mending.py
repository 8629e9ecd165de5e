"""Borders that grain has broken are found again; cells that are merged stay merged."""

from __future__ import annotations

from PIL import Image, ImageDraw

from thanthien.lib.documents.page.geometry import Rule
from thanthien.lib.documents.page.grid import Grid, find_grids
from thanthien.lib.documents.scan.mending import broken_rules
from thanthien.lib.documents.scan.rulings import find_rules, middle_lines

_UNIT = 300 / 72
_XS = (100, 500, 900, 1300)
_YS = (100, 240, 380, 520)


def _page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A ruled table of three by three cells on white."""
    page = Image.new("L", (1400, 700), 255)
    brush = ImageDraw.Draw(page)
    for x in _XS:
        brush.line((x, _YS[0], x, _YS[-1]), fill=0, width=3)
    for y in _YS:
        brush.line((_XS[0], y, _XS[-1], y), fill=0, width=3)
    return page, brush


def _tables(page: Image.Image) -> tuple[list[Rule], Grid]:
    lines = middle_lines(find_rules(page))
    [grid] = find_grids(lines, _UNIT)
    return lines, grid


def test_wall_broken_into_short_pieces_divides_its_cells_again() -> None:
    page, brush = _page()
    for top in range(120, 236, 40):
        brush.rectangle((496, top, 504, top + 6), fill=255)
    lines, grid = _tables(page)
    assert len(grid.cells) == 8
    [mended] = find_grids(lines + broken_rules(page, grid, lines), _UNIT)
    assert len(mended.cells) == 9


def test_floor_broken_into_short_pieces_divides_its_cells_again() -> None:
    page, brush = _page()
    for left in range(520, 896, 40):
        brush.rectangle((left, 236, left + 6, 244), fill=255)
    lines, grid = _tables(page)
    assert len(grid.cells) == 8
    [mended] = find_grids(lines + broken_rules(page, grid, lines), _UNIT)
    assert len(mended.cells) == 9


def test_text_across_a_merged_cell_is_no_wall() -> None:
    page, brush = _page()
    brush.rectangle((495, 104, 505, 236), fill=255)
    for top in (120, 180):
        brush.rectangle((480, top, 520, top + 42), fill=0)
    lines, grid = _tables(page)
    assert len(grid.cells) == 8
    assert broken_rules(page, grid, lines) == []


def test_line_of_words_along_a_merged_cell_is_no_floor() -> None:
    page, brush = _page()
    brush.rectangle((504, 235, 896, 245), fill=255)
    for left in range(530, 860, 60):
        brush.rectangle((left, 220, left + 45, 260), fill=0)
    lines, grid = _tables(page)
    assert len(grid.cells) == 8
    assert broken_rules(page, grid, lines) == []
