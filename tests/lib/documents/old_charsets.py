"""Writes Vietnamese the way old computers did, from tables apart from those that read it."""

from __future__ import annotations

import unicodedata

# TCVN 5712:1993, lower case, from code A8h on; capital forms exist only for the seven plain letters.
_TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9"
            "eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
)
_TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", bytes.fromhex("a1a2a3a4a5a6a7"), strict=True))
_SIGNS = {"“": 0x93, "”": 0x94, "–": 0x96}

_VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0303": "õ", "\u0309": "û", "\u0323": "ï"}
_VNI_HATS = {"\u0300": "à", "\u0301": "á", "\u0303": "ã", "\u0309": "å", "\u0323": "ä", "": "â"}
_VNI_BREVES = {"\u0300": "è", "\u0301": "é", "\u0303": "ü", "\u0309": "ú", "\u0323": "ë", "": "ê"}
_VNI_I = {"\u0300": "ì", "\u0301": "í", "\u0303": "ó", "\u0309": "æ", "\u0323": "ò"}


def to_tcvn3(text: str) -> bytes:
    codes = _TCVN3 | _TCVN3_CAPITALS | _SIGNS
    return bytes(codes.get(letter) or codes.get(letter.lower()) or ord(letter) for letter in _nfc(text))


def to_vni(text: str) -> bytes:
    return bytes(_SIGNS.get(code) or ord(code) for letter in _nfc(text) for code in _vni_letter(letter))


def _vni_letter(letter: str) -> str:
    if letter in "đĐ":
        return "ñ" if letter == "đ" else "Ñ"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((mark for mark in marks if mark in _VNI_TONES), "")
    written = base
    if "\u031b" in marks:
        written = "ô" if base in "oO" else "ö"
        written += _VNI_TONES.get(tone, "")
    elif "\u0302" in marks:
        written += _VNI_HATS[tone]
    elif "\u0306" in marks:
        written += _VNI_BREVES[tone]
    elif tone:
        written = _VNI_I[tone] if base in "iI" else base + _VNI_TONES[tone]
        if base in "yY" and tone == "\u0323":
            written = "î"
    return written.upper() if base.isupper() else written


def to_windows_1258(text: str) -> bytes:
    written = b""
    for letter in _nfc(text):
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = "".join(mark for mark in marks if mark in _VNI_TONES)
            base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _VNI_TONES))
            written += (base + tone).encode("cp1258")
    return written


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
