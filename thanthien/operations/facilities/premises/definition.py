"""Kinds of places and what is looked at in each: data/premises.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

_RHYTHMS = {"month", "quarter"}


class InvalidPremises(Exception):
    """The list does not hold together; the message names the row."""


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """`start`: the agencies that each begin with one such place; ("",) is one place of nobody's own."""

    code: str
    label: str
    label_en: str
    lead: str
    start: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """What is looked at. `measure` "": it proves no row of its own. `offers`: people read of it."""

    code: str
    places: tuple[str, ...]
    group: str
    label: str
    label_en: str
    row: str
    measure: str
    rhythm: str
    offers: bool


@dataclass(frozen=True, slots=True)
class Definition:
    version: str
    sheet: str
    kinds: dict[str, PlaceKind]
    things: dict[str, Thing]
    criteria: dict[str, dict[str, str]]  # criteria set → measure → key

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes of the measures of rows, in the order of the file."""
        return tuple(dict.fromkeys(one.measure for one in self.things.values() if one.measure))

    def things_at(self, kind: str) -> list[Thing]:
        return [one for one in self.things.values() if kind in one.places]


def definition() -> Definition:
    """Raises InvalidPremises."""
    return _read(settings.REFERENCE_DIR / "premises.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        kinds = {row["code"]: _kind(row) for row in data["places"]}
        things = {row["code"]: _thing(row, kinds) for row in data["items"]}
        if len(things) != len(data["items"]) or len(kinds) != len(data["places"]):
            raise InvalidPremises(f"{path.name}: một mã có hai lần.")
        found = Definition(
            version=str(data["version"]), sheet=str(data["sheet"]), kinds=kinds, things=things,
            criteria={code: dict(rows) for code, rows in data["criteria"].items()},
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidPremises(f"{path.name}: thiếu hoặc sai {error}.") from error
    unknown = {code for rows in found.criteria.values() for code in rows} - set(found.measures)
    if unknown or found.sheet not in kinds:
        raise InvalidPremises(f"{path.name}: chỉ số hoặc loại nơi không có trong danh mục.")
    return found


def _kind(row: dict[str, Any]) -> PlaceKind:
    start = row["start"]
    return PlaceKind(
        row["code"], row["label"], row["label_en"], row["lead"], (row["lead"],) if start == "one" else tuple(start)
    )  # fmt: skip


def _thing(row: dict[str, Any], kinds: dict[str, PlaceKind]) -> Thing:
    if set(row["places"]) - set(kinds) or row["rhythm"] not in _RHYTHMS:
        raise InvalidPremises(f"premises.yaml, {row['code']}: loại nơi hoặc nhịp không có.")
    return Thing(**{**row, "places": tuple(row["places"])})
