"""The sample a unit starts from: data/facilities.yaml, read once. A unit's own list is rows of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class SampleItem:
    code: str
    kind: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Definition:
    version: str
    due_time: time
    repair_days: int  # working days
    items: tuple[SampleItem, ...]


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "facilities.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = tuple(
        SampleItem(one["code"], one["kind"], one["label"], one.get("hint", "")) for one in data["items"]
    )
    return Definition(
        version=str(data["version"]),
        due_time=time.fromisoformat(data["due_time"]),
        repair_days=int(data["repair_days"]),
        items=items,
    )
