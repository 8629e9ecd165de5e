"""Keys for finding and ordering Vietnamese text."""

import re
import unicodedata

from thanthien.lib.vietnamese.syllables import without_tone
from thanthien.lib.vietnamese.text import nfc

_ALPHANUMERIC = re.compile(r"[^\W_]+")
_LETTERS_OR_DIGITS = re.compile(r"[0-9]+|[^\W_0-9]+")
_TONE_RANK = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_VARIANT = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}


def _fold_letter(letter: str) -> str:
    if letter < "\x80":
        return letter
    if letter in "đð":
        return "d"
    if letter in "ĐÐ":
        return "D"
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base < "\x80" else letter


def fold(text: str) -> str:
    """Text without tones, hats and horns, đ as d; case and length stay, so positions still agree.

    Expects NFC (see `nfc`): combining marks that stand alone are left where they are.
    """
    return "".join(map(_fold_letter, text))


def search_key(text: str) -> str:
    """Small letters without tones; words and numbers with one space between, nothing else.

    "Kế hoạch số 05/KH-UBND" → "ke hoach so 05 kh ubnd". A code such as "H15" stays whole.
    """
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", nfc(text)).casefold())
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter)).replace("đ", "d")
    return " ".join(_ALPHANUMERIC.findall(bare))


def _letter_rank(letter: str) -> str:
    if letter in _LETTER_VARIANT:
        return _LETTER_VARIANT[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return f"{base}0" if "a" <= base <= "z" else f"z9{ord(letter):06x}"


def _token_rank(token: str) -> str:
    if token[0] in "0123456789":
        digits = token.lstrip("0") or "0"
        return f"1{len(digits):03d}{digits}"
    parted = [without_tone(letter) for letter in token]
    tone = max(_TONE_RANK[mark] for _, mark in parted)
    return "".join(_letter_rank(bare[0]) for bare, _ in parted if bare) + f"0{tone}"


def sort_key(text: str) -> str:
    """A key that puts Vietnamese text in dictionary order, safe to store and sort in any collation.

    Syllable by syllable: letters a ă â b c d đ e ê … y z, then tones ngang, huyền, hỏi, ngã, sắc, nặng.
    Numbers come before letters and by value ("Tổ 2" before "Tổ 10"); case and punctuation do not count.
    The key holds only 0–9 and a–z.
    """
    return "".join(_token_rank(token) for token in _LETTERS_OR_DIGITS.findall(nfc(text).lower()))
