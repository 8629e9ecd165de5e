"""The code of conduct by edition, what checks look at, kinds and forms: data/conduct.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

ALL, CENTRE = "all", "centre"


@dataclass(frozen=True, slots=True)
class Lines:
    """A group of the code: "4 xin" and its four lines."""

    code: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    version: str
    since: date
    source: str
    groups: tuple[Lines, ...]
    mottos: tuple[str, ...]
    ethics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skill:
    code: str
    label: str
    group: str
    scope: str


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    label: str
    scope: str


@dataclass(frozen=True, slots=True)
class Draw:
    """How many are drawn of so many; samples of the program, printed in no source."""

    least: int
    share: Decimal
    most: int

    def size(self, people: int) -> int:
        return min(people, self.most, max(self.least, int(-(-people * self.share // 1))))


@dataclass(frozen=True, slots=True)
class Definition:
    editions: tuple[Edition, ...]  # the newest first
    draw: Draw
    purposes: dict[str, Purpose]
    behaviours: dict[str, str]
    breaches: dict[str, str]
    forms: dict[str, str]
    skills: dict[str, Skill]
    aspects: dict[str, str]
    marks: dict[str, str]

    def edition_on(self, day: date) -> Edition:
        """The edition in force on a day; before the first, the first."""
        return next((one for one in self.editions if one.since <= day), self.editions[-1])

    def edition(self, version: str) -> Edition | None:
        return next((one for one in self.editions if one.version == version), None)


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "conduct.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data["format"] != 1:
        raise ValueError(f"{path.name}: format {data['format']} is not known")
    editions = sorted((_edition(one) for one in data["editions"]), key=lambda one: one.since, reverse=True)
    purposes = {one["code"]: Purpose(**one) for one in data["purposes"]}
    skills = {one["code"]: Skill(**one) for one in data["skills"]}
    for scope in {one.scope for one in purposes.values()} | {one.scope for one in skills.values()}:
        if scope not in (ALL, CENTRE):
            raise ValueError(f"{path.name}: the scope {scope} is not known")
    draw = Draw(int(data["draw"]["least"]), Decimal(data["draw"]["share"]), int(data["draw"]["most"]))
    if not (0 < draw.least <= draw.most and 0 < draw.share <= 1):
        raise ValueError(f"{path.name}: draw has impossible numbers")
    labels = {name: _labels(data[name]) for name in ("behaviours", "breaches", "forms", "aspects", "marks")}
    return Definition(editions=tuple(editions), draw=draw, purposes=purposes, skills=skills, **labels)


def _edition(one: dict[str, Any]) -> Edition:
    groups = tuple(Lines(g["code"], g["title"], tuple(g["lines"])) for g in one["groups"])
    return Edition(
        str(one["version"]), one["since"], one["source"], groups, tuple(one["mottos"]), tuple(one["ethics"])
    )


def _labels(rows: list[dict[str, str]]) -> dict[str, str]:
    return {one["code"]: one["label"] for one in rows}
