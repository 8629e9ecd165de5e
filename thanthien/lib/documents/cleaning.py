"""Text as the model wants it: NFC, without invisible characters."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width characters, directional marks, byte-order mark, word joiner.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Control characters that XML and old editors leave behind; tab and line breaks stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t\r\n\v\f]+")


def clean(text: str) -> str:
    """NFC without invisible and control characters; every odd blank is a plain one. Line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text).replace("ð", "đ").replace("Ð", "Đ")
    return _CONTROL.sub("", _ODD_BLANKS.sub(" ", _INVISIBLE.sub("", text)))


def one_line(text: str) -> str:
    """`clean` text with every run of blanks and line breaks made one blank, none at the ends."""
    return _BLANKS.sub(" ", clean(text)).strip()


def tidy_lines(text: str) -> str:
    """`clean` text of a cell: blanks tidied inside each line, empty lines dropped, line breaks kept."""
    lines = (_BLANKS.sub(" ", line).strip() for line in clean(text).splitlines())
    return "\n".join(line for line in lines if line)
