"""What each measure counts: one visible table, `data/measures.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from thanthien.platform.people.roles import Action

_KEYS = {"code", "label", "unit", "numerator", "denominator", "adds_up", "catch_up", "hint"}
_FLAGS = {"adds_up", "catch_up"}
# keys of measures that a room counts itself
_MORE = {"room": "", "is_typed": True, "right": ""}


class InvalidMeasures(Exception):
    """The table of measures does not hold together; the message names the row."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`denominator` is "" where only a number is counted.

    `adds_up`: the figures of the year are summed; otherwise each one states the whole as of its day
    and only the latest counts (installations per household). `catch_up`: what was missed can still be
    done later in the year; a case that was late stays late. `room` counts it from its records ("" where people
    type it); `is_typed`: people may type it too. `right`: who may see it, where that is not everybody who sees
    figures.
    """

    code: str
    label: str
    unit: str
    numerator: str
    denominator: str
    adds_up: bool
    catch_up: bool
    hint: str
    room: str = ""
    is_typed: bool = True
    right: Action | None = None

    @property
    def has_denominator(self) -> bool:
        return bool(self.denominator)


def measures() -> dict[str, Measure]:
    """Every measure by code, in the order of the file. Raises InvalidMeasures."""
    return _read(settings.REFERENCE_DIR / "measures.yaml")


def hidden_codes() -> list[str]:
    """Measures that not everybody sees who sees figures."""
    return [one.code for one in measures().values() if one.right is not None]


def measure_of(code: str, *, label: str = "") -> Measure:
    """The measure behind a code; a set may name one that the table lacks, and its figures are typed all the same."""
    known = measures().get(code)
    if known is not None:
        return known
    return Measure(code, label or f"Chỉ số {code}", "trường hợp", "Số đạt yêu cầu", "Tổng số", True, True, "")


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, Measure]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = data.get("measures") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise InvalidMeasures(f"{path.name}: thiếu danh sách “measures”.")
    found: dict[str, Measure] = {}
    for number, row in enumerate(rows, 1):
        measure = _measure(row, f"{path.name}, chỉ số thứ {number}")
        if measure.code in found:
            raise InvalidMeasures(f"{path.name}: mã “{measure.code}” có hai lần.")
        found[measure.code] = measure
    return found


def _measure(row: Any, where: str) -> Measure:
    if not isinstance(row, dict) or set(row) - set(_MORE) != _KEYS:
        raise InvalidMeasures(f"{where}: cần đúng các khóa {', '.join(sorted(_KEYS))}.")
    flags = {key: row[key] for key in _FLAGS}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise InvalidMeasures(f"{where}: {' và '.join(sorted(_FLAGS))} chỉ nhận true hoặc false.")
    words: dict[str, Any] = {key: str(row[key] or "") for key in _KEYS - _FLAGS}
    right = Action(row["right"]) if row.get("right") else None
    return Measure(
        **flags, **words, room=str(row.get("room", "")), is_typed=bool(row.get("is_typed", True)), right=right
    )
