"""Letters that OCR invents where Vietnamese has none: doubled capitals, look-alike signs."""

from __future__ import annotations

import re

# The model hesitates between two readings of one letter and prints both.
_TWICE = (
    (re.compile("NÑ|ÑN"), "N"),
    (re.compile("ĐĐ(?=[A-ZĐ]|[a-zà-ỹ])"), "Đ"),
    (re.compile("ĐD|DĐ"), "Đ"),
)
_SIGNS = str.maketrans({"⁄": "/", "∕": "/", "Ñ": "N", "ñ": "n", "¬": "-", "ø": "o", "Ø": "O", "ï": "i"})
_DOUBLE_SLASH = re.compile("(?<!:)//")
_DASHES = re.compile("[—–-]{2,}")


def mended(text: str) -> str:
    """The word as it can have been printed; figures and tone marks are left alone."""
    for pattern, letter in _TWICE:
        text = pattern.sub(letter, text)
    text = text.translate(_SIGNS)
    return _DASHES.sub("-", _DOUBLE_SLASH.sub("/", text)) if len(text) < 40 else text
