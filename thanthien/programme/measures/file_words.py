"""What the words of a report mean: which unit, which month, which figure and which part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from thanthien.lib.vietnamese import nfc, search_key, sort_key
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.indicators import Line, indicators

PARTS = {"numerator": "tử số", "denominator": "mẫu số", "share": "tỷ lệ hoặc “tử số/mẫu số”"}
UNIT = "unit"
_WORD = re.compile(r"[^\W_]+")
_BEFORE_NAME = {"ubnd", "uy", "ban", "nhan", "dan", "xa", "phuong", "dac", "khu", "x", "p"}
_KINDS = {
    "xa": Unit.Kind.COMMUNE, "x": Unit.Kind.COMMUNE, "phuong": Unit.Kind.WARD, "p": Unit.Kind.WARD,
    "dac": Unit.Kind.SPECIAL_ZONE,
}  # fmt: skip
# the day a paper was signed is no month of its figures; "từ ngày … đến ngày …" is
_SIGNED = re.compile(r"(?<!tu )(?<!den )\bngay \d{1,2} thang \d{1,2}(?: nam 20\d\d)?")
_NAMED = re.compile(r"\bthang (\d{1,2})(?: (?:nam )?(20\d\d))?\b|\bt(\d{1,2}) (20\d\d)\b")


def fields() -> dict[str, str]:
    """Every field that a column may be, with its name on the page: the unit, then three of each figure."""
    found = {UNIT: "Tên đơn vị"}
    for code, line in indicators().sheet.items():
        found |= {f"{code}-{part}": f"{line.measure.label}: {said}" for part, said in PARTS.items()}
    return found


def has(key: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a search key, whole words only."""
    return any(f" {one} " in f" {key} " for one in phrases)


def about(key: str) -> Line | None:
    """The figure that a text speaks of: the one with the longest of its words in it."""
    best, longest = None, 0
    for line in indicators().sheet.values():
        for phrase in (*line.group, *line.numerator, *line.denominator):
            if len(phrase) > longest and has(key, (phrase,)):
                best, longest = line, len(phrase)
    return best


def is_unit_head(text: str) -> bool:
    return search_key(text) in indicators().words.unit


def guess(headers: Sequence[str], join: str, unit_header: str = "") -> dict[str, str]:
    """Field → header by the words of data/indicators.yaml; the first of two columns with one meaning."""
    found = {UNIT: unit_header} if unit_header else {}
    for header in headers:
        if header != unit_header and (field := _field(header, join)):
            found.setdefault(field, header)
    return found


def _field(header: str, join: str) -> str:
    key, leaf = search_key(header), header.rpartition(join)[2]
    line, words = about(key), indicators().words
    if line is None:
        return ""
    if "%" in leaf or has(search_key(leaf), words.share):
        return f"{line.code}-share"
    own = search_key(leaf)
    whole, top = _longest(own, (*line.denominator, *words.whole)), _longest(own, line.numerator)
    return f"{line.code}-denominator" if whole > top else f"{line.code}-numerator"


def _longest(key: str, phrases: Iterable[str]) -> int:
    return max((len(one) for one in phrases if has(key, (one,))), default=0)


def is_cumulative(texts: Iterable[str]) -> bool:
    """Whether a text speaks of figures since the beginning of the year."""
    return any(has(search_key(text), indicators().words.cumulative) for text in texts)


def names_unit(text: str, unit: Unit) -> bool:
    """Whether a cell is the unit's name ("UBND xã Thanh Bình", "12. X. Thanh Bình") or its code.

    Tones count where the text has any: "An Hưng" is not "An Hùng". A commune is not the ward of the same name.
    """
    if search_key(text) == search_key(unit.code):
        return True
    words, name = _words(text), _words(unit.name)
    if not name or len(words) - len(name) not in range(9) or not _same(words[-len(name) :], name):
        return False
    before = [search_key(word) for word in words[: -len(name)]]
    if before and before[0].isdigit():
        before = before[1:]
    return set(before) <= _BEFORE_NAME and _kind_fits(before, unit)


def tells_unit(texts: Iterable[str], unit: Unit) -> bool:
    """Whether a title speaks of the unit by its full name, or is its name."""
    name = _words(unit.full_name)
    for text in texts:
        words = _words(text)
        if names_unit(text, unit) or any(
            _same(words[n : n + len(name)], name) for n in range(len(words) - len(name) + 1)
        ):
            return True
    return False


def _kind_fits(before: Sequence[str], unit: Unit) -> bool:
    told = {_KINDS[word] for word in before if word in _KINDS}
    return not told or told == {unit.kind}


def _words(text: str) -> list[str]:
    return _WORD.findall(nfc(text).casefold())


def _same(words: Sequence[str], name: Sequence[str]) -> bool:
    """The same words; tones do not count where none of the text has any. "hoà" is "hòa"."""
    if len(words) != len(name):
        return False
    if all(word.isascii() for word in words):
        return [search_key(word) for word in words] == [search_key(word) for word in name]
    return [sort_key(word) for word in words] == [sort_key(word) for word in name]


def months_named(texts: Iterable[str]) -> Iterator[tuple[int, int | None]]:
    """(month, year where it is told) of each month that a text names; days of signature are none."""
    for text in texts:
        for found in _NAMED.finditer(_SIGNED.sub(" ", search_key(text))):
            month, year = (found[1], found[2]) if found[1] else (found[3], found[4])
            if 1 <= int(month) <= 12:
                yield int(month), int(year) if year else None


def speaks_of(texts: Iterable[str], month: date) -> bool | None:
    """Whether the month is among those named; None where none is."""
    named = list(months_named(texts))
    if not named:
        return None
    return any(one == month.month and year in (None, month.year) for one, year in named)
