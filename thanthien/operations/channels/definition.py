"""The samples a unit starts from: data/channels.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Definition:
    hours: tuple[Span, Span]  # morning, afternoon
    box_every_days: int
    flood_per_day: int
    largest_mail: int  # bytes


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "channels.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    morning, afternoon = (_span(data["hours"][part]) for part in ("morning", "afternoon"))
    return Definition(
        hours=(morning, afternoon),
        box_every_days=int(data["box_every_days"]),
        flood_per_day=int(data["flood_per_day"]),
        largest_mail=int(data["largest_mail_mb"]) * 2**20,
    )


def _span(pair: list[str]) -> Span:
    return time.fromisoformat(pair[0]), time.fromisoformat(pair[1])
