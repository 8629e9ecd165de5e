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
    silent: int
    idle: int
    closes_after: int

    def priority(self, key: str) -> Priority | None:
        return next((one for one in self.priorities if one.key == key), None)

    def spans_on(self, day: date, calendar: Calendar) -> tuple[Span, ...]:
        """The hours of a day; none on a day off. A make-up day has the hours of a Monday where it has none."""
        if not calendar.is_workday(day):
            return ()
        is_made_up = day.weekday() >= 5 and day.weekday() not in self.hours
        return self.hours.get(0 if is_made_up else day.weekday(), ())

    def began(self, at: datetime, calendar: Calendar) -> datetime | None:
        """When the hours began in which that moment lies; None outside of them."""
        local = timezone.localtime(at)
        for begins, ends in self.spans_on(local.date(), calendar):
            if begins <= local.time() <= ends:
                return timezone.make_aware(datetime.combine(local.date(), begins))
        return None

    def ends_on(self, day: date, calendar: Calendar) -> datetime:
        """The end of the last hours of a day; midnight where it has none."""
        spans = self.spans_on(day, calendar)
        ends = (
            datetime.combine(day, spans[-1][1])
            if spans
            else datetime.combine(day + timedelta(days=1), time())
        )
        return timezone.make_aware(ends)

    def is_giving(self, at: datetime, calendar: Calendar) -> bool:
        """Whether a machine gives numbers then: from half an hour before the hours until shortly before their end."""
        local = timezone.localtime(at)
        begins, spans = self._gives_from(local.date(), calendar), self.spans_on(local.date(), calendar)
        if begins is None:
            return False
        ends = datetime.combine(local.date(), spans[-1][1]) - timedelta(minutes=self.last_minutes)
        return begins <= local.replace(tzinfo=None) <= ends

    def gives_next(self, at: datetime, calendar: Calendar) -> datetime | None:
        """When machines begin to give numbers again, within a fortnight; None where no day of it has hours."""
        here = timezone.localtime(at).replace(tzinfo=None)
        days = (self._gives_from(here.date() + timedelta(days=n), calendar) for n in range(15))
        found = next((begins for begins in days if begins is not None and begins > here), None)
        return timezone.make_aware(found) if found is not None else None

    def _gives_from(self, day: date, calendar: Calendar) -> datetime | None:
        spans = self.spans_on(day, calendar)
        return datetime.combine(day, spans[0][0]) - timedelta(minutes=30) if spans else None


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
    names = (
        "priority_run",
        "last_minutes",
        "recalls",
        "booking_grace",
        "phone_at_once",
        "steady",
        "silent",
        "idle",
        "closes_after",
    )
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
