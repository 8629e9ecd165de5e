"""Levels of recognition, levels aimed at, and thresholds, as sentences print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thanthien.lib.planreader.keys import fold_dates, squeeze
from thanthien.lib.planreader.model import Level, Source, Target
from thanthien.lib.planreader.paragraphs import Paragraph

_N = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_HEAD = re.compile(
    r"\b(?:muc do|muc|dat|hang|loai)\s*([1-9]|i{1,3}|iv)\b|\b([1-9]|mot|hai|ba|bon)\s*sao\b|\bsao\s*([1-9])\b"
)
_FAIL = re.compile(r"^(?:khong dat|chua dat|khong duoc cong nhan|khong cong nhan|khong xep)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "mot": 1, "hai": 2, "ba": 3, "bon": 4}


def read_levels(paragraphs: Iterable[Paragraph]) -> list[Level]:
    """Bands such as "Mức 4: đạt từ 95 đến 100 điểm", "4 sao: từ 95 điểm trở lên", "Không đạt: dưới 80 điểm"."""
    found: dict[int, Level] = {}
    for paragraph in paragraphs:
        if "diem" not in paragraph.key:
            continue
        pieces = re.split(r"[;\n]", paragraph.whole) if paragraph.whole.count(";") else [paragraph.whole]
        for piece in pieces:
            level = _read(piece, paragraph.source)
            if level is not None and level.level not in found:
                found[level.level] = level
    return _closed(list(found.values()))


def _read(text: str, source: Source) -> Level | None:
    key = re.sub(r"^[-+\s]*(?:\d{1,2}\s*[.)]\s*)?", "", fold_dates(text))
    key = re.sub(r"^\W*", "", key)
    band = _band(key)
    if band is None:
        return None
    low, high, inclusive = band
    if _FAIL.match(key):
        level = Level(0, low, high, inclusive, source=source)
        level.label = squeeze(re.split(r"[:;(]", text)[0].strip(" -+"))
        other = re.search(r"\bhoặc\s+(.+?)[.;]?$", text)
        level.or_when = squeeze(other[1]) if other else None
        return level
    head = _HEAD.search(key[:40])
    if not head:
        return None
    name = next(g for g in head.groups() if g)
    return Level(_ROMAN.get(name) or int(name), low, high, inclusive, source=source)


def _band(key: str) -> tuple[float, float, bool] | None:
    """(from, to, is the upper bound inside)."""
    if match := re.search(rf"{_N}\s*(?:diem\s*)?(?:den|-|toi)\s*(?P<under>duoi\s*)?{_N}\s*diem", key):
        return _number(match[1]), _number(match[3]), not match["under"]
    if match := re.search(rf"(?:tu|tren|dat|>)\s*(?:tu\s*)?{_N}\s*diem(?: tro len)?", key):
        return _number(match[1]), 100.0, True
    if match := re.search(rf"(?:duoi|<)\s*{_N}\s*diem", key):
        return 0.0, _number(match[1]), False
    return None


def _number(text: str) -> float:
    value = float(text.replace(",", "."))
    return int(value) if value == int(value) else value


def _closed(levels: list[Level]) -> list[Level]:
    """Bands as half-open intervals: "90 đến 94,99" means up to the next band; needs two levels at least."""
    if len(levels) < 2:
        return []
    lows = sorted(level.min for level in levels)
    for level in levels:
        above = [low for low in lows if low > level.min]
        if above and level.max < 100 and 0 < above[0] - level.max <= 1:
            level.max, level.max_inclusive = above[0], False
    return levels


def read_targets(paragraphs: Iterable[Paragraph], years: list[int]) -> list[Target]:
    """Levels the plan aims at, with the years named beside them."""
    found: dict[tuple[int, ...], Target] = {}
    pattern = re.compile(r"\b(?:muc do|muc chuan|muc)\s*([1-5]|i{1,3}|iv)\b|\b([1-5])\s*sao\b")
    for paragraph in paragraphs:
        key = fold_dates(paragraph.text)
        match = pattern.search(key)
        if not match or "diem" in key or not re.search(r"dat|duy tri|phan dau|dang ky", key):
            continue
        name = next(g for g in match.groups() if g)
        named = _target_years(key, years)
        if named and tuple(named) not in found:
            level = _ROMAN.get(name) or int(name)
            found[tuple(named)] = Target(named, level, source=paragraph.source, confidence=0.9)
    return list(found.values())


def _target_years(key: str, years: list[int]) -> list[int]:
    if span := re.search(r"\btu nam (20\d\d)\b.*?\bden (?:nam )?(20\d\d)\b", key):
        return list(range(int(span[1]), int(span[2]) + 1))
    if open_ := re.search(r"\btu nam (20\d\d) tro di", key):
        return [y for y in years if y >= int(open_[1])] or [int(open_[1])]
    named = [int(y) for y in re.findall(r"\bnam (20\d\d)\b", key)]
    return named[:1] or (years if len(years) == 1 else [])
