"""Ruled lines of a scanned page: long thin runs of ink, found with Pillow and byte patterns alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import Image, ImageDraw

from thanthien.lib.documents.page.geometry import Rule

_INK = 150
# Pixels looked at together along a line, and how many such blocks in a row make a piece of one.
_BLOCK = 4
_DARK = 170
_RUN = re.compile(b"\xff{10,}")
_THICKEST = 16
_FLAT = 70
_UPRIGHT = 52
# A line begins and ends inside blocks that are not dark enough: half a block is lost on the average.
_LOST = _BLOCK / 2
_MARGIN = 2


@dataclass(slots=True)
class _Piece:
    """Rows of dark runs that touch: `start` and `end` in blocks, rows first to last."""

    start: int
    end: int
    first: int
    last: int


def find_rules(picture: Image.Image) -> list[Rule]:
    """Horizontal and vertical rules of a straight page, in pixels; each is a thin box."""
    ink = picture.point([255 if value < _INK else 0 for value in range(256)])
    flat = [
        Rule(piece.start * _BLOCK - _LOST, piece.first, piece.end * _BLOCK + _LOST, piece.last + 1)
        for piece in _pieces(ink)
        if (piece.end - piece.start) * _BLOCK >= _FLAT
    ]
    turned = ink.transpose(Image.Transpose.TRANSPOSE)
    upright = [
        Rule(piece.first, piece.start * _BLOCK - _LOST, piece.last + 1, piece.end * _BLOCK + _LOST)
        for piece in _pieces(turned)
        if (piece.end - piece.start) * _BLOCK >= _UPRIGHT
    ]
    return flat + upright


def _pieces(ink: Image.Image) -> list[_Piece]:
    blocks = ink.reduce((_BLOCK, 1)).point([255 if value >= _DARK else 0 for value in range(256)])
    width, data = blocks.width, blocks.tobytes()
    done: list[_Piece] = []
    active: list[_Piece] = []
    for row in range(blocks.height):
        if active and row - min(piece.last for piece in active) > 1:
            done += [piece for piece in active if row - piece.last > 1]
            active = [piece for piece in active if row - piece.last <= 1]
        for run in _RUN.finditer(data, row * width, (row + 1) * width):
            _join(active, run.start() - row * width, run.end() - row * width, row)
    return [piece for piece in done + active if piece.last - piece.first < _THICKEST]


def _join(active: list[_Piece], start: int, end: int, row: int) -> None:
    touched = [piece for piece in active if piece.start <= end + 1 and start <= piece.end + 1]
    if not touched:
        active.append(_Piece(start, end, row, row))
        return
    first = touched[0]
    for other in touched[1:]:
        active.remove(other)
        first.start, first.end = min(first.start, other.start), max(first.end, other.end)
        first.first = min(first.first, other.first)
    first.start, first.end, first.last = min(first.start, start), max(first.end, end), row


def erased(picture: Image.Image, rules: list[Rule]) -> Image.Image:
    """The page without these rules, so that OCR does not read them as letters."""
    clean = picture.copy()
    brush = ImageDraw.Draw(clean)
    for rule in rules:
        box = (rule.x0 - _MARGIN, rule.y0 - _MARGIN, rule.x1 + _MARGIN, rule.y1 + _MARGIN)
        brush.rectangle(box, fill=255)
    return clean


def middle_lines(rules: list[Rule]) -> list[Rule]:
    """Each rule as the line through its middle, as tables are built from."""
    lines: list[Rule] = []
    for rule in rules:
        if rule.is_horizontal:
            level = (rule.y0 + rule.y1) / 2
            lines.append(Rule(rule.x0, level, rule.x1, level))
        else:
            upright = (rule.x0 + rule.x1) / 2
            lines.append(Rule(upright, rule.y0, upright, rule.y1))
    return lines
