"""Whether what a machine wrote is borne out by the text it was given: figures as quotations, words from there.

Figures, times and fees must stand in quotation marks and be found letter by letter; what stands outside may hold no
figure, no number in words with a unit, nothing about money, no address, and few words that the text lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from thanthien.lib.vietnamese import nfc, search_key

LONGEST = 1200  # letters of an answer
STRANGE = 0.3  # of the words of a sentence that the text may lack
_QUOTED = re.compile('[“"«]([^”"»]{1,400})[”"»]')
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_NUMBER = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa|vài|dăm"
_UNIT = "ngày|giờ|tháng|năm|tuần|đồng|phút|quý|bản|lần|nghìn|ngàn|triệu|trăm|mươi"
_IN_WORDS = re.compile(rf"\b(?:{_NUMBER})\s+(?:{_UNIT})\b", re.IGNORECASE)
_FEES = re.compile(r"\bmiễn\b|không (?:mất|thu|tốn|phải nộp|cần nộp)|\btiền\b|\bđồng\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:vn|com|net|org)\b", re.IGNORECASE)
_COMMON = frozenset(
    search_key(
        "ông bà anh chị cần phải có thể được thì là và hoặc hay với của cho khi nếu để ở tại từ đến trong này đó "
        "các những một như sau theo cũng sẽ đã đang mang theo nộp làm xin vui lòng thời gian thời hạn lệ phí phí nơi "
        "giấy tờ hồ sơ thủ tục gồm nhận kết quả trả lời ghi về việc bằng qua hiện đi lại ra vào lên xuống rồi thêm "
        "gì nào đâu"
    ).split()
)


def is_borne_out(answer: str, sources: Sequence[str]) -> bool:
    """Whether nothing in `answer` goes beyond `sources` as far as figures, times, fees and words tell."""
    answer = nfc(answer).strip()
    if not answer or len(answer) > LONGEST or _ADDRESS.search(answer):
        return False
    lines = [_even(line) for line in sources]
    if not all(_stands(quoted, lines) for quoted in _QUOTED.findall(answer)):
        return False
    bare = _QUOTED.sub(" ", answer)
    if re.search(r"\d", bare) or _IN_WORDS.search(bare) or _FEES.search(bare):
        return False
    known = _COMMON | set(search_key(" ".join(sources)).split())
    return all(_is_known(sentence, known) for sentence in _SENTENCE.split(bare))


def _is_known(sentence: str, known: Iterable[str]) -> bool:
    words = search_key(sentence).split()
    return sum(word not in known for word in words) <= STRANGE * len(words)


def _stands(quoted: str, lines: Sequence[str]) -> bool:
    """Letter by letter, and no part of a longer word or number."""
    said = _even(quoted).strip(" .,;:")
    if not said:
        return False
    pattern = re.compile(rf"(?<![\w.,/]){re.escape(said)}(?![\w]|[.,/]\d)")
    return any(pattern.search(line) for line in lines)


def _even(text: str) -> str:
    return " ".join(nfc(text).casefold().split())
