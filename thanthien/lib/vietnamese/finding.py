"""Finding what was meant: words without tones, typed with a slip or with the marks of Telex and VNI left in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from thanthien.lib.vietnamese.keys import fold
from thanthien.lib.vietnamese.text import tidy

SHORTEST = 4  # letters; a shorter word is one slip away from too many others
_TELEX_DOUBLE = re.compile(r"(d|a|e|o)\1")
_TELEX_HAT = re.compile(r"(?<=[aou])w")
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxj](?=[a-z]{0,2}$)")
_VNI = re.compile(r"(?<=[a-z])[0-9]")


def typed_through(word: str) -> str:
    """A word of a search key as it was meant where the keyboard left its marks in it; else the word itself.

    "dduowngf" (Telex) and "d9uo7ng2" (VNI) → "duong"; "h15" has too few letters to be a syllable and stays.
    """
    if any(letter.isdigit() for letter in word):
        return _VNI.sub("", word) if sum(letter.isalpha() for letter in word) >= 3 else word
    hatted = _TELEX_HAT.sub("", _TELEX_DOUBLE.sub(r"\1", word))
    return _TELEX_TONE.sub(r"\1", hatted)


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter was left out, added, changed, or two neighbours changed places; False where they agree."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((n for n, letter in enumerate(one) if letter != other[n]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2][::-1] == other[at : at + 2] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def meant(word: str, known: Mapping[str, int]) -> str:
    """The known word that `word` most likely stands for; "" where none is near. `known`: word → how often used."""
    plain = typed_through(word)
    if plain != word and plain in known:
        return plain
    if len(plain) < SHORTEST:
        return ""
    near = [one for one in known if len(one) >= SHORTEST - 1 and one_slip_apart(plain, one)]
    return max(near, key=lambda one: (known[one], one), default="")


def excerpt(text: str, words: Sequence[str], *, length: int = 180) -> list[tuple[str, bool]]:
    """A piece of `text` round the first of `words` (of a search key), in parts: (part, is one of the words).

    Empty where none of the words stands in it as letters.
    """
    whole = tidy(text)
    flat = fold(whole).lower()
    if not words or len(flat) != len(whole):
        return []
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    found = pattern.search(flat)
    if found is None:
        return []
    first = max(0, found.start() - length // 3)
    first = whole.rfind(" ", 0, first) + 1 if first else 0
    last = len(whole) if len(whole) <= first + length else whole.rfind(" ", first, first + length)
    last = max(last, found.end())
    parts, at = [("… " if first else "", False)], first
    for one in pattern.finditer(flat, first, last):
        parts += [(whole[at : one.start()], False), (whole[one.start() : one.end()], True)]
        at = one.end()
    parts += [(whole[at:last], False), (" …" if last < len(whole) else "", False)]
    return [part for part in parts if part[0]]
