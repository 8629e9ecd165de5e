"""Words and ruled lines of a PDF page, from PDFium's text page and path objects."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from thanthien.lib.documents.page.geometry import PrintedPage, Rule, Word
from thanthien.lib.documents.pdf.paths import page_paths

UNKNOWN = "\ufffd"
_MOST_LETTERS = 60_000
_MANY_OBJECTS = 200
_BOLD_WEIGHT = 600
_NOT_CHARACTERS = frozenset((0xFFFE, 0xFFFF))
# What PDFium gives for a glyph whose letter the file does not tell.
_UNKNOWN_GLYPH = 0
_ASCENT, _DESCENT = 0.75, 0.25
_QUARTER = math.pi / 2


@dataclass(slots=True)
class _Letter:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    origin: tuple[float, float]
    quarter: int
    index: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """The page box in PDF units (y upwards) and how many quarters its text is turned."""

    left: float
    bottom: float
    right: float
    top: float
    quarter: int

    def turned(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box in reading position: origin top left, y downwards."""
        if self.quarter == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.quarter == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.quarter == 3:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)


def printed_page(document: pypdfium2.PdfDocument, number: int) -> PrintedPage:
    """Page `number` (from 1): words with their looks, ruled lines, share of the page that is pictures."""
    page = document[number - 1]
    try:
        text_page = page.get_textpage()
        try:
            letters = _letters(text_page)
            turns = Counter(letter.quarter for letter in letters if not letter.text.isspace())
            quarter = turns.most_common(1)[0][0] if turns else page.get_rotation() // 90
            left, bottom, right, top = page.get_cropbox()
            frame = _Frame(left, bottom, right, top, quarter)
            kept = [letter for letter in letters if letter.quarter == quarter or letter.text.isspace()]
            words = _words(kept, frame, text_page)
            hidden = _is_hidden(kept, text_page)
        finally:
            text_page.close()
        paths = page_paths(page)
    finally:
        page.close()
    width, height = frame.size
    rules = [Rule(*frame.turned(*line)) for line in paths.lines]
    share = min(paths.picture_area / max(width * height, 1.0), 1.0)
    drawn = paths.objects > _MANY_OBJECTS
    return PrintedPage(
        number, width, height, words, rules, picture_share=share, is_hidden_text=hidden, is_drawn=drawn
    )


def _letters(text_page: pypdfium2.PdfTextPage) -> list[_Letter]:
    raw = text_page.raw
    box = pdfium.FS_RECTF()
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    letters: list[_Letter] = []
    for index in range(min(pdfium.FPDFText_CountChars(raw), _MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in _NOT_CHARACTERS or code > 0x10FFFF or not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        angle = pdfium.FPDFText_GetCharAngle(raw, index)
        # PDFium counts the angle clockwise; a page is turned back the other way.
        quarter = -round(angle / _QUARTER) % 4
        if code == _UNKNOWN_GLYPH:
            code = ord(UNKNOWN)
        if code == 2 or pdfium.FPDFText_IsHyphen(raw, index) == 1:
            code = ord("-")
        pdfium.FPDFText_GetCharOrigin(raw, index, origin_x, origin_y)
        origin = (origin_x.value, origin_y.value)
        x0, x1 = sorted((box.left, box.right))
        y0, y1 = sorted((box.bottom, box.top))
        letters.append(_Letter(chr(code), x0, y0, x1, y1, origin, quarter, index))
    return letters


def _words(letters: list[_Letter], frame: _Frame, text_page: pypdfium2.PdfTextPage) -> list[Word]:
    words: list[Word] = []
    current: Word | None = None
    width, height = frame.size
    for letter in letters:
        if letter.text.isspace():
            current = None
            continue
        x0, _, x1, _ = frame.turned(letter.x0, letter.y0, letter.x1, letter.y1)
        _, base, _, _ = frame.turned(*letter.origin, *letter.origin)
        if not (-5 <= x0 <= width + 5 and -5 <= base <= height + 5):
            continue
        if current is not None and _goes_on(current, x0, base):
            current.text += letter.text
            current.x1 = max(current.x1, x1)
        else:
            size = _size(text_page, letter.index) or letter.y1 - letter.y0 or 1.0
            top, bottom = base - _ASCENT * size, base + _DESCENT * size
            current = Word(letter.text, x0, top, x1, bottom, _is_bold(text_page, letter.index))
            words.append(current)
    return words


def _size(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """Font size as printed, in points: glyph boxes differ from letter to letter (Ủ, y), this does not."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text_page.raw, index))
    if pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return size


def _goes_on(word: Word, x0: float, base: float) -> bool:
    size = word.height
    same_line = abs(base - (word.bottom - _DESCENT * size)) < 0.3 * size
    return same_line and -0.5 * size < x0 - word.x1 < 0.25 * size


def _is_bold(text_page: pypdfium2.PdfTextPage, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(96)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page.raw, index, name, len(name), flags)
    return length > 0 and (b"bold" in name.value.lower() or bool(flags.value & (1 << 18)))


def _is_hidden(letters: list[_Letter], text_page: pypdfium2.PdfTextPage) -> bool:
    """Whether the text is the invisible layer a scanner program lays under its picture."""
    sample = letters[:: max(len(letters) // 20, 1)]
    hidden = 0
    for letter in sample:
        text_object = pdfium.FPDFText_GetTextObject(text_page.raw, letter.index)
        if text_object:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
            hidden += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return hidden * 2 > len(sample)
