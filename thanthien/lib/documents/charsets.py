"""Bytes of a text file → Unicode text, whatever Vietnamese encoding it was saved in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from thanthien.lib.documents.legacy import Charset, convert, detect, syllable_share
from thanthien.lib.documents.model import CannotRead

_MARKED_WORD = re.compile(r"[^\W\d_]+")
# Word's quotes and dashes stand where Latin-1 has controls, also in TCVN3 and VNI files.
_WINDOWS_SIGNS = {
    code: sign for code in range(0x80, 0xA0) if (sign := bytes([code]).decode("cp1252", errors="ignore"))
}
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_UNSURE = (
    "Không nhận ra bảng mã của tệp văn bản này, nên chữ tiếng Việt có thể bị sai. "
    "Hãy mở tệp trong Word hoặc Notepad, lưu lại với bảng mã UTF-8 (hoặc .docx), rồi tải lên lại."
)
_NOT_TEXT = (
    "Tệp này không phải văn bản, PDF, Word, Excel hay ảnh mà hệ thống đọc được. "
    "Hãy kiểm tra lại tệp, hoặc lưu thành .docx, .xlsx, PDF rồi tải lên lại."
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` is Unicode (not yet NFC); `note` says in Vietnamese what was converted, if anything."""

    text: str
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """Text of `data`; raises CannotRead (`encoding`, `not_text`) when no reading is trustworthy."""
    text = _decode_unicode(data)
    if text is not None:
        _refuse_binary(text)
        charset = detect(text)
        if charset is not Charset.UNICODE:
            return Decoded(convert(text, charset), _converted_note(charset.value))
        return Decoded(text)
    if b"\x00" in data:
        raise CannotRead(_NOT_TEXT, code="not_text")
    return _decode_single_byte(data)


def _decode_unicode(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise CannotRead(_UNSURE, code="encoding") from error
    if b"\x00" in data:
        return _decode_utf16_without_bom(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_cut_utf8(data)


def _decode_cut_utf8(data: bytes) -> str | None:
    """UTF-8 with a few bad bytes (a file cut short, a stray byte) is still UTF-8."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    marked = sum(not letter.isascii() for letter in text) - bad
    return text.replace("\ufffd", "") if bad * 50 < marked else None


def _decode_utf16_without_bom(data: bytes) -> str | None:
    sample = data[: 1 << 16]
    low_zeros, high_zeros = sample[1::2].count(0), sample[0::2].count(0)
    if max(low_zeros, high_zeros) < len(sample) // 6:
        return None
    encoding = "utf-16-le" if low_zeros > high_zeros else "utf-16-be"
    try:
        return data[: len(data) // 2 * 2].decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_single_byte(data: bytes) -> Decoded:
    """TCVN3, VNI or windows-1258: whichever makes most marked words Vietnamese."""
    latin = data.decode("latin-1").translate(_WINDOWS_SIGNS)
    _refuse_binary(latin)
    candidates = [(charset.value, convert(latin, charset)) for charset in (Charset.TCVN3, Charset.VNI)]
    candidates.append(("Windows-1258", data.decode("cp1258", errors="replace")))
    shares = [(_marked_share(text), name, text) for name, text in candidates]
    share, name, text = max(shares)
    second = sorted(shares)[-2][0]
    if share < 0.75 or share - second < 0.15:
        raise CannotRead(_UNSURE, code="encoding")
    return Decoded(text, _converted_note(name))


def _marked_share(text: str) -> float:
    words = [
        word
        for word in _MARKED_WORD.findall(unicodedata.normalize("NFC", text[:200_000]))
        if not word.isascii()
    ]
    return syllable_share(words[:4000])


def _converted_note(name: str) -> str:
    return f"Văn bản dùng bảng mã cũ {name}, đã được chuyển sang Unicode. Nên xem lại vài dòng."


def _refuse_binary(text: str) -> None:
    sample = text[:100_000]
    controls = sum(ord(letter) < 32 and letter not in "\t\r\n\f\v\x1a" for letter in sample)
    if controls * 100 > len(sample):
        raise CannotRead(_NOT_TEXT, code="not_text")
