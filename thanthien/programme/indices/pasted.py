"""A table of many communes, pasted or out of Excel → rows that fit, and those that do not with the reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from thanthien.lib.vietnamese import number_vi, search_key, tidy, whole_number
from thanthien.platform.units.models import Unit

_KINDS = re.compile(r"^(xa|phuong|dac khu|thi tran)\s+")
# As the page prints it, "31/114", and as papers do: "hạng 31", "31 / 114", "31.0" out of a workbook.
_RANK = re.compile(r"((thứ )?hạng |thứ )?(?P<rank>\d{1,4})([.,]0)?(\s*(/|trên)\s*(?P<of>\d{1,4}))?")
_LONGEST = 2000  # rows; a country has fewer communes in one city


@dataclass(frozen=True, slots=True)
class Line:
    """One pasted row: `unit` and `value` where it fits, else `problem` says why not."""

    number: int
    text: str
    unit: Unit | None = None
    value: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None
    problem: str = ""


def read_lines(text: str, units: Sequence[Unit], maximum: Decimal) -> list[Line]:
    """Rows "name or code ⇥ value ⇥ rank" (tab or semicolon between; a rank may say "31/114").

    A first row without a number is a heading.
    """
    by_key: dict[str, list[Unit]] = {}
    for unit in units:
        for key in {search_key(unit.full_name), search_key(unit.name), unit.code.lower()}:
            by_key.setdefault(key, []).append(unit)
    found: list[Line] = []
    taken: dict[int, int] = {}
    for number, raw in enumerate(text.splitlines()[:_LONGEST], 1):
        cells = [tidy(cell) for cell in re.split(r"[\t;]", raw)]
        if not any(cells) or (not found and number == 1 and _number(cells[1:2]) is None):
            continue
        line = _line(number, " · ".join(filter(None, cells)), cells, by_key, maximum)
        if line.unit is not None and line.unit.pk in taken:
            line = Line(number, line.text, problem=f"đơn vị này đã có ở dòng {taken[line.unit.pk]}")
        elif line.unit is not None:
            taken[line.unit.pk] = number
        found.append(line)
    return found


def _line(number: int, text: str, cells: list[str], by_key: dict[str, list[Unit]], maximum: Decimal) -> Line:
    key = search_key(cells[0])
    units = by_key.get(key) or by_key.get(cells[0].lower()) or by_key.get(_KINDS.sub("", key), [])
    if not units:
        return Line(number, text, problem=f"không có xã, phường, đặc khu nào tên “{cells[0]}”")
    if len(units) > 1:
        names = ", ".join(unit.full_name for unit in units)
        return Line(number, text, problem=f"tên này chỉ nhiều đơn vị ({names}); anh/chị ghi đủ loại hoặc mã")
    value = _number(cells[1:2])
    if value is None:
        return Line(number, text, problem="chưa đọc được kết quả")
    if not 0 <= value <= maximum:
        return Line(number, text, problem=f"kết quả ngoài thang 0–{number_vi(maximum)}")
    said_rank = cells[2] if len(cells) > 2 else ""
    found = _RANK.fullmatch(said_rank.lower())
    if said_rank and found is None:
        return Line(number, text, problem=f"thứ hạng “{said_rank}” chưa đúng; anh/chị ghi như 31 hoặc 31/114")
    rank, rank_of = (whole_number(found["rank"]), whole_number(found["of"])) if found else (None, None)
    if rank is not None and (rank < 1 or (rank_of is not None and rank > rank_of)):
        return Line(number, text, problem=f"thứ hạng “{said_rank}” lớn hơn số đơn vị được xếp hoặc bằng 0")
    return Line(number, text, units[0], value, rank, rank_of)


def _number(cells: list[str]) -> Decimal | None:
    """Decimal comma or point; at most three decimals."""
    if not cells:
        return None
    try:
        value = Decimal(cells[0].rstrip("% ").replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.001")).normalize() if value.is_finite() and abs(value) < 10**4 else None
