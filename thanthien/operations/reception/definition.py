"""What the law prints about receiving citizens: data/reception.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

COLUMNS = 13


class InvalidReceptionData(Exception):
    """The file does not hold together; the message names the place."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least `days` days in each week or month (`per`), from a day on."""

    since: date
    per: str
    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Term:
    """So many working days."""

    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    label: str
    basis: str


@dataclass(frozen=True, slots=True)
class Definition:
    version: str
    minimum: tuple[Minimum, ...]
    publish: Term
    refuse: Term
    group_from: int
    representatives: tuple[tuple[int | None, int], ...]  # up to so many people, at most so many speak
    group_basis: str
    reasons: dict[str, Reason]
    columns: tuple[str, ...]
    rules: dict[str, tuple[str, ...]]

    def minimum_on(self, day: date) -> Minimum:
        held = [one for one in self.minimum if one.since <= day]
        return held[-1] if held else self.minimum[0]

    def most_speakers(self, people: int) -> int:
        return next(most for up_to, most in self.representatives if up_to is None or people <= up_to)


def definition() -> Definition:
    """Raises InvalidReceptionData."""
    return _read(settings.REFERENCE_DIR / "reception.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = _definition(data)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidReceptionData(f"{path.name}: thiếu hoặc sai {error}.") from error
    if len(found.columns) != COLUMNS:
        raise InvalidReceptionData(f"{path.name}: columns phải có đủ {COLUMNS} cột.")
    if any(one.per not in ("week", "month") for one in found.minimum):
        raise InvalidReceptionData(f"{path.name}: minimum.per là week hoặc month.")
    if not found.representatives or found.representatives[-1][0] is not None:
        raise InvalidReceptionData(f"{path.name}: dòng cuối của group.representatives phải có up_to: null.")
    return found


def _definition(data: dict[str, Any]) -> Definition:
    minimum = (Minimum(row["from"], row["per"], int(row["days"]), row["basis"]) for row in data["minimum"])
    group = data["group"]
    return Definition(
        version=str(data["version"]),
        minimum=tuple(sorted(minimum, key=lambda one: one.since)),
        publish=Term(int(data["publish"]["days"]), data["publish"]["basis"]),
        refuse=Term(int(data["refuse"]["days"]), data["refuse"]["basis"]),
        group_from=int(group["from"]),
        representatives=tuple((row["up_to"], int(row["most"])) for row in group["representatives"]),
        group_basis=group["basis"],
        reasons={row["code"]: Reason(**row) for row in data["reasons"]},
        columns=tuple(data["columns"]),
        rules={language: tuple(data["rules"][language]) for language in ("vi", "en")},
    )
