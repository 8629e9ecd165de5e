"""Forms of commendation that a proposal may ask for: `data/merit.yaml`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings


def suggested_forms(day: date) -> tuple[str, ...]:
    """The forms of the law in force on the day, as they are suggested; empty before the first one known."""
    held = [words for since, words in _read(settings.REFERENCE_DIR / "merit.yaml") if since <= day]
    return held[-1] if held else ()


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """(from which day, forms), the earliest first."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["forms"]
    return tuple(sorted((row["from"], tuple(map(str, row["words"]))) for row in rows))
