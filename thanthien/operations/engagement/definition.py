"""Activities of visits, terms, and what proves which criterion: data/engagement.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

STEPS = frozenset({"invite", "gather", "front", "minutes", "results", "answers"})
PROVED = frozenset({"visit", "dialogue", "unplanned", "settled"})


@dataclass(frozen=True, slots=True)
class Activity:
    code: str
    label: str
    label_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A step of the regulation on dialogue with its source; `days` bind conferences, 0 for none."""

    code: str
    label: str
    basis: str
    days: int


@dataclass(frozen=True, slots=True)
class Definition:
    steps: dict[str, Rule]
    reopen_days: int
    promise_days: int  # what the form begins with
    near_days: int
    activities: dict[str, Activity]
    criteria: dict[str, dict[str, str]]  # criteria set → what is proved → key

    @property
    def gather_days(self) -> int:
        """Days in which opinions are gathered before a conference."""
        return self.steps["gather"].days


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "engagement.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    activities = {one["code"]: Activity(**one) for one in data["activities"]}
    criteria = {code: dict(keys) for code, keys in data["criteria"].items()}
    if unknown := {name for keys in criteria.values() for name in keys} - PROVED:
        raise ValueError(f"{path.name}: nothing here proves {', '.join(sorted(unknown))}")
    if lacking := STEPS - {one["code"] for one in data["steps"]}:
        raise ValueError(f"{path.name}: steps lacks {', '.join(sorted(lacking))}")
    steps = {one["code"]: Rule(**one) for one in data["steps"]}
    return Definition(
        steps, int(data["reopen_days"]), int(data["promise_days"]), int(data["near_days"]), activities, criteria
    )  # fmt: skip
