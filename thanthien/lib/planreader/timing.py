"""When a task is due: the words of a plan as a structure.

`parse_timing` reads a timing cell or phrase; `counts_in` finds counts inside a task's own words
("ít nhất 01 lần/năm"). A rule keeps its print, and travels as JSON both ways.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Literal

from thanthien.lib.planreader.keys import fold, fold_dates, squeeze

Kind = Literal[
    "continuous", "every", "yearly_due", "deadline", "quarter", "month", "years", "period", "event", "unknown"
]
Period = Literal["working_day", "day", "week", "month", "quarter", "half_year", "year"]

_PERIODS: dict[str, Period] = {
    "ngay lam viec": "working_day",
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "quy": "quarter",
    "6 thang": "half_year",
    "nua nam": "half_year",
    "nam": "year",
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTED = r"lan|buoi|cuoc|ngay|hoi nghi|dot|ky|luot|tin|bai|bao cao"
_SPAN = r"ngay lam viec|ngay|tuan|thang|quy|6 thang|nua nam|nam"

_EACH_YEAR = r"(?:hang|moi|cac) nam"
_DAY = r"(?:\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}[.-]\d{1,2}[.-]\d{4})"
_YEAR = r"(?:19|20)\d{2}"
_LEAD = (
    r"(?:(?:hoan thanh|xong|gui|bao cao|cham nhat|muon nhat|dinh ky|thuc hien|trong|vao|tu|den|den het|het|"
    r"truoc|sau|dau|giua|cuoi|la) )*"
)
_ATOMS = (
    r"thuong xuyen(?:,? ?(?:lien tuc|hang \w+|trong nam|ca nam))?",
    r"lien tuc|(?:trong |suot )?ca nam|trong nam|quanh nam|thuong nien|duy tri thuong xuyen",
    rf"(?:dau |cuoi |dinh ky )*(?:hang|moi) (?:{_SPAN})(?: lam viec)?",
    rf"(?:dinh ky )?(?:it nhat |toi thieu )?\d{{1,2}} (?:{_COUNTED})\s?/\s?(?:01 |1 |mot )?(?:{_SPAN})",
    rf"(?:dinh ky )?(?:it nhat |toi thieu )?(?:\d{{1,2}} )?(?:{_SPAN})\s?/\s?(?:\d{{1,2}} )?(?:{_COUNTED})",
    rf"(?:dinh ky |it nhat |toi thieu )+\d{{1,2}} (?:{_COUNTED})(?: (?:moi|trong|mot|1|01) (?:{_SPAN}))?",
    rf"{_LEAD}(?:ngay )?{_DAY}(?: {_EACH_YEAR})?",
    rf"{_LEAD}ngay \d{{1,2}} (?:thang \d{{1,2}}(?: nam {_YEAR})?|hang thang|cua thang\w*|"
    rf"thang cuoi quy)(?: {_EACH_YEAR})?",
    rf"{_LEAD}thang \d{{1,2}}(?:\s?[/.-]\s?{_YEAR}| nam {_YEAR})?(?: {_EACH_YEAR})?",
    rf"{_LEAD}quy (?:i{{1,3}}|iv|[1-4])\b(?:\s?[/.-]\s?{_YEAR}|,? nam {_YEAR})?(?: {_EACH_YEAR})?",
    rf"{_LEAD}(?:6|sau) thang(?: (?:dau|cuoi) nam)?(?: {_YEAR})?|dau nam(?: {_YEAR})?|cuoi nam(?: {_YEAR})?",
    rf"{_LEAD}(?:(?:cac )?nam |giai doan )?{_YEAR}(?: tro di)?",
    r"(?:khi|ngay sau khi|sau khi|neu) .{3,60}|dot xuat|theo tung thoi diem|khi phat sinh",
    r"theo (?:ke hoach|quy dinh|yeu cau|tien do|lich|chuong trinh|huong dan|thoi gian)\b.{0,60}",
)
_ATOM = "(?:" + "|".join(_ATOMS) + ")"
_WHOLE = re.compile(rf"{_ATOM}(?:\s?(?:[,;+-]|va|hoac|den|tro di)?\s?{_ATOM}){{0,4}}[.;,]?")


@dataclass(frozen=True, slots=True)
class TimingRule:
    """A timing as printed and as structure.

    `every` uses `period` and `min_count`; `yearly_due` uses `day`/`month`; `deadline` uses `date`
    (ISO, `before` when the day itself is too late); `quarter` and `month` list their numbers, with
    `year_list` where years are named and `each_year` where "hằng năm" is printed; `period` uses the
    first and last of `year_list` or `date_from`/`date_to`.
    """

    kind: Kind
    printed: str = ""
    period: Period | None = None
    min_count: int | None = None
    day: int | None = None
    month: int | None = None
    months: tuple[int, ...] = ()
    quarters: tuple[int, ...] = ()
    year_list: tuple[int, ...] = ()
    each_year: bool = False
    before: bool = False
    date: str | None = None
    date_from: str | None = None
    date_to: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value not in (None, (), False, "") or name in ("kind", "printed")
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TimingRule:
        """The inverse of `as_json`; unknown keys are ignored so that old stored rules still load."""
        fields = {name: data[name] for name in cls.__slots__ if name in data}
        for name in ("months", "quarters", "year_list"):
            if name in fields:
                fields[name] = tuple(int(v) for v in fields[name])
        return cls(**fields)


def is_timing(text: str) -> bool:
    """True where the whole text is a timing and nothing else."""
    return bool(_WHOLE.fullmatch(fold_dates(text).strip(" .;,-")))


def parse_timing(text: str | None) -> TimingRule:
    """Read a timing. Empty or not understood gives kind `unknown` with the print kept."""
    printed = squeeze(text or "")
    key = fold_dates(printed).strip(" .;,-")
    for read in (_dated, _monthly, _quarterly, _counted, _continuous, _yearly, _half, _event):
        rule = read(key, printed)
        if rule is not None:
            return rule
    return TimingRule("unknown", printed)


def counts_in(text: str) -> list[TimingRule]:
    """Counts with their period that stand inside a sentence, in order of appearance."""
    key, found = fold_dates(text), []
    pattern = (
        rf"\b(?P<least>it nhat|toi thieu|khong it hon)?\s*(?:(?P<n>\d{{1,2}}) (?P<what>{_COUNTED})"
        rf"\s?/\s?(?:0?1 )?(?P<span>{_SPAN})|(?P<m>\d{{1,2}}) (?P<span2>{_SPAN})\s?/\s?(?:0?1 )?lan)\b"
    )
    for match in re.finditer(pattern, key):
        span = _PERIODS[match["span"] or match["span2"]]
        count = int(match["n"]) if match["n"] else 1
        found.append(TimingRule("every", match[0].strip(), period=span, min_count=count))
    if found:
        return found
    for word in re.finditer(rf"(?:dau |cuoi )?(?:hang|moi) ({_SPAN})(?: (lam viec))?\b", key):
        span = "working_day" if word[2] else _PERIODS[word[1]]
        found.append(TimingRule("every", word[0], period=span, min_count=1))
    return found


def _years(key: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(y) for y in re.findall(rf"\b({_YEAR})\b", key)))


def _valid(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _dated(key: str, printed: str) -> TimingRule | None:
    pattern = rf"\b(\d{{1,2}})(?:[/.-]| thang )(\d{{1,2}})(?:(?:[/.-]| nam )({_YEAR}))?\b"
    days = [(int(m[1]), int(m[2]), m[3]) for m in re.finditer(pattern, key) if _valid(int(m[1]), int(m[2]))]
    if not days:
        return None
    before = "truoc" in key
    isos = [f"{y}-{m:02d}-{d:02d}" for d, m, y in days if y]
    if len(isos) >= 2:
        return TimingRule("period", printed, date_from=isos[0], date_to=isos[-1])
    if isos:
        return TimingRule("deadline", printed, date=isos[0], before=before)
    day, month, _ = days[0]
    each = bool(re.search(_EACH_YEAR, key))
    return TimingRule(
        "yearly_due", printed, day=day, month=month, months=tuple(m for _, m, _ in days),
        each_year=each, before=before,
    )  # fmt: skip


def _monthly(key: str, printed: str) -> TimingRule | None:
    months = tuple(int(m) for m in re.findall(r"\bthang (\d{1,2})\b", key) if 1 <= int(m) <= 12)
    if not months:
        return None
    if len(months) == 2 and re.search(r"\btu thang\b.*\bden\b", key):
        months = tuple(range(months[0], months[1] + 1)) or months
    each = bool(re.search(_EACH_YEAR, key))
    return TimingRule(
        "month", printed, months=months, month=months[0], year_list=_years(key), each_year=each,
        before="truoc" in key,
    )  # fmt: skip


def _quarterly(key: str, printed: str) -> TimingRule | None:
    numbers = re.findall(r"\bquy (iv|i{1,3}|[1-4])\b", key)
    if not numbers:
        return None
    tail = re.findall(r"\bquy (?:iv|i{1,3}|[1-4])((?:\s?(?:,|va|-|den)\s?(?:iv|i{1,3}|[1-4])\b)*)", key)[0]
    numbers += re.findall(r"\b(iv|i{1,3}|[1-4])\b", tail)
    quarters = tuple(sorted({_QUARTERS[n] for n in numbers}))
    each = bool(re.search(_EACH_YEAR, key))
    return TimingRule("quarter", printed, quarters=quarters, year_list=_years(key), each_year=each)


def _counted(key: str, printed: str) -> TimingRule | None:
    counts = counts_in(printed)
    loose = re.search(rf"\b(\d{{1,2}}) (?:{_COUNTED}) (?:moi|trong|mot) ({_SPAN})", key)
    if loose:
        return TimingRule("every", printed, period=_PERIODS[loose[2]], min_count=int(loose[1]))
    if not counts or "thuong xuyen" in key:
        return None
    return TimingRule("every", printed, period=counts[0].period, min_count=counts[0].min_count)


def _continuous(key: str, printed: str) -> TimingRule | None:
    words = r"thuong xuyen|lien tuc|ca nam|trong nam\b(?! \d)|quanh nam|thuong nien"
    return TimingRule("continuous", printed) if re.search(words, key) else None


def _yearly(key: str, printed: str) -> TimingRule | None:
    years = _years(key)
    if not years:
        return None
    joined = re.search(rf"{_YEAR}\s?(?:-|den(?: nam)?)\s?{_YEAR}", key)
    if len(years) == 2 and joined and years[0] < years[1]:
        return TimingRule("period", printed, year_list=tuple(range(years[0], years[1] + 1)))
    return TimingRule("years", printed, year_list=years)


def _half(key: str, printed: str) -> TimingRule | None:
    if re.search(r"\b(?:6|sau) thang\b", key):
        months = (6,) if "dau nam" in key else (12,) if "cuoi nam" in key else ()
        return TimingRule("every", printed, period="half_year", min_count=1, months=months)
    if re.search(r"\bcuoi nam\b|\bdau nam\b", key):
        quarter = 4 if "cuoi" in key else 1
        return TimingRule("quarter", printed, quarters=(quarter,), each_year=True)
    return None


def _event(key: str, printed: str) -> TimingRule | None:
    words = r"^(?:khi|ngay sau khi|sau khi|neu|theo|dot xuat)\b|\bphat sinh\b"
    return TimingRule("event", printed) if re.search(words, key) else None


def looks_like_timing_column(values: list[str]) -> float:
    """Share of non-empty cells that are timings; tells a column whose head is unreadable."""
    filled = [v for v in values if fold(v)]
    return sum(is_timing(v) for v in filled) / len(filled) if filled else 0.0
