"""Activities of visits, terms, and what proves which criterion: data/engagement.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

PROVED = frozenset({"visit", "dialogue", "unplanned", "settled"})


@dataclass(frozen=True, slots=True)
class Activity:
    code: str
    label: str
    label_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Definition:
    gather_days: int  # days in which opinions are gathered before a conference
    reopen_days: int
    promise_days: int  # what the form begins with
    near_days: int
    activities: dict[str, Activity]
    criteria: dict[str, dict[str, str]]  # criteria set → what is proved → key


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "engagement.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    activities = {one["code"]: Activity(**one) for one in data["activities"]}
    criteria = {code: dict(keys) for code, keys in data["criteria"].items()}
    if unknown := {name for keys in criteria.values() for name in keys} - PROVED:
        raise ValueError(f"{path.name}: nothing here proves {', '.join(sorted(unknown))}")
    return Definition(
        int(data["gather_days"]), int(data["reopen_days"]), int(data["promise_days"]), int(data["near_days"]),
        activities, criteria,
    )  # fmt: skip
