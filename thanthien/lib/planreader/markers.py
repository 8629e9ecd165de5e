"""List markers at the start of a line: "I.", "1.", "1.1.", "a)", "-", "+", "Phần I", "Điều 2."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MarkerKind = Literal["part", "chapter", "section", "article", "roman", "upper", "arabic", "dotted", "round", "letter",
                     "dash", "plus", "dot"]  # fmt: skip

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_WORDED = re.compile(
    r"^(Phần|PHẦN|Phân(?= thứ)|PHÂN(?= THỨ)|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU|Phan|PHAN|Chuong|CHUONG|Muc|MUC|Dieu|DIEU)"
    r"\s+(?:thứ\s+|THỨ\s+)?"
    r"([IVXL]+|\d{1,2}|[Nn]hất|NHẤT|[Hh]ai|HAI|[Bb]a|BA|[Tt]ư|TƯ|[Nn]ăm|NĂM)\b\s*[.:/)–-]?\s*"
)
_WORD_KINDS: dict[str, MarkerKind] = {
    "phần": "part", "phan": "part", "phân": "part", "chương": "chapter", "chuong": "chapter",
    "mục": "section", "muc": "section", "điều": "article", "dieu": "article",
}  # fmt: skip
_WORD_NUMBERS = {"nhất": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5"}
# Scanners print I as 1 or l: "I1." is II, "I11." is III, "Il." is II.
_ROMAN_MARK = re.compile(r"^([IVXL1l|]{1,6})\s*([.)/:-])\s*(?=[^\W\d_]|[“\"(])")
# The dot may be lost before a heading in capitals.
_ROMAN_BARE = re.compile(r"^([IVX]{1,4})\s+(?=[A-ZĐÀ-Ỹ]{2,},?\s+[A-ZĐÀ-Ỹ]{2,})")
_UPPER_MARK = re.compile(r"^([A-HĐ])\s*([.)/-])\s+(?=[^\W\d_]|[“\"])")
_DOTTED_MARK = re.compile(r"^(\d{1,2}(?:\s?[.,]\s?\d{1,2}){1,3})\s*[.)/:]?\s*(?=[^\W\d_]|[“\"(])")
_ARABIC_MARK = re.compile(r"^(\d{1,2})\s*([.)/:])\s*(?=[^\W\d_]|[“\"(]|\d+\s?%)")
_LETTER_MARK = re.compile(r"^([a-zđ¢€@])\s*([.)/])\s*(?=[^\W_]|[“\"(])")
_BULLETS = re.compile(r"^([-–—+*•·●▪■◦Ø§]|o(?=\s+[A-ZĐ]))\s*(?=[^\W_]|[“\"(])")
_BULLET_KINDS: dict[str, MarkerKind] = {"+": "plus", "*": "dot", "•": "dot", "·": "dot", "●": "dot", "o": "dot",
                                        "▪": "dot", "■": "dot", "◦": "dot", "Ø": "dot", "§": "dot"}  # fmt: skip
_READ_AS = {"¢": "c", "€": "c", "@": "a"}
BULLETS: frozenset[MarkerKind] = frozenset({"dash", "plus", "dot"})


@dataclass(frozen=True, slots=True)
class Marker:
    """`label` is the part it adds to a path ("II", "3", "a"); `order` its place in a series from 1."""

    kind: MarkerKind
    label: str
    order: int
    printed: str
    length: int


def read_marker(text: str) -> Marker | None:
    """The marker that opens `text`, or None."""
    if match := _WORDED.match(text):
        number = _WORD_NUMBERS.get(match[2].lower(), match[2])
        order = int(number) if number.isdigit() else roman_value(number)
        return Marker(_WORD_KINDS[match[1].lower()], number.upper(), order, match[0].strip(), match.end())
    for read in (_roman, _numbered, _lettered, _bullet):
        if marker := read(text):
            return marker
    return None


_MISREAD_ROMAN = re.compile(
    r"^([IVXLHTYUWN1l|!]{1,5})(?:\s*[.,:;/]\s*(?=[^\W\d_])|\s+(?=[A-ZĐÀ-Ỹ]{2,}\W+[A-ZĐÀ-Ỹ]{2,}))"
)


def misread_roman(text: str, last: int) -> Marker | None:
    """The Roman number after `last` where a scanner read it as something else ("H." for "II.", "HI." for "III.")."""
    match = _MISREAD_ROMAN.match(text)
    if match is None:
        return None
    label = as_roman(last + 1)
    spread = (
        match[1].replace("H", "II").replace("N", "II").replace("U", "II").replace("W", "VI").replace("Y", "V")
    )
    spread = re.sub(r"[1l|!TL]", "I", spread)
    if abs(len(spread) - len(label)) > 1:
        return None
    return Marker("roman", label, last + 1, match[0].strip(), match.end())


def roman_value(text: str) -> int:
    """Value of a Roman numeral of I, V, X, L; 0 where it is not one in its usual form."""
    total, last = 0, 0
    for letter in reversed(text.upper()):
        value = _ROMAN.get(letter, 0)
        if not value:
            return 0
        total += value if value >= last else -value
        last = max(last, value)
    return total if as_roman(total) == text.upper() else 0


def as_roman(value: int) -> str:
    out = ""
    for size, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += letters * (value // size)
        value %= size
    return out


def _roman(text: str) -> Marker | None:
    match = _ROMAN_MARK.match(text) or _ROMAN_BARE.match(text)
    if not match or match[1].isdigit() or (match[1] in "l|"):
        return None
    number = re.sub(r"[1l|]", "I", match[1])
    value = roman_value(number)
    return Marker("roman", number, value, match[0].strip(), match.end()) if value else None


def _numbered(text: str) -> Marker | None:
    if match := _DOTTED_MARK.match(text):
        label = re.sub(r"\s", "", match[1]).replace(",", ".")
        return Marker("dotted", label, int(label.rsplit(".", 1)[1]), match[0].strip(), match.end())
    if match := _ARABIC_MARK.match(text):
        kind: MarkerKind = "round" if match[2] == ")" else "arabic"
        return Marker(kind, str(int(match[1])), int(match[1]), match[0].strip(), match.end())
    return None


def _lettered(text: str) -> Marker | None:
    if match := _UPPER_MARK.match(text):
        return Marker("upper", match[1], _ALPHABET.find(match[1].lower()) + 1, match[0].strip(), match.end())
    if match := _LETTER_MARK.match(text):
        letter = _READ_AS.get(match[1], match[1])
        order = _ALPHABET.find(letter) + 1 if letter != "f" else _ALPHABET.find("g") + 1
        return Marker("letter", letter, order, match[0].strip(), match.end())
    return None


def _bullet(text: str) -> Marker | None:
    match = _BULLETS.match(text)
    if not match:
        return None
    return Marker(_BULLET_KINDS.get(match[1], "dash"), match[1], 0, match[1], match.end())
