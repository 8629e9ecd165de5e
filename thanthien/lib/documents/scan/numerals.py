"""Numbers that OCR reads alone, without a word beside them to help: "H" for "II", "l" for "1"."""

from __future__ import annotations

import re

from thanthien.lib.documents.pieces import Line, RawTable

_ROMAN = {
    "H": "II",
    "HI": "III",
    "IH": "III",
    "HT": "III",
    "TH": "III",
    "IT": "II",
    "TI": "II",
    "TV": "IV",
    "I1": "II",
    "II1": "III",
    "I11": "III",
    "1V": "IV",
    "V1": "VI",
    "VH": "VII",
    "VHI": "VIII",
    "VIH": "VIII",
}
_STROKE = re.compile(r"[l|!\]\[ıfj]")
_LIKE_FIGURES = str.maketrans(
    {"O": "0", "o": "0", "S": "5", "s": "5", "Z": "2", "z": "2", "B": "8", "I": "1"}
)
_HEAD = re.compile(r"^([IVXHTl1|!]{1,5})([.)/,])\s*(?=\S)")
_FIGURE = re.compile(r"[\dOoSsZzBI]{1,3}(?:[.,][\dOoSsZzBI]{1,2})*\.?")


def mend_numerals(pieces: list[Line | RawTable]) -> None:
    """Mends, in place, numerals at the head of capital headings and in the first column of tables."""
    for piece in pieces:
        if isinstance(piece, Line):
            piece.text = mended_heading(piece.text)
        else:
            _mend_column(piece)


def mended_heading(text: str) -> str:
    """ "H. NỘI DUNG" → "II. NỘI DUNG"; text that is no capital heading stays."""
    head = _HEAD.match(text)
    if head is None or not _is_capital(text[head.end() :]):
        return text
    numeral = mended_roman(head.group(1))
    return f"{numeral}. {text[head.end() :]}"


def mended_roman(text: str) -> str:
    stroked = _STROKE.sub("I", text)
    return _ROMAN.get(stroked, _ROMAN.get(text, stroked if stroked.strip("IVX") == "" else text))


def _mend_column(table: RawTable) -> None:
    for cell in table.cells:
        if cell.column != 0 or len(cell.lines) != 1:
            continue
        line = cell.lines[0]
        beside = [other for other in table.cells if other.row == cell.row and other.column == 1]
        title = " ".join(part.text for other in beside for part in other.lines)
        text = line.text.strip(" _'`~°*-")
        if _is_capital(title) and len(text) <= 5:
            line.text = mended_roman(text)
        elif _FIGURE.fullmatch(_STROKE.sub("1", text)) and not set(text) <= set("IVX"):
            line.text = _STROKE.sub("1", text).translate(_LIKE_FIGURES).replace(",", ".")
        elif text:
            line.text = text


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)
