"""Text typed with the fonts of the 1990s, TCVN3 (ABC) and VNI, whose letters are other letters' codes.

Both appear as Latin-1 letters: TCVN3 as one letter each ("®¶ng" is "đảng"), VNI as a base letter and a
mark ("ñaûng"). TCVN3 capitals are a font (.VnTimeH), not codes. Tables: TCVN 5712:1993, VNI-Windows.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from thanthien.lib.vietnamese import is_vietnamese_syllable


class Charset(Enum):
    UNICODE = "Unicode"
    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"


_TONES = {"grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "acute": "\u0301", "dot": "\u0323"}

# Vowel -> its codes with grave, hook, tilde, acute, dot below.
_TCVN3_ROWS = {
    "a": "µ¶·¸¹",
    "ă": "»¼½¾Æ",
    "â": "ÇÈÉÊË",
    "e": "ÌÎÏÐÑ",
    "ê": "ÒÓÔÕÖ",
    "i": "×ØÜÝÞ",
    "o": "ßáâãä",
    "ô": "åæçèé",
    "ơ": "êëìíî",
    "u": "ïñòóô",
    "ư": "õö÷øù",
    "y": "úûüýþ",
}
_TCVN3_PLAIN = dict(zip("¨©ª«¬\u00ad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))

# Mark -> what it adds, for lower case; capitals use the capital mark.
_VNI_TONES = {"ø": "grave", "û": "hook", "õ": "tilde", "ù": "acute", "ï": "dot"}
_VNI_HATS = {"â": ("\u0302", None)} | {
    mark: ("\u0302", tone) for mark, tone in zip("àåãáä", _TONES, strict=True)
}
_VNI_BREVES = {"ê": ("\u0306", None)} | {
    mark: ("\u0306", tone) for mark, tone in zip("èúüéë", _TONES, strict=True)
}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _toned(vowel: str, tone: str | None) -> str:
    return unicodedata.normalize("NFC", vowel + (_TONES[tone] if tone else ""))


def _tcvn3_table() -> dict[int, str]:
    table = {ord(code): letter for code, letter in _TCVN3_PLAIN.items()}
    for vowel, codes in _TCVN3_ROWS.items():
        for tone, code in zip(_TONES, codes, strict=True):
            table[ord(code)] = _toned(vowel, tone)
    return table


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for vowel in "aeouyôö":
        for mark, tone in _VNI_TONES.items():
            pairs[vowel + mark] = _toned({"ô": "ơ", "ö": "ư"}.get(vowel, vowel), tone)
    for vowels, marks in (("aeo", _VNI_HATS), ("a", _VNI_BREVES)):
        for vowel in vowels:
            for mark, (shape, shape_tone) in marks.items():
                pairs[vowel + mark] = _toned(unicodedata.normalize("NFC", vowel + shape), shape_tone)
    pairs.update(_VNI_ALONE)
    capitals = {key.upper(): letter.upper() for key, letter in pairs.items()}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in pairs.items() if len(key) == 2}
    return mixed | capitals | pairs


_TCVN3 = _tcvn3_table()
_VNI = _vni_pairs()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
# Windows-1252 puts printing characters where Latin-1 has controls; TCVN3 and VNI use none of them.
_TCVN3_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 codes (as Latin-1 letters) to Unicode; `capitals` for a font whose name ends in H.

    Without `capitals`, a word whose plain letters are all capital gets capital marked letters too.
    """
    plain = text.translate(_TCVN3)
    if capitals:
        return plain.upper()
    return "".join(_raise_capitals(line) for line in plain.splitlines(keepends=True))


def _raise_capitals(line: str) -> str:
    """ "HOạCH" is surely a capital word; "Kế" only where a word beside it is."""
    words = list(_WORD.finditer(line))
    sure = [_capital_letters(match.group()) >= 2 for match in words]
    pieces, at = [], 0
    for index, match in enumerate(words):
        beside = any(sure[max(0, index - 1) : index + 2])
        word = match.group()
        raised = sure[index] or (beside and _capital_letters(word) >= 1)
        pieces += [line[at : match.start()], word.upper() if raised else word]
        at = match.end()
    return "".join(pieces) + line[at:]


def _capital_letters(word: str) -> int:
    """How many plain capitals `word` has; 0 when it has a plain small letter."""
    plain = [letter for letter in word if letter.isascii()]
    return len(plain) if all(letter.isupper() for letter in plain) else 0


def from_vni(text: str) -> str:
    """VNI-Windows codes (as Latin-1 letters) to Unicode."""
    return _VNI_PATTERN.sub(lambda match: _VNI[match.group()], text)


def charset_of_font(name: str | None) -> Charset:
    """What a font name promises: .VnTime and its kin hold TCVN3, VNI-Times and its kin VNI."""
    plain = (name or "").lower().lstrip(".").split("+")[-1].lstrip(".")
    if plain.startswith("vni"):
        return Charset.VNI
    if plain.startswith("vn") and (name or "").split("+")[-1].startswith("."):
        return Charset.TCVN3
    return Charset.UNICODE


def is_capital_font(name: str | None) -> bool:
    """.VnTimeH shows small letters as capitals."""
    return charset_of_font(name) is Charset.TCVN3 and (name or "").rstrip().endswith("H")


def convert(text: str, charset: Charset, *, capitals: bool = False) -> str:
    if charset is Charset.TCVN3:
        return from_tcvn3(text, capitals=capitals)
    return from_vni(text) if charset is Charset.VNI else text


def detect(text: str) -> Charset:
    """The charset in which the marked words of `text` are Vietnamese syllables, UNICODE when unsure.

    At least 8 marked words are asked for, of which 80 % must become syllables and clearly more than
    are syllables as they stand.
    """
    words = [word for word in _TCVN3_WORD.findall(text[:200_000]) if not word.isascii()]
    if len(words) < 8:
        return Charset.UNICODE
    words = words[:4000]
    as_is = syllable_share(words)
    best, share = Charset.UNICODE, as_is
    for charset in (Charset.TCVN3, Charset.VNI):
        converted = syllable_share([convert(word, charset) for word in words])
        if converted > share:
            best, share = charset, converted
    return best if share >= 0.8 and share > as_is + 0.25 else Charset.UNICODE


def syllable_share(words: list[str]) -> float:
    """Share of `words` that are Vietnamese syllables, 0..1; 0 for none."""
    return sum(map(is_vietnamese_syllable, words)) / len(words) if words else 0.0
