"""Which indices there are: one visible table, `data/indices.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

_KEYS = {"code", "name", "title", "publisher", "level", "unit", "maximum"}


class InvalidIndices(Exception):
    """The table of indices does not hold together; the message names the row."""


@dataclass(frozen=True, slots=True)
class Index:
    """`level` unit: each commune has a value; city: one for the whole city. `unit` is "%" or "điểm"."""

    code: str
    name: str
    title: str
    publisher: str
    level: str
    unit: str
    maximum: Decimal


def indices(*, level: str = "") -> list[Index]:
    """In the order of the file; of one level only where asked. Raises InvalidIndices."""
    found = _read(settings.REFERENCE_DIR / "indices.yaml")
    return [index for index in found if level in ("", index.level)]


def index_of(code: str) -> Index | None:
    return next((index for index in indices() if index.code == code), None)


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[Index, ...]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = data.get("indices") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise InvalidIndices(f"{path.name}: thiếu danh sách “indices”.")
    found: list[Index] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or set(row) != _KEYS or row["level"] not in ("unit", "city"):
            raise InvalidIndices(
                f"{path.name}, chỉ số thứ {number}: cần đúng các khóa {', '.join(sorted(_KEYS))}."
            )
        if row["code"] in {index.code for index in found}:
            raise InvalidIndices(f"{path.name}: mã “{row['code']}” có hai lần.")
        words = {key: str(row[key]) for key in _KEYS - {"maximum"}}
        found.append(Index(**words, maximum=Decimal(str(row["maximum"]))))
    return tuple(found)
