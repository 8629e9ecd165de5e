"""Roman numerals checked against their picture: OCR reads "III" as "II" or "H", but bars can be counted."""

from __future__ import annotations

import re

from PIL import Image

from thanthien.lib.documents.page.geometry import Word

_LIKE_ROMAN = re.compile(r"^([IHTl|!\[\]\\/1]{1,4})([.,)]?)_?$")
_LIKE_FIVE = re.compile(r"^(V[IHTl|!1]{1,4})([.,)]?)_?$")
_INK = 150
# A stem is dark over this share of the height of the word; serifs and dots are not.
_STEM = 0.62
_MOST_BARS = 3
# Pixels free of words before a numeral that begins something.
_CLEAR = 160


def count_numerals(words: list[Word], picture: Image.Image) -> None:
    """Corrects, in place, numerals that begin a line or stand alone in a cell."""
    for word in words:
        if (_LIKE_ROMAN.match(word.text) or _LIKE_FIVE.match(word.text)) and _is_first(word, words):
            word.text = counted_numeral(word, picture)


def _is_first(word: Word, words: list[Word]) -> bool:
    left = word.x0 - _CLEAR
    return not any(
        left < other.x1 <= word.x0 + 2 and other.top < word.middle < other.bottom
        for other in words
        if other is not word
    )


def counted_numeral(word: Word, picture: Image.Image) -> str:
    """The word's text, its I's corrected to the number of upright bars on `picture`.

    Only for words made of bar-like letters ("H.", "II.", "VI"); plain figures stay.
    """
    pure = _LIKE_ROMAN.match(word.text)
    five = _LIKE_FIVE.match(word.text)
    if five is None and (pure is None or not set(pure.group(1)) - set("1T")):
        return word.text
    bars = _bars(
        picture.crop((round(word.x0) - 3, round(word.top) - 2, round(word.x1) + 3, round(word.bottom) + 2))
    )
    if not 1 <= bars <= _MOST_BARS:
        return word.text
    if five is not None:
        return "V" + "I" * bars + five.group(2).replace(",", ".")
    return "I" * bars + pure.group(2).replace(",", ".") if pure else word.text


def _bars(crop: Image.Image) -> int:
    ink = crop.point([255 if value < _INK else 0 for value in range(256)])
    box = ink.getbbox()
    if box is None:
        return 0
    tight = ink.crop(box)
    columns = tight.resize((tight.width, 1), Image.Resampling.BOX).tobytes()
    dark = [value >= 255 * _STEM for value in columns]
    return sum(1 for at, is_dark in enumerate(dark) if is_dark and (at == 0 or not dark[at - 1]))
