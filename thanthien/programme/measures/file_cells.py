"""Figures as reports print them: "1.234", "91,5%", "1.234/1.300", a dash where there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from thanthien.lib.vietnamese import number_vi, search_key

_NOTHING = {"", "na", "n a", "khong co", "khong co so lieu", "chua co", "chua co so lieu", "khong phat sinh"}
_NUMBER = r"\d[\d., ]*"
_WORDS = r"[^\W\d_][^\d/%]{0,30}"
_COUNT = re.compile(rf"({_NUMBER}?)\s*\(?(?:{_WORDS})?\)?", re.DOTALL)
_PLAIN = re.compile(r"\d+(?:[.,]0+)?")
_POINTS = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,0+)?")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.0+)?")
_SHARE = re.compile(rf"({_NUMBER}?)\s*(%?)")
_PAIR = re.compile(
    rf"(?P<top>{_NUMBER}?)\s*/\s*(?P<whole>{_NUMBER}?)\s*(?:[(=]\s*=?\s*(?P<share>{_NUMBER}?\s*%)\s*\)?)?"
)
_PAIR_BEHIND = re.compile(
    rf"(?P<share>{_NUMBER}?\s*%)\s*\(\s*(?P<top>{_NUMBER}?)\s*/\s*(?P<whole>{_NUMBER}?)\s*\)"
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}.*")
_FRACTION = Decimal("1.5")  # a share without its sign up to here is a part of one, above it per cent
_LIMIT = Decimal(10) ** 12
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Share:
    """`percent` as printed with so many decimals; `is_guessed`: without a sign, taken for a part of one."""

    percent: Decimal
    places: int
    is_guessed: bool = False

    def fits(self, top: Decimal, whole: Decimal) -> bool:
        """Whether it is that ratio, rounded as printed."""
        return abs(top * 100 / whole - self.percent) <= Decimal("0.51") * Decimal(10) ** -self.places


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell tells; `note` says how a doubtful one was read."""

    top: Decimal | None = None
    whole: Decimal | None = None
    share: Share | None = None
    note: str = ""


def is_nothing(text: str) -> bool:
    """An empty cell, a dash, "chưa có số liệu", or what Excel writes where it cannot divide."""
    return search_key(text) in _NOTHING or text.upper().startswith(("#N/A", "#DIV/0"))


def read_count(text: str) -> tuple[Decimal, str]:
    """(a whole number, how it was read where that is doubtful). Raises ValueError with a sentence for people."""
    if "%" in text:
        raise ValueError(f"“{text[:_SHOWN]}” là tỷ lệ, không phải số đếm; chọn cột này làm cột tỷ lệ")
    found = _COUNT.fullmatch(text)
    number = found[1].strip() if found else ""
    if _PLAIN.fullmatch(number):
        value, note = Decimal(re.split("[.,]", number)[0]), ""
    elif _POINTS.fullmatch(number):
        value, note = Decimal(re.sub(r"[. ]", "", number.split(",")[0])), ""
    elif _COMMAS.fullmatch(number):
        value = Decimal(number.split(".")[0].replace(",", ""))
        note = f"Ô ghi “{number}”, hiểu là {number_vi(value)}."
    elif text.startswith("-"):
        raise ValueError(f"“{text[:_SHOWN]}” là số âm")
    elif found and number:
        raise ValueError(f"“{text[:_SHOWN]}” có phần lẻ, mà đây là số đếm")
    else:
        raise _unread(text)
    if value >= _LIMIT:
        raise ValueError(f"“{text[:_SHOWN]}” quá lớn")
    return value, note


def read_share(text: str) -> Cell:
    """ "91,5%", "91.5", "0,915", or the pair itself: "1.234/1.300 (94,9%)". Raises ValueError."""
    for form in (_PAIR, _PAIR_BEHIND):
        if not _DAY.fullmatch(text) and (pair := form.fullmatch(text)):
            (top, one), (whole, other) = read_count(pair["top"]), read_count(pair["whole"])
            return Cell(
                top,
                whole,
                _share(pair["share"]) if pair["share"] else None,
                " ".join(filter(None, (one, other))),
            )
    share = _share(text)
    note = ""
    if share.is_guessed:
        note = f"Ô ghi “{text}” không có dấu %, hiểu là {number_vi(share.percent)}%."
    return Cell(share=share, note=note)


def _share(text: str) -> Share:
    found = _SHARE.fullmatch(text.strip())
    number = found[1].replace(" ", "") if found else ""
    if "," in number and "." in number:  # "1.042,5" or "1,042.5": the last sign parts the decimals
        last = max(number.rfind(","), number.rfind("."))
        number = re.sub("[.,]", "", number[:last]) + "." + number[last + 1 :]
    number = number.replace(",", ".")
    if found is None or not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", number):
        raise _unread(text)
    value, places = Decimal(number), len(number.partition(".")[2])
    if not found[2] and value <= _FRACTION and value:
        return Share(value * 100, max(0, places - 2), is_guessed=True)
    return Share(value, places)


def _unread(text: str) -> ValueError:
    if _DAY.fullmatch(text):
        return ValueError(f"“{text[:_SHOWN]}” là ngày tháng; có lẽ Excel đã đổi số thành ngày")
    return ValueError(f"chưa đọc được “{text[:_SHOWN]}”; ghi số như 1.234 hoặc tỷ lệ như 91,5%")
