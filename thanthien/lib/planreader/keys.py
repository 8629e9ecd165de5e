"""Keys under which two prints of one Vietnamese text are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_DATE = re.compile(r"[^a-z0-9/.,;+-]+")


def _bare(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return "d" if letter == "đ" else base


# One pass over the string instead of a decomposition: this runs on every word of a document.
_PLAIN = {ord(c): _bare(c) for c in map(chr, range(0xC0, 0x1EFA)) if _bare(c) != c and c.islower()}


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case without tone marks; every other character stays, and so does the length of NFC text."""
    return text.lower().translate(_PLAIN)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Letters and digits without tone marks, single spaces between words."""
    return _NOT_WORD.sub(" ", plain(text)).strip()


@lru_cache(maxsize=8192)
def fold_dates(text: str) -> str:
    """Like `fold`, but keeps the punctuation that dates and ranges need (`/ . , ; + -`)."""
    text = re.sub(r"[–—−]", "-", plain(text))
    return re.sub(r"\s+", " ", _NOT_DATE.sub(" ", text)).strip()


def squeeze(text: str) -> str:
    """One space between words, none at the ends."""
    return " ".join(text.split())


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def is_upper(text: str) -> bool:
    """True where (nearly) all letters are capitals; needs three letters at least."""
    found = letters(text)
    return len(found) >= 3 and sum(c.isupper() for c in found) >= 0.85 * len(found)


def starts_lower(text: str) -> bool:
    """True where the first character that is not an opening mark is a small letter."""
    head = text.lstrip(" \t“\"'(‘")
    return bool(head) and head[0].islower()
