"""A poster with a QR code: one sheet that says what the code opens, for a wall (A4) or a counter (A5)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from thanthien.lib.documents.write.fonts import register_fonts

SLOGAN = "Thân thiện – Gần gũi – Trách nhiệm"
SIZES = {"a4": A4, "a5": A5}
_GREEN, _INK, _QUIET = HexColor("#07493c"), HexColor("#17262a"), HexColor("#4a5a5d")
_QUIET_ZONE = 4  # modules of white around a code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Poster:
    """`heading` whose it is; `title` what the code opens; `steps` how; `address` what it holds, printed too."""

    heading: str
    title: str
    steps: tuple[str, ...]
    slogan: str
    address: str


def qr_matrix(text: str, *, quickly: bool = False) -> list[list[bool]]:
    """The modules of the smallest code that holds `text`, dark ones True; a quarter may be worn off (level Q).

    `quickly`: with the first of the eight patterns that are laid over it, instead of trying which is read best on a
    worn sheet; an eighth of the work, for a screen that somebody waits for.
    """
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(text)
    if quickly:
        code.version = code.calculate_version()
        code.makeImpl(False, 0)
    else:
        code.make()
    size = code.getModuleCount()
    return [[bool(code.isDark(row, column)) for column in range(size)] for row in range(size)]


def qr_path(text: str, *, quickly: bool = False) -> tuple[int, str]:
    """(side in modules, quiet zone included; the dark modules as the `d` of an SVG path). `quickly`: as above."""
    rows = qr_matrix(text, quickly=quickly)
    dark = [
        f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row)
        if is_dark
    ]  # fmt: skip
    return len(rows) + 2 * _QUIET_ZONE, "".join(dark)


def poster_pdf(poster: Poster, *, size: str, font_folders: Sequence[Path] = ()) -> bytes:
    """One page of `size` ("a4", "a5") with its fonts inside. Raises `FontMissing`, KeyError for another size."""
    family = register_fonts(font_folders)
    width, height = SIZES[size]
    unit = width / 100  # everything is a share of the width, so that both sizes look alike
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    canvas.setTitle(f"{poster.title} – {poster.heading}")
    canvas.setFillColor(_GREEN)
    canvas.rect(0, height - 17 * unit, width, 17 * unit, stroke=0, fill=1)
    canvas.setFillColor(white)
    _centred(canvas, poster.heading, f"{family}Bold", 5 * unit, height - 10.5 * unit, width)
    canvas.setFillColor(_INK)
    title_size = next(
        (n * unit for n in (7, 6, 5) if len(_lines(poster.title, f"{family}Bold", n * unit, width)) < 3),
        4.2 * unit,
    )
    y = _centred(canvas, poster.title, f"{family}Bold", title_size, height - 29 * unit, width)
    below = sum(len(_lines(step, family, 3.6 * unit, width)) * 3.6 * 1.3 + 1 for step in poster.steps)
    # what is said and the band below it keep their room, the code gives way
    side = min(54 * unit, y - (27.5 + below) * unit)
    draw_code(canvas, poster.address, (width - side) / 2, y - side - 2 * unit, side)
    y -= side + 7 * unit
    canvas.setFillColor(_QUIET)
    y = _centred(canvas, poster.address, family, 2.6 * unit, y, width) - 2 * unit
    canvas.setFillColor(_INK)
    for step in poster.steps:
        y = _centred(canvas, step, family, 3.6 * unit, y, width) - unit
    canvas.setFillColor(_GREEN)
    canvas.rect(0, 0, width, 12 * unit, stroke=0, fill=1)
    canvas.setFillColor(white)
    _centred(canvas, poster.slogan, f"{family}Bold", 4.2 * unit, 4.6 * unit, width)
    canvas.save()
    return out.getvalue()


def _centred(canvas: Canvas, text: str, font: str, size: float, y: float, width: float) -> float:
    """Draw lines in the middle from `y` downwards; where the next line would stand."""
    for line in _lines(text, font, size, width):
        canvas.setFont(font, size)
        canvas.drawCentredString(width / 2, y, line)
        y -= size * 1.3
    return y


def _lines(text: str, font: str, size: float, width: float) -> list[str]:
    return list(simpleSplit(text, font, size, width * 0.88))


def draw_code(canvas: Canvas, text: str, left: float, bottom: float, side: float) -> None:
    """The code of `text` with its quiet zone in a square; left, bottom and side in points."""
    rows = qr_matrix(text)
    module = side / (len(rows) + 2 * _QUIET_ZONE)
    canvas.setFillColor(_INK)
    path = canvas.beginPath()
    for y, row in enumerate(reversed(rows)):
        for x, is_dark in enumerate(row):
            if is_dark:
                path.rect(
                    left + (x + _QUIET_ZONE) * module, bottom + (y + _QUIET_ZONE) * module, module, module
                )
    canvas.drawPath(path, stroke=0, fill=1)
