"""What a unit set for ratings at its counters; a unit that set nothing has what `data/ratings.yaml` says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.operations.ratings.models import Terms

Span = tuple[time, time]
_KEPT = 5  # seconds


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody was not content; `en` is what a reader of English chooses."""

    key: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Held:
    """`hours`: the halves of a working day. `slack`: minutes around them in which people are still served.

    `minimum`: ratings under which no share is compared. `dense`: seconds that lie between two people at least.
    """

    reasons: tuple[Reason, ...]
    hours: tuple[Span, ...]
    minimum: int
    slack: int
    dense: int

    @property
    def known(self) -> set[str]:
        return {one.key for one in self.reasons}

    def words(self, keys: list[str], lang: str = "vi") -> list[str]:
        """The reasons of those keys in the unit's order; one taken from the list since then is left out."""
        return [one.en if lang == "en" else one.vi for one in self.reasons if one.key in keys]

    def is_outside(self, at: datetime, calendar: Calendar) -> bool:
        """Whether nobody works at the counter then."""
        local = timezone.localtime(at)
        if not calendar.is_workday(local.date()):
            return True
        minute = local.hour * 60 + local.minute
        return not any(
            _minutes(begins) - self.slack <= minute <= _minutes(ends) + self.slack
            for begins, ends in self.hours
        )


@lru_cache(maxsize=4)
def _defaults(path: Path) -> Held:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Held(
        reasons=tuple(Reason(one["key"], one["vi"], one["en"]) for one in data["reasons"]),
        hours=tuple((time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in data["hours"]),
        minimum=data["minimum"],
        slack=data["slack_minutes"],
        dense=data["dense_seconds"],
    )


def defaults() -> Held:
    return _defaults(settings.REFERENCE_DIR / "ratings.yaml")


def terms_of(unit_id: int) -> Held:
    """One query."""
    return held_of(Terms.objects.filter(unit=unit_id).first())


def kept_terms(unit_id: int) -> Held:
    """`terms_of` as they were a few seconds ago at the most: for what comes in many times a second."""
    key, objects = f"rating-terms-{unit_id}", caches["objects"]
    kept: Held | None = objects.get(key)
    if kept is None:
        kept = terms_of(unit_id)
        objects.set(key, kept, _KEPT)
    return kept


def held_of(own: Terms | None) -> Held:
    base = defaults()
    if own is None:
        return base
    return Held(
        reasons=tuple(Reason(**one) for one in own.reasons),
        hours=((own.morning_from, own.morning_to), (own.afternoon_from, own.afternoon_to)),
        minimum=own.minimum,
        slack=base.slack,
        dense=base.dense,
    )


def previous_workday(today: date, calendar: Calendar) -> date:
    """The working day before `today`."""
    day = date.fromordinal(today.toordinal() - 1)
    while not calendar.is_workday(day):
        day = date.fromordinal(day.toordinal() - 1)
    return day


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
