"""Cells of a table set below one another in one picture, so that one OCR call reads them all, each as a
column of its own, and no line runs from one cell into the next.

A row's number is set before the first line of the cell beside it: alone, figures are read badly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from thanthien.lib.documents.page.geometry import Word
from thanthien.lib.documents.page.grid import Grid, GridCell

_SCALE = 0.85
_INK = 190
_INSET = 2
_MARGIN = 12
_BETWEEN = 26
_TALLEST = 24_000
# A cell counts as written from so many dark pixels, after reduction by four.
_LEAST_INK = 4
# The largest a number's ink may be, and how far it stands before the text.
_NUMBER_WIDTH, _NUMBER_HEIGHT, _NUMBER_GAP = 170, 70, 34

_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Crop:
    """The written part of a cell and where its top left corner is on the page."""

    picture: Image.Image
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class _Tile:
    """A box of the mosaic and how far it lies from its place on the page."""

    box: _Box
    right_by: int
    down_by: int

    def holds(self, word: Word) -> bool:
        left, top, right, bottom = self.box
        return left <= word.centre < right and top <= word.middle < bottom


@dataclass(slots=True)
class Mosaic:
    """`picture` is for OCR: a little smaller than the page, as well read, and a fifth faster."""

    picture: Image.Image
    tiles: list[_Tile]

    def back_on_page(self, words: list[Word]) -> list[Word]:
        """Words read in `picture`, with their boxes on the page."""
        placed: list[Word] = []
        for word in words:
            x0, x1, top, bottom = (edge / _SCALE for edge in (word.x0, word.x1, word.top, word.bottom))
            sized = replace(word, x0=x0, x1=x1, top=top, bottom=bottom)
            tile = next((tile for tile in self.tiles if tile.holds(sized)), None)
            if tile is not None:
                sized.x0, sized.x1 = x0 + tile.right_by, x1 + tile.right_by
                sized.top, sized.bottom = top + tile.down_by, bottom + tile.down_by
                placed.append(sized)
        return placed


def mosaics_of(picture: Image.Image, grids: list[Grid]) -> list[Mosaic]:
    """All written cells of these tables, in as few pictures as fit."""
    strips = [strip for grid in grids for strip in _strips(picture, grid)]
    groups: list[list[tuple[_Crop | None, _Crop]]] = [[]]
    height = 0
    for number, crop in strips:
        if groups[-1] and height + crop.picture.height + _BETWEEN > _TALLEST:
            groups.append([])
            height = 0
        groups[-1].append((number, crop))
        height += crop.picture.height + _BETWEEN
    return [_mosaic(group) for group in groups if group]


def _strips(picture: Image.Image, grid: Grid) -> list[tuple[_Crop | None, _Crop]]:
    """Cells to read, each with the number that goes before it, if any."""
    crops = {(cell.row, cell.column): _crop(picture, grid, cell) for cell in grid.cells}
    strips: list[tuple[_Crop | None, _Crop]] = []
    for (row, column), crop in crops.items():
        if crop is None:
            continue
        if column == 0 and _is_number(crop) and crops.get((row, 1)) is not None:
            continue
        number = crops.get((row, 0)) if column == 1 else None
        strips.append((number if number and _is_number(number) else None, crop))
    return strips


def _is_number(crop: _Crop) -> bool:
    return crop.picture.width <= _NUMBER_WIDTH and crop.picture.height <= _NUMBER_HEIGHT


def _crop(picture: Image.Image, grid: Grid, cell: GridCell) -> _Crop | None:
    left, top, right, bottom = (round(edge) for edge in grid.box(cell))
    if right - left < 12 or bottom - top < 12:
        return None
    inside = picture.crop((left + _INSET, top + _INSET, right - _INSET, bottom - _INSET))
    box = _ink_box(inside)
    if box is None:
        return None
    return _Crop(inside.crop(box), left + _INSET + box[0], top + _INSET + box[1])


def _ink_box(crop: Image.Image) -> _Box | None:
    """The written part of a cell with a small rim, None where nothing but specks is written."""
    small = crop.reduce(4).point([255 if value < _INK else 0 for value in range(256)])
    box = small.getbbox()
    if box is None or small.histogram()[255] < _LEAST_INK:
        return None
    left, top, right, bottom = (edge * 4 for edge in box)
    return max(left - 8, 0), max(top - 8, 0), min(right + 12, crop.width), min(bottom + 12, crop.height)


def _mosaic(strips: list[tuple[_Crop | None, _Crop]]) -> Mosaic:
    indent = [number.picture.width + _NUMBER_GAP if number else 0 for number, _ in strips]
    widest = max(space + crop.picture.width for space, (_, crop) in zip(indent, strips, strict=True))
    height = sum(crop.picture.height + _BETWEEN for _, crop in strips) + _BETWEEN + _NUMBER_HEIGHT
    sheet = Image.new("L", (widest + 2 * _MARGIN, height), 255)
    tiles: list[_Tile] = []
    at = _BETWEEN
    for space, (number, crop) in zip(indent, strips, strict=True):
        end = at + crop.picture.height + _BETWEEN // 2
        if number is not None:
            down = at + max(_first_line_middle(crop.picture) - number.picture.height // 2, -_BETWEEN // 2)
            sheet.paste(number.picture, (_MARGIN, down))
            box = (0, at - _BETWEEN // 2, _MARGIN + number.picture.width + _NUMBER_GAP // 2, end)
            tiles.append(_Tile(box, number.left - _MARGIN, number.top - down))
        sheet.paste(crop.picture, (_MARGIN + space, at))
        box = (0, at - _BETWEEN // 2, sheet.width, end)
        tiles.append(_Tile(box, crop.left - _MARGIN - space, crop.top - at))
        at += crop.picture.height + _BETWEEN
    size = (round(sheet.width * _SCALE), round(sheet.height * _SCALE))
    return Mosaic(sheet.resize(size, Image.Resampling.LANCZOS), tiles)


def _first_line_middle(picture: Image.Image) -> int:
    """Height at which the first printed line of a cell has its middle."""
    rows = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    first = next((at for at, value in enumerate(rows) if value < 252), 0)
    last = next((at for at in range(first + 20, len(rows)) if rows[at] >= 252), first + _NUMBER_HEIGHT)
    return (first + min(last, first + _NUMBER_HEIGHT)) // 2
