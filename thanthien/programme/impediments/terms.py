"""How long an answer may take: a unit's own working days, or the sample of `data/impediments.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from thanthien.lib.rules.deadlines import deadline
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.impediments.models import AnswerTerms


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days for the division and for the leaders; `is_sample` where the unit has set none."""

    answer_days: int
    leader_days: int
    is_sample: bool


@cache
def _sample(path: Path) -> Terms:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Terms(int(said["answer_days"]), int(said["leader_days"]), is_sample=True)


def terms_of(unit: Unit) -> Terms:
    own = AnswerTerms.objects.filter(unit=unit).first()
    if own is not None:
        return Terms(own.answer_days, own.leader_days, is_sample=False)
    return _sample(Path(settings.REFERENCE_DIR) / "impediments.yaml")


def due_after(unit: Unit, start: date, days: int) -> date:
    """The last of `days` working days of the unit after `start`."""
    return deadline(start, days, calendar_of(unit, start.year, start.year + 1)).last_day
