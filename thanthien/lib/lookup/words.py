"""Words as they are compared: without tone marks, and beside that with them where they were typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from thanthien.lib.vietnamese import nfc, place_tone_marks, search_key

Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
# "kí" and "ký", "lí" and "lý" are one word in two spellings.
_I_FOR_Y = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_ONSET = re.compile(r"(?:[bcdđghklmnprstvx]|qu)+")
MARKED = 0.4  # share of words with marks from which those without are taken to have none


class Token(NamedTuple):
    """A word of a text. `marked`: as it was typed with its marks; "" where it cannot be told which it has."""

    plain: str
    marked: str


@lru_cache(maxsize=20_000)
def _token(word: str) -> tuple[Token, ...]:
    plain = search_key(word).split()
    if len(plain) != 1:
        return tuple(Token(one_spelling(one), "") for one in plain)
    return (Token(one_spelling(plain[0]), one_spelling(place_tone_marks(word))),)


def tokens(text: str) -> list[Token]:
    """The words of a text. Whoever types without marks is asked for none; whoever types them, for all."""
    words = _WORD.findall(nfc(text).lower())
    marked = sum(not word.isascii() for word in words)
    trusted = marked >= MARKED * len(words)
    found = [(one, word) for word in words for one in _token(word)]
    return [one if trusted or not word.isascii() else Token(one.plain, "") for one, word in found]


def plain(text: str) -> Words:
    return tuple(one.plain for one in tokens(text))


def one_spelling(word: str) -> str:
    last = _I_FOR_Y.get(word[-1])
    return word[:-1] + last if last and _ONSET.fullmatch(word[:-1]) else word


def rewritten(words: Sequence[Token], rules: Mapping[Words, Sequence[Token]]) -> list[Token]:
    """The longest rule that fits is taken at each place."""
    longest = max(map(len, rules), default=1)
    told: list[Token] = []
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            if (means := rules.get(tuple(one.plain for one in words[at : at + size]))) is not None:
                told += means
                at += size
                break
        else:
            told.append(words[at])
            at += 1
    return told


def agree(one: Token, other: Token) -> bool:
    """Whether two tokens may be one word: marks count only where both have them."""
    return one.plain == other.plain and (not one.marked or not other.marked or one.marked == other.marked)
