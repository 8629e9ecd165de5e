"""Which reviews a programme period asks for: `data/reviews.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Milestone:
    """A review of the period `from_year`–`to_year`; interim ones look back as far as their own year."""

    kind: str
    from_year: int
    to_year: int

    @property
    def due_date(self) -> date:
        return date(self.to_year, 12, 31)


def milestones() -> list[Milestone]:
    """Every review the periods ask for, the earliest first."""
    return list(_read(settings.REFERENCE_DIR / "reviews.yaml"))


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[Milestone, ...]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [
        Milestone(str(review["kind"]), int(period["from_year"]), int(review["year"]))
        for period in data["periods"]
        for review in period["reviews"]
    ]
    return tuple(sorted(found, key=lambda one: one.to_year))
