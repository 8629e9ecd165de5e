"""Dates, years and document numbers as plans print them."""

from __future__ import annotations

import re

from thanthien.lib.planreader.keys import plain

_SLASHED = re.compile(r"\b(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d{2})\b")
_WORDED = re.compile(r"\bngay\s*(\d{0,2})[\s.…_/]*thang\s*(\d{0,2})[\s.…_/]*nam\s*((?:19|20)\d{2})\b")
_BLANK = re.compile(r"\bngay\s*(\d{0,2})[\s.…_]*/\s*(\d{0,2})[\s.…_]*/\s*((?:19|20)\d{2})\b")
# 66/KH-UBND, 04-ĐA/TU, 72/2025/QH15, 804/SNV-XDCQ-CTTN, 371/TTr-PVHXH
NUMBER = re.compile(
    r"\b(\d{1,5}[a-z]?)\s?((?:/\s?(?:19|20)\d{2})?(?:\s?[/-]\s?[A-ZĐƯÔÂ][\wĐđƯưÔôÂâ&.]*(?:\s?[-–/&]\s?[A-ZĐƯ][\wĐđƯư]*)*))"
)
_CODES = {"QD": "QĐ", "ND": "NĐ", "DA": "ĐA", "DU": "ĐU", "HDND": "HĐND", "CD": "CĐ", "BCD": "BCĐ", "UBNĐ": "UBND",
          "TTR": "TTr", "CTR": "CTr"}  # fmt: skip
_WRITTEN = frozenset(
    "KH QĐ NQ ĐA CTr CT TB HD NĐ TT TTr KL BC CV QC TC QH CP TTg UBND HĐND TU ĐU SNV BNV VPCP BCĐ "
    "MTTQ STC STP VP".split()
)


def join_broken_date(text: str) -> str:
    """ "31/10/20 26", as a narrow cell breaks it, in one piece again."""
    return re.sub(r"(\d{1,2}/\d{1,2}/)(\d{1,3})\s+(\d{1,3})\b",
                  lambda m: m[1] + m[2] + m[3] if len(m[2] + m[3]) == 4 else m[0], text)  # fmt: skip


def iso_date(text: str) -> str | None:
    """The first date in `text` as ISO; partial ("2026-02", "2026") where day or month are left blank."""
    key = plain(text)
    found = [
        (m.start(), _iso(m)) for m in (_SLASHED.search(key), _WORDED.search(key), _BLANK.search(key)) if m
    ]
    valid = [(at, iso) for at, iso in found if iso]
    return min(valid)[1] if valid else None


def _iso(match: re.Match[str]) -> str | None:
    day, month, year = match[1], match[2], match[3]
    if not month or not 1 <= int(month) <= 12:
        return year if not month else None
    if not day:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}" if 1 <= int(day) <= 31 else None


def document_number(text: str) -> str | None:
    """The first document number in `text`, blanks inside removed, lost "Đ" of known codes put back."""
    match = NUMBER.search(text)
    return tidy_number(match[0]) if match else None


def tidy_number(printed: str) -> str:
    number = re.sub(r"\s+", "", printed).replace("–", "-").rstrip(".")
    head, *parts = re.split(r"([/-])", number)
    return head + "".join(_known_code(part) for part in parts)


def _known_code(part: str) -> str:
    """A code as it is written: "QD" is "QĐ"; a letter doubled by a scanner ("ĐĐA") is dropped."""
    if part in _WRITTEN or not part.isalpha():
        return part
    if part.upper() in _CODES and part.isascii():
        return _CODES[part.upper()]
    shorter = [part[:i] + part[i + 1 :] for i in range(len(part) - 1) if part[i] == part[i + 1]]
    return next((s for s in shorter if s in _WRITTEN), part)


def years_in(text: str) -> tuple[list[int], bool]:
    """Years a title covers, a range filled in, and whether following years are left open."""
    key = plain(text)
    open_ended = bool(re.search(r"nhung nam tiep theo|cac nam tiep theo|nam tiep theo", key))
    span = re.search(r"\b(20\d{2})\s*(?:[-–]|den(?: nam)?)\s*(20\d{2})\b", key)
    if span and int(span[1]) < int(span[2]) <= int(span[1]) + 15:
        return list(range(int(span[1]), int(span[2]) + 1)), open_ended
    years = sorted({int(y) for y in re.findall(r"\b(?:nam|nam hoc)\s+(20\d{2})\b", key)})
    return years, open_ended
