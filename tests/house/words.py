"""Which words of a template are not Vietnamese: every word must be a syllable, or a name known here."""

from __future__ import annotations

import re

from thanthien.lib.vietnamese import is_vietnamese_syllable

_TAGS = re.compile(
    # class names in a block of their own, and commands to type, are not words
    r"{% block \w*class %}.*?{% endblock|<(?:code|kbd|samp|pre)\b.*?</(?:code|kbd|samp|pre)>|"
    r"“thanthien [^”]*”|ví dụ: [^\"<]*|"
    r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<script.*?</script>|<style.*?</style>|&#?\w+;",
    re.DOTALL,
)
_SAID = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-confirm|aria-description)="([^"]*)"')
_MARKUP = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]+")
# Names, shortened names and file types that officials read every day.
KNOWN = frozenset(
    """
    Word Excel PDF JPG JPEG PNG WebP HEIC docx xlsx pdf txt zip QR PIN USB MB KB GB TOTP UBND HĐND MTTQ SNV VHXH CSRF
    CCCD CMND TCD
    HTTPS OCR Zalo Facebook Google Microsoft Authenticator Windows Hello Android iPhone iOS JavaScript Internet Wi Fi
    WAV MP pano mm LibreOffice Ctrl Enter Esc Tab Alt Shift AI CSV STT TT BC TTr passkey SMS English
    """.split()
)


def texts_of(template: str) -> str:
    """What a person reads or hears: text between tags, and the attributes that carry words."""
    bare = _TAGS.sub(" ", template)
    return " ".join([*_SAID.findall(bare), _MARKUP.sub(" ", bare)])


def strangers(template: str) -> list[str]:
    """Words no Vietnamese reader would know, in order, each once."""
    found = [w for w in _WORD.findall(texts_of(template)) if not is_vietnamese_syllable(w) and not _known(w)]
    return list(dict.fromkeys(found))


def _known(word: str) -> bool:
    # One consonant alone marks a point of a list ("a)", "b)") or a unit.
    return word in KNOWN or len(word) == 1 or not word.strip("IVX")
