"""Digital figures typed month by month, and the counts that plans ask for: `data/indicators.yaml`, read once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from thanthien.lib.vietnamese import search_key
from thanthien.programme.measures.registry import Measure, measure_of

_PERS = {"year", "month", "week", "share"}


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the month's sheet. `may_pass`: above 100 %; `steady`: its denominator hardly changes.

    `group`, `numerator`, `denominator`: by which words a file of the province names it, as search keys.
    """

    code: str
    may_pass: bool
    steady: bool
    group: tuple[str, ...] = ()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        return measure_of(self.code)


@dataclass(frozen=True, slots=True)
class FileWords:
    """What columns of a file are called whatever they count, as search keys."""

    unit: tuple[str, ...]
    share: tuple[str, ...]
    whole: tuple[str, ...]
    part: tuple[str, ...]
    cumulative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountAsked:
    """`per` "share": numerator over denominator of the months must be whole. `months` empty: all twelve."""

    code: str
    label: str
    per: str
    at_least: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Indicators:
    due_day: int
    jump: Decimal  # percentage points
    steady_jump: Decimal  # percent
    sheet: dict[str, Line]
    counts: tuple[CountAsked, ...]
    words: FileWords


def indicators() -> Indicators:
    return _read(settings.REFERENCE_DIR / "indicators.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Indicators:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    counts = tuple(CountAsked(**{**row, "months": tuple(row["months"])}) for row in data["counts"])
    if any(one.per not in _PERS for one in counts):
        raise ValueError(f"{path.name}: per chỉ nhận {', '.join(sorted(_PERS))}.")
    return Indicators(
        due_day=int(data["due_day"]), jump=Decimal(data["jump"]), steady_jump=Decimal(data["steady_jump"]),
        sheet={row["code"]: Line(**_keyed(row)) for row in data["sheet"]}, counts=counts,
        words=FileWords(**_keyed(data["import"])),
    )  # fmt: skip


def _keyed(row: dict[str, Any]) -> dict[str, Any]:
    """Lists of words as search keys."""
    return {
        key: tuple(map(search_key, value)) if isinstance(value, list) else value for key, value in row.items()
    }
