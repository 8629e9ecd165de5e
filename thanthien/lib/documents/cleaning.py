"""Text as the model wants it: NFC, without invisible and control characters."""

from __future__ import annotations

import re

from thanthien.lib.vietnamese import nfc, tidy

# What XML, OCR and old editors leave behind; tab and line breaks stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """`nfc` without control characters; blanks, tabs and line breaks as they are."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub("", nfc(text))


def one_line(text: str) -> str:
    """`clean` text with every run of white space made one blank, none at the ends."""
    return tidy(_CONTROL.sub("", text))


def tidy_lines(text: str) -> str:
    """`clean` text of a cell: blanks evened inside each line, empty lines dropped, line breaks kept."""
    return "\n".join(line for line in tidy(_CONTROL.sub("", text), keep_lines=True).splitlines() if line)
