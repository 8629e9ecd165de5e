"""Whether a PDF page's text layer says what the page shows."""

from __future__ import annotations

import re
from enum import Enum

from thanthien.lib.documents.legacy import Charset, detect, syllable_share
from thanthien.lib.documents.page.geometry import PrintedPage

_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWEL = re.compile(r"(?i)[aeiouy]|[^\x00-\x7f]")
_ODD = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_FEW_LETTERS = 15
_PICTURE = 0.4


class Layer(Enum):
    """GOOD is used; the others are read from the picture of the page where OCR is there."""

    GOOD = "good"
    EMPTY = "empty"
    SCANNED = "scanned"
    GARBLED = "garbled"


def judge(page: PrintedPage) -> Layer:
    """EMPTY: nothing to read at all. SCANNED: a picture with no layer or a hidden one. GARBLED: wrong letters."""
    text = " ".join(word.text for word in page.words)
    letters = sum(letter.isalpha() for letter in text)
    is_picture = page.picture_share > _PICTURE
    if letters < _FEW_LETTERS:
        return Layer.SCANNED if is_picture or page.is_drawn else _empty_or_good(letters)
    if is_picture and page.is_hidden_text:
        return Layer.SCANNED
    return Layer.GARBLED if _is_garbled(text, is_picture=is_picture) else Layer.GOOD


def _empty_or_good(letters: int) -> Layer:
    return Layer.GOOD if letters else Layer.EMPTY


def _is_garbled(text: str, *, is_picture: bool) -> bool:
    words = _WORD.findall(text)
    if len(_ODD.findall(text)) > 0.05 * len(text):
        return True
    if len(words) < 10:
        return False
    marked = [word for word in words if not word.isascii()]
    if len(marked) < 0.15 * len(words):
        # No Vietnamese: an English OCR layer over a scan, letters from a wrong table, or truly no Vietnamese.
        readable = sum(1 for word in words if _VOWEL.search(word) and len(word) < 20)
        return is_picture or readable < 0.7 * len(words)
    if syllable_share([word.lower() for word in marked]) >= 0.6:
        return False
    return detect(text) is Charset.UNICODE
