"""The written Vietnamese syllable: onset, rhyme and tone, and where the tone mark stands."""

import re
import unicodedata
from typing import Literal, NamedTuple

from thanthien.lib.vietnamese.text import nfc

ToneStyle = Literal["new", "old"]

LEVEL_TONE = ""
_TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"
_STOPS = ("p", "t", "c", "ch")
_STOP_TONES = ("\u0301", "\u0323")

# Longest first: "ngh" must be tried before "ng" and "n"; the empty onset comes last.
_ONSET_LIST = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"
_ONSETS = (*_ONSET_LIST.split(), "")

_RHYME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""
_RHYMES = frozenset(_RHYME_LIST.split())
# After "qu" the u is already spoken, so the rhyme begins with y where other onsets write uy.
_RHYMES_AFTER_QU = frozenset({"ych", "yn", "ynh", "yt", "yp", "yu"})

_FRONT = "ieêy"
# Place names older than today's spelling rule.
_NAMES = frozenset({"kạn", "đắk", "lắk", "đăk", "lăk"})

_WORD = re.compile(r"[^\W\d_]+")


class Syllable(NamedTuple):
    """Parts in small letters; `tone` is the combining mark or "" for ngang; `mark_at` counts from 0."""

    onset: str
    rhyme: str
    tone: str
    mark_at: int


def without_tone(letter: str) -> tuple[str, str]:
    """The letter with its hat or horn but without tone, and the tone's combining mark ("" if none)."""
    parted = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parted if mark in _TONE_MARKS), LEVEL_TONE)
    bare = "".join(mark for mark in parted if mark not in _TONE_MARKS)
    return unicodedata.normalize("NFC", bare), tone


def _rhyme_fits(onset: str, rhyme: str) -> bool:
    if not rhyme:
        return False
    if onset == "qu":
        return (rhyme in _RHYMES and rhyme[0] not in "uưo") or rhyme in _RHYMES_AFTER_QU or rhyme == "ơ"
    if rhyme not in _RHYMES:
        return False
    if onset == "k":
        return rhyme[0] in _FRONT
    if onset in ("gh", "ngh"):
        return rhyme[0] in "ieê"
    if onset in ("c", "ng"):
        return rhyme[0] not in _FRONT
    if onset == "g":
        # "gì", "gìn", "giếng" are written with one i for both onset and rhyme.
        return rhyme[0] not in "eêy"
    return onset == "" or rhyme[0] != "y" or rhyme == "y"


def _nucleus_at(rhyme: str, style: ToneStyle) -> int:
    for letter in "ơêôâăư":
        if letter in rhyme:
            return rhyme.index(letter)
    if rhyme[:2] in ("oa", "oe", "uy", "oo"):
        return 0 if len(rhyme) == 2 and style == "old" else 1
    return 0


def split_syllable(word: str, style: ToneStyle = "new") -> Syllable | None:
    """Onset, rhyme, tone and right place of the mark; None where it is no Vietnamese syllable.

    `word` is NFC. The tone mark may stand on a wrong letter: the place is worked out from the letters.
    """
    pairs = [without_tone(letter) for letter in word.lower()]
    letters = "".join(bare for bare, _ in pairs)
    tones = [tone for _, tone in pairs if tone]
    if len(letters) != len(word) or len(tones) > 1:
        return None
    tone = tones[0] if tones else LEVEL_TONE
    for onset in _ONSETS:
        rhyme = letters[len(onset) :]
        if not letters.startswith(onset) or not _rhyme_fits(onset, rhyme):
            continue
        if rhyme.endswith(_STOPS) and tone not in _STOP_TONES:
            return None
        return Syllable(onset, rhyme, tone, len(onset) + _nucleus_at(rhyme, style))
    return None


def is_vietnamese_syllable(word: str) -> bool:
    """Whether `word` is spelled as a Vietnamese syllable, its mark placed in the new or the old style.

    A syllable ending in p, t, c or ch needs sắc or nặng: "cat" is none, "cát" is.
    """
    clean = nfc(word)
    if clean.lower() in _NAMES:
        return True
    return any(
        split_syllable(clean, style) is not None and _placed(clean, style) == clean
        for style in ("new", "old")
    )


def _placed(word: str, style: ToneStyle) -> str:
    syllable = split_syllable(word, style)
    if syllable is None or not syllable.tone:
        return word
    letters = [without_tone(letter)[0] for letter in word]
    letters[syllable.mark_at] = unicodedata.normalize("NFC", letters[syllable.mark_at] + syllable.tone)
    return "".join(letters)


def place_tone_marks(text: str, style: ToneStyle = "new") -> str:
    """Text (NFC) in which every syllable carries its mark on the letter the style asks for.

    new: hoà, khoẻ, thuý, uỷ; old: hòa, khỏe, thúy, ủy. Misplaced marks are mended ("hòan" → "hoàn").
    Words that are no Vietnamese syllable, and "quý", "gì", "của", stay as they are.
    """
    return _WORD.sub(lambda found: _placed(found.group(), style), nfc(text))
