"""Cleaning of Vietnamese text as it comes from Word, PDF, OCR and keyboards."""

import re
import unicodedata

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)

_REPLACED: dict[int, str | None] = {ord(letter): None for letter in _INVISIBLE}
_REPLACED |= {ord(space): " " for space in _SPACES}
# Icelandic eth looks the same in print; old fonts and OCR put it where đ belongs.
_REPLACED |= {ord("ð"): "đ", ord("Ð"): "Đ"}

# Some keyboards type the tone before the circumflex or breve; Unicode does not compose that order.
_TONE_BEFORE_HAT = re.compile("([aeoAEO])([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
_LEFT_OVER_HAT = re.compile("[\u0302\u0306]")

_BLANKS = re.compile(r"[ \t\f\v]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def nfc(text: str) -> str:
    """Composed Unicode (NFC) with one code for each Vietnamese letter.

    Soft hyphens, zero-width and direction marks go; every kind of fixed space becomes a plain space;
    eth becomes đ. Line ends and ordinary white space stay. Applying it twice changes nothing more.
    """
    cleaned = unicodedata.normalize("NFC", text.translate(_REPLACED))
    if _LEFT_OVER_HAT.search(cleaned):
        parted = unicodedata.normalize("NFD", cleaned)
        cleaned = unicodedata.normalize("NFC", _TONE_BEFORE_HAT.sub(r"\1\3\2", parted))
    return cleaned


def tidy(text: str, *, keep_lines: bool = False) -> str:
    """`nfc` with white space made even: single spaces, none at either end.

    With `keep_lines`, line ends stay (each line trimmed, at most one empty line between paragraphs).
    """
    cleaned = nfc(text)
    if not keep_lines:
        return " ".join(cleaned.split())
    lines = (_BLANKS.sub(" ", line).strip() for line in cleaned.splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def line_of_table(key: str) -> str:
    """A criterion's key as people say it: "III.2#4", the fourth unnumbered line under III.2, is "III.2, ý 4"."""
    return key.replace("#", ", ý ")
