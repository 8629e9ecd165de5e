"""When an occurrence begins to be shown as near: a table rhythm → working days before, `data/reminders.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from thanthien.lib.rules import Calendar, workdays_before
from thanthien.programme.occurrences.recurrence import Rhythm

_DAY = timedelta(days=1)


class InvalidReminders(Exception):
    """The table does not hold together; the message says what it needs."""


def leads() -> Mapping[str, int]:
    """Working days before the due date by rhythm. Raises InvalidReminders."""
    return _read(settings.REFERENCE_DIR / "reminders.yaml")


def remind_from(rhythm: str, first: date, due: date, calendar: Calendar, table: Mapping[str, int]) -> date:
    """The first day on which to remind: a working day, never before the period itself begins."""
    day = max(first, workdays_before(due, table[rhythm], calendar))
    while day < due and not calendar.is_workday(day):
        day += _DAY
    return day


@lru_cache(maxsize=2)
def _read(path: Path) -> Mapping[str, int]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != {rhythm.value for rhythm in Rhythm}:
        raise InvalidReminders(f"{path.name}: cần đúng các nhịp {', '.join(Rhythm)}.")
    if not all(type(days) is int and 0 <= days <= 60 for days in data.values()):
        raise InvalidReminders(f"{path.name}: số ngày nhắc trước từ 0 đến 60.")
    return data
