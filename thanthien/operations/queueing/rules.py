"""What a unit set for its queue; a unit that set nothing has what `data/queueing.yaml` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.operations.queueing.models import Hall

Span = tuple[time, time]
_KEPT = 5  # seconds


@dataclass(frozen=True, slots=True)
class Priority:
    key: str
    vi: str
    en: str

    def words(self, lang: str) -> str:
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Rules:
    """`hours` by weekday, Monday 0. `priority_run`: so many with priority in a row at most. Minutes are whole."""

    priorities: tuple[Priority, ...]
    hours: Mapping[int, tuple[Span, ...]]
    priority_run: int
    last_minutes: int
    recalls: int
    booking_grace: int
    phone_at_once: int
    steady: int

    def priority(self, key: str) -> Priority | None:
        return next((one for one in self.priorities if one.key == key), None)

    def spans_on(self, day: date, calendar: Calendar) -> tuple[Span, ...]:
        """The hours of a day; none on a day off. A make-up day has the hours of a Monday where it has none."""
        if not calendar.is_workday(day):
            return ()
        is_made_up = day.weekday() >= 5 and day.weekday() not in self.hours
        return self.hours.get(0 if is_made_up else day.weekday(), ())

    def is_giving(self, at: datetime, calendar: Calendar) -> bool:
        """Whether a machine gives numbers then: from half an hour before the hours until shortly before their end."""
        local = timezone.localtime(at)
        spans = self.spans_on(local.date(), calendar)
        if not spans:
            return False
        begins = datetime.combine(local.date(), spans[0][0]) - timedelta(minutes=30)
        ends = datetime.combine(local.date(), spans[-1][1]) - timedelta(minutes=self.last_minutes)
        return begins <= local.replace(tzinfo=None) <= ends


def defaults() -> dict[str, Any]:
    return _defaults(settings.REFERENCE_DIR / "queueing.yaml")


@lru_cache(maxsize=4)
def _defaults(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def rules_from(own: Mapping[str, Any]) -> Rules:
    """`own` as `Hall.rules` keeps it: keys of the file, those that are missing by default."""
    said = {**defaults(), **own}
    hours = {
        int(weekday): tuple((time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in spans)
        for weekday, spans in said["hours"].items()
    }
    names = ("priority_run", "last_minutes", "recalls", "booking_grace", "phone_at_once", "steady")
    priorities = tuple(Priority(one["key"], one["vi"], one["en"]) for one in said["priorities"])
    return Rules(priorities, hours, **{name: int(said[name]) for name in names})


def rules_of(unit_id: int) -> Rules:
    """One query."""
    own = Hall.objects.filter(unit=unit_id).values_list("rules", flat=True).first()
    return rules_from(own or {})


def kept_rules(unit_id: int) -> Rules:
    """`rules_of` as they were a few seconds ago at the most: for what comes in many times a second."""
    key, objects = f"queue-rules-{unit_id}", caches["objects"]
    kept: Rules | None = objects.get(key)
    if kept is None:
        kept = rules_of(unit_id)
        objects.set(key, kept, _KEPT)
    return kept
