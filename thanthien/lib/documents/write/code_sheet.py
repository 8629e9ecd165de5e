"""A sheet of QR codes with their names (A4, three by four), for the wall beside a counter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from thanthien.lib.documents.write.fonts import register_fonts
from thanthien.lib.documents.write.poster import draw_code

_GREEN, _INK, _LINE = HexColor("#07493c"), HexColor("#17262a"), HexColor("#cfd8d5")
_ACROSS, _DOWN = 3, 4
_MARGIN, _HEAD = 12 * mm, 26 * mm
_SIZES = (10.0, 9.0, 8.0, 7.0)  # of a name; the first in which it has its room
_LINES = 5


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """`codes`: (name, address) each, in the order of the sheet."""

    heading: str
    title: str
    lead: str
    codes: tuple[tuple[str, str], ...]


def code_sheet_pdf(sheet: CodeSheet, *, font_folders: Sequence[Path] = ()) -> bytes:
    """As many A4 pages as the codes need, fonts inside. Raises `FontMissing`."""
    family = register_fonts(font_folders)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(f"{sheet.title} – {sheet.heading}")
    a_page = _ACROSS * _DOWN
    for first in range(0, len(sheet.codes), a_page):
        _head(canvas, sheet, family)
        for at, (name, address) in enumerate(sheet.codes[first : first + a_page]):
            _cell(canvas, at, name, address, family)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(canvas: Canvas, sheet: CodeSheet, family: str) -> None:
    width, height = A4
    canvas.setFillColor(_GREEN)
    canvas.rect(0, height - _HEAD, width, _HEAD, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(f"{family}Bold", 17)
    title = simpleSplit(sheet.title, f"{family}Bold", 17, width - 2 * _MARGIN)
    canvas.drawString(_MARGIN, height - 10 * mm, title[0] if title else "")
    canvas.setFont(family, 10)
    canvas.drawString(_MARGIN, height - 16 * mm, sheet.heading)
    canvas.drawString(_MARGIN, height - 21.5 * mm, sheet.lead)


def _cell(canvas: Canvas, at: int, name: str, address: str, family: str) -> None:
    width, height = A4
    across, down = (width - 2 * _MARGIN) / _ACROSS, (height - _HEAD - 2 * _MARGIN) / _DOWN
    left = _MARGIN + (at % _ACROSS) * across
    bottom = height - _HEAD - _MARGIN - (at // _ACROSS + 1) * down
    canvas.setStrokeColor(_LINE)
    canvas.roundRect(
        left + 1.5 * mm, bottom + 1.5 * mm, across - 3 * mm, down - 3 * mm, 3 * mm, stroke=1, fill=0
    )
    side = 36 * mm
    draw_code(canvas, address, left + (across - side) / 2, bottom + down - side - 3 * mm, side)
    room = across - 9 * mm
    size = next((n for n in _SIZES if len(simpleSplit(name, f"{family}Bold", n, room)) <= _LINES), _SIZES[-1])
    lines = simpleSplit(name, f"{family}Bold", size, room)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]} …"]
    canvas.setFillColor(_INK)
    canvas.setFont(f"{family}Bold", size)
    y = bottom + down - side - 6 * mm
    for line in lines:
        canvas.drawCentredString(left + across / 2, y, line)
        y -= size * 1.25
