"""Codes that people read aloud, write down and type: random, unguessable, without look-alike characters."""

from __future__ import annotations

import logging
import re
import secrets

# No 0/O, 1/I/L, 5/S, 8/B, 2/Z, and no vowel, so that no word comes out: 21 characters.
ALPHABET = "34679CDFGHJKMNPQRTVWX"
LENGTH = (
    12  # log2(21**12) ≈ 52.7 bits: guessing at 1,000 a second finds one of a million reports in two months
)


def new_code() -> str:
    number, letters = secrets.randbelow(len(ALPHABET) ** LENGTH), []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def typed_code(text: str) -> str:
    """What was typed, as it is kept: capitals without spaces and dashes; "" where it can be no code."""
    bare = "".join(letter for letter in text.upper() if letter.isalnum())
    return bare if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """ "7K4M-29XQ-T3HD"."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


_IN_ADDRESS = re.compile(
    r"(/(?:follow|rate|home-service|queue/ticket|queue/booking|kiosk/board|dialogues/question|reception/appointment)/)[^/\s?\"']+"
)


class HideCodes(logging.Filter):
    """Takes codes out of the addresses in a log line: whoever has the code reads the report."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _IN_ADDRESS.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
