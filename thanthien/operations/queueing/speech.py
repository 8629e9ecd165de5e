"""What a board says aloud, made on this machine by espeak-ng: "Mời số A, không một hai, đến quầy số ba".

Sounds are kept by what they say, so each is made once. Without the program the board sounds a chime and shows the text.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

from django.conf import settings

from thanthien.lib.vietnamese import number_in_words

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LETTERS = {
    "A": "a", "B": "bê", "C": "xê", "D": "dê", "E": "e", "F": "ép", "G": "gờ", "H": "hát", "I": "i", "J": "giây",
    "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "P": "pê", "Q": "quy", "R": "rờ", "S": "sờ", "T": "tê",
    "U": "u", "V": "vê", "W": "vê kép", "X": "ích", "Y": "i dài", "Z": "dét",
}  # fmt: skip
_VOICE, _SPEED = "vi", "130"  # words a minute: slower than the program's own, for a hall
_PATIENCE = 10  # seconds
_OLDEST, _LARGEST = 30 * 86400, 200 * 2**20  # seconds since a sound was made, bytes of all
_COUNTER = re.compile(r"^quầy\s*(?:số\s*)?(\d{1,3})\b", re.IGNORECASE)


def sentence(prefix: str, number: int, counter: str) -> str:
    """The words of a call. A counter called "Quầy 3 – …" is said by its number, another by the first of its name."""
    spoken = " ".join(DIGITS[int(digit)] for digit in f"{number:03d}")
    found = _COUNTER.match(counter)
    where = f"quầy số {number_in_words(int(found.group(1)))}" if found else re.split(r"\s[–-]\s", counter)[0]
    return f"Mời số {LETTERS[prefix]}, {spoken}, đến {where}."


def program() -> str | None:
    return shutil.which("espeak-ng")


def sound_of(words: str) -> bytes | None:
    """A WAV file; None where espeak-ng is not there or does not do it."""
    kept = folder() / f"{hashlib.sha256(f'{_VOICE} {_SPEED} {words}'.encode()).hexdigest()}.wav"
    if kept.exists():
        return kept.read_bytes()
    path = program()
    if path is None:
        return None
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    command = [path, "-v", _VOICE, "-s", _SPEED, "-w", str(fresh), words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    if done.returncode or not fresh.exists():
        return None
    made = fresh.read_bytes()
    fresh.replace(kept)  # whole or not at all: two boards ask at once
    return made


def clear(now: float) -> int:
    """How many sounds were thrown away: what is old, and the oldest where all together are too large.

    What is said again is made again. `now`: seconds since 1970.
    """
    if not folder().exists():
        return 0
    kept, size, gone = [(one.stat(), one) for one in folder().iterdir()], 0, 0
    for stat, one in sorted(kept, key=lambda pair: -pair[0].st_mtime):
        size += stat.st_size
        if size > _LARGEST or now - stat.st_mtime > _OLDEST:
            one.unlink(missing_ok=True)
            gone += 1
    return gone


def folder() -> Path:
    return Path(settings.DATA_DIR, "voice")
