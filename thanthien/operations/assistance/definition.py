"""Groups and terms of home service: data/assistance.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    label_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Definition:
    contact_days: int  # working days
    serve_days: int  # working days
    groups: dict[str, Group]


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "assistance.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    groups = {one["code"]: Group(**one) for one in data["groups"]}
    return Definition(int(data["contact_days"]), int(data["serve_days"]), groups)
