"""What is offered when nothing else was decided: `data/rounds.yaml`. None of it is law; all can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Defaults:
    """`quorum` and `sample_share` are shares 0–1, `objection_days` calendar days."""

    quorum: Decimal
    sample_share: float
    sample_least: int
    sample_most: int
    objection_days: int
    target_years: int


def defaults() -> Defaults:
    return _read(settings.REFERENCE_DIR / "rounds.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Defaults:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    sample = data["sample"]
    return Defaults(
        quorum=Decimal(str(data["quorum"])),
        sample_share=float(sample["share"]),
        sample_least=int(sample["least"]),
        sample_most=int(sample["most"]),
        objection_days=int(data["objection_days"]),
        target_years=int(data["target_years"]),
    )
