"""Slogans to print: sheets (A4, A3) and wide banners at their real size, with bleed and crop marks for the printer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from thanthien.lib.documents.write.fonts import register_fonts
from thanthien.lib.documents.write.poster import draw_code

_MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class BannerSize:
    """Millimetres; `bleed` is printed over and cut off, 0 on an office printer."""

    label: str
    width: float
    height: float
    bleed: float = 0.0


SIZES = {
    "a4": BannerSize("A4 đứng", 210, 297),
    "a4-ngang": BannerSize("A4 ngang", 297, 210),
    "a3": BannerSize("A3 đứng", 297, 420),
    "a3-ngang": BannerSize("A3 ngang", 420, 297),
    "2x1": BannerSize("2 × 1 m", 2000, 1000, 20),
    "3x1": BannerSize("3 × 1 m", 3000, 1000, 20),
    "4x08": BannerSize("4 × 0,8 m", 4000, 800, 20),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours: of the ground, of a band and lines on it, of the letters, of what is smaller."""

    label: str
    ground: Color
    accent: Color
    ink: Color
    quiet: Color


LOOKS = {
    "do": Look(
        "Nền đỏ, chữ vàng", HexColor("#b3121d"), HexColor("#f6c945"), HexColor("#ffdf6b"), HexColor("#fff3cf")
    ),
    "xanh": Look("Nền xanh, chữ trắng", HexColor("#07493c"), HexColor("#e2b84a"), white, HexColor("#d5ebe3")),
    "trang": Look(
        "Nền trắng, chữ xanh", white, HexColor("#0b6a56"), HexColor("#07493c"), HexColor("#41595a")
    ),
}


@dataclass(frozen=True, slots=True)
class Banner:
    """`heading` whose it is; `text` the slogan, a line break where one is wanted, "|" where one is allowed;
    `note` a smaller line below (a telephone number); `address` what the code opens, "" without a code."""

    heading: str
    text: str
    note: str = ""
    address: str = ""


def banner_pdf(banner: Banner, *, size: str, look: str = "do", font_folders: Sequence[Path] = ()) -> bytes:
    """One page of `SIZES[size]` in `LOOKS[look]`, its fonts inside, no letter nearer to the edge than a twentieth.

    With a bleed the page is larger than the sheet: marks outside show where to cut. Raises `FontMissing`, KeyError.
    """
    family = register_fonts(font_folders)
    sheet, colours = SIZES[size], LOOKS[look]
    bleed = sheet.bleed * mm
    marks = 2.5 * bleed  # room for the marks around what is printed
    width, height = sheet.width * mm, sheet.height * mm
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width + 2 * marks, height + 2 * marks))
    canvas.setTitle(f"{' '.join(banner.text.split())} – {banner.heading}")
    canvas.translate(marks, marks)
    canvas.setFillColor(colours.ground)
    canvas.rect(-bleed, -bleed, width + 2 * bleed, height + 2 * bleed, stroke=0, fill=1)
    if bleed:
        canvas.setTrimBox((marks, marks, marks + width, marks + height))
        canvas.setBleedBox((marks - bleed, marks - bleed, marks + width + bleed, marks + height + bleed))
        _crop_marks(canvas, width, height, bleed)
    _Sheet(canvas, family, width, height, colours, banner).draw()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Sheet:
    canvas: Canvas
    family: str
    width: float
    height: float
    look: Look
    banner: Banner

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side: strokes and margins are shares of it."""
        return min(self.width, self.height) / 100

    def draw(self) -> None:
        unit, canvas = self.unit, self.canvas
        is_wide = self.width > 1.3 * self.height
        self._frame()
        top = self.height - 9 * unit
        head = 5.2 * unit if is_wide else 4.4 * unit
        head = min(head, self._fitting(self.banner.heading.upper(), self.width - 26 * unit, head))
        top -= head
        canvas.setFillColor(self.look.quiet)
        self._centred(
            self.banner.heading.upper(), f"{self.family}Bold", head, self.width / 2, top, spread=0.06
        )
        top -= 3.2 * unit
        self._rule(self.width / 2, top, 22 * unit)
        bottom = 9 * unit
        if self.banner.address:
            bottom = self._code(bottom) if not is_wide else bottom
        left, right = 12 * unit, self.width - 12 * unit
        if self.banner.address and is_wide:
            right = self._code_beside()
        if self.banner.note:
            note = self._fitting(self.banner.note, right - left, 6 * unit if is_wide else 5 * unit, bold=True)
            canvas.setFillColor(self.look.accent if self.look.ground != white else self.look.ink)
            self._centred(
                self.banner.note, f"{self.family}Bold", note, (left + right) / 2, bottom + 0.3 * note
            )
            bottom += 1.7 * note
        self._slogan(left, right, bottom + 2 * unit, top - 3 * unit)

    def _slogan(self, left: float, right: float, bottom: float, top: float) -> None:
        """As large as the room allows, in the number of lines that lets it be largest, in the middle of the room."""
        size, lines = self._largest(right - left, top - bottom)
        height = len(lines) * size * 1.24
        y = (top + bottom + height) / 2 - size * 0.98
        self.canvas.setFillColor(self.look.ink)
        for line in lines:
            self._centred(line, f"{self.family}Bold", size, (left + right) / 2, y)
            y -= size * 1.24

    def _largest(self, width: float, height: float) -> tuple[float, list[str]]:
        words = [_pieces(line) for line in self.banner.text.upper().splitlines() if line.strip()]
        best, chosen = 0.0, [" ".join(line) for line in words]
        for count in range(len(words), max(len(words), _MOST_LINES) + 1):
            lines = _broken(words, count)
            widest = max(stringWidth(line, f"{self.family}Bold", 1000) for line in lines)
            size = min(width / widest * 1000, height / (len(lines) * 1.24))
            if size > best * 1.12:  # another line only where it gains
                best, chosen = size, lines
        return best, chosen

    def _code(self, bottom: float) -> float:
        """The code below, in the middle, with its address; where the next thing above may begin."""
        side = 30 * self.unit
        self._code_at((self.width - side) / 2, bottom + 5 * self.unit, side)
        return bottom + side + 8 * self.unit

    def _code_beside(self) -> float:
        side = min(40 * self.unit, self.width * 0.16)
        left = self.width - 13 * self.unit - side
        self._code_at(left, (self.height - side) / 2 - 5 * self.unit, side)
        return left - 8 * self.unit

    def _code_at(self, left: float, bottom: float, side: float) -> None:
        self.canvas.setFillColor(white)
        self.canvas.roundRect(left, bottom, side, side, side * 0.04, stroke=0, fill=1)
        draw_code(self.canvas, self.banner.address, left, bottom, side)
        said = self.banner.address.partition("://")[2].partition("?")[0].rstrip("/")
        size = self._fitting(said, side * 1.25, 2.6 * self.unit)
        self.canvas.setFillColor(self.look.quiet)
        self._centred(said, self.family, size, left + side / 2, bottom - 1.5 * size)

    def _frame(self) -> None:
        unit = self.unit
        self.canvas.setStrokeColor(self.look.accent)
        for inset, stroke in ((4 * unit, 0.7 * unit), (5.4 * unit, 0.22 * unit)):
            self.canvas.setLineWidth(stroke)
            self.canvas.rect(inset, inset, self.width - 2 * inset, self.height - 2 * inset, stroke=1, fill=0)

    def _rule(self, middle: float, y: float, length: float) -> None:
        unit = self.unit
        self.canvas.setFillColor(self.look.accent)
        self.canvas.setStrokeColor(self.look.accent)
        self.canvas.setLineWidth(0.3 * unit)
        self.canvas.line(middle - length / 2, y, middle - 2.2 * unit, y)
        self.canvas.line(middle + 2.2 * unit, y, middle + length / 2, y)
        mark = self.canvas.beginPath()
        mark.moveTo(middle, y + unit)
        for x, up in ((unit, 0), (0, -unit), (-unit, 0)):
            mark.lineTo(middle + x, y + up)
        mark.close()
        self.canvas.drawPath(mark, stroke=0, fill=1)

    def _centred(
        self, text: str, font: str, size: float, middle: float, y: float, spread: float = 0.0
    ) -> None:
        """`spread`: room between letters, as a share of the size."""
        self.canvas.setFont(font, size)
        width = stringWidth(text, font, size) + spread * size * max(len(text) - 1, 0)
        self.canvas.drawString(middle - width / 2, y, text, charSpace=spread * size)

    def _fitting(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        """The size, or less where the line would be wider."""
        needed = stringWidth(text, f"{self.family}Bold" if bold else self.family, size) * 1.12
        return size * min(1.0, width / needed) if needed else size


def _pieces(line: str) -> list[str]:
    """What may stand on a line of its own: what "|" parts, else every word."""
    return [piece.strip() for piece in line.split("|") if piece.strip()] if "|" in line else line.split()


def _broken(pieces: list[list[str]], count: int) -> list[str]:
    """At least a line for each list, `count` in all where the words suffice; the longest line is broken next."""
    lines = [[" ".join(own)] for own in pieces]
    while sum(map(len, lines)) < count:
        free = [n for n, own in enumerate(pieces) if len(lines[n]) < len(own)]
        if not free:
            break
        longest = max(free, key=lambda n: max(map(len, lines[n])))
        lines[longest] = _even(tuple(pieces[longest]), len(lines[longest]) + 1)
    return [line for own in lines for line in own]


def _even(words: tuple[str, ...], count: int) -> list[str]:
    """Words in `count` lines, the longest as short as may be; a line rather ends behind a comma."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        if left == 1:
            rest = " ".join(words[start:])
            return float(len(rest)), (rest,)
        found: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for cut in range(start + 1, len(words) - left + 2):
            line = " ".join(words[start:cut])
            torn = 0.0 if line.endswith((",", ";", ":", ".", "–")) else 0.9
            cost, below = best(cut, left - 1)
            found = min(found, (max(len(line) + torn, cost), (line, *below)))
        return found

    return list(best(0, count)[1])


def _crop_marks(canvas: Canvas, width: float, height: float, bleed: float) -> None:
    canvas.setStrokeColor(HexColor("#000000"))
    canvas.setLineWidth(0.6)
    near, far = 1.15 * bleed, 2.3 * bleed
    for x in (0, width):
        for low, high in ((-far, -near), (height + near, height + far)):
            canvas.line(x, low, x, high)
    for y in (0, height):
        for low, high in ((-far, -near), (width + near, width + far)):
            canvas.line(low, y, high, y)
