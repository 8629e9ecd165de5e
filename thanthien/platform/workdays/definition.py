"""A file of `data/holidays`: the special days of one year of the country, checked row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from thanthien.lib.vietnamese import nfc, tidy
from thanthien.platform.workdays.models import SpecialDay

_KEYS = {"date", "kind", "status", "name"}
_KINDS = {SpecialDay.Kind.OFF.value, SpecialDay.Kind.MAKE_UP.value}
_STATUSES = {status.value for status in SpecialDay.Status} - {SpecialDay.Status.OWN.value}


class InvalidHolidays(Exception):
    """The file does not hold together; the message names the row and what it needs."""


@dataclass(frozen=True, slots=True)
class GivenDay:
    date: date
    kind: str
    status: str
    name: str


def read_holidays(path: Path) -> tuple[int, list[GivenDay]]:
    """The year and its days. Raises InvalidHolidays, OSError."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidHolidays("không đọc được như tệp YAML, UTF-8.") from error
    if not isinstance(data, dict) or not isinstance(data.get("year"), int):
        raise InvalidHolidays("thiếu “year” (năm, là số).")
    rows = data.get("days")
    if not isinstance(rows, list) or not rows:
        raise InvalidHolidays("thiếu danh sách “days”.")
    year: int = data["year"]
    found = [_day(row, year, f"ngày thứ {number}") for number, row in enumerate(rows, 1)]
    twice = {one.date for one in found if sum(other.date == one.date for other in found) > 1}
    if twice:
        raise InvalidHolidays(f"ngày {min(twice):%d/%m/%Y} có hai lần.")
    return year, found


def _day(row: Any, year: int, where: str) -> GivenDay:
    if not isinstance(row, dict) or set(row) != _KEYS:
        raise InvalidHolidays(f"{where}: cần đúng các khóa {', '.join(sorted(_KEYS))}.")
    day = row["date"]
    if not isinstance(day, date) or day.year != year:
        raise InvalidHolidays(f"{where}: “date” phải là một ngày của năm {year}, ghi {year}-04-30.")
    if row["kind"] not in _KINDS:
        raise InvalidHolidays(f"{where}: “kind” là một trong {', '.join(sorted(_KINDS))}.")
    if row["status"] not in _STATUSES:
        raise InvalidHolidays(f"{where}: “status” là một trong {', '.join(sorted(_STATUSES))}.")
    name = tidy(nfc(str(row["name"] or "")))
    if not name:
        raise InvalidHolidays(f"{where}: thiếu tên ngày.")
    return GivenDay(day, row["kind"], row["status"], name[:150])
