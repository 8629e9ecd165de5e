"""Figures collected from the daily work: every room's measures, filled by one job, frozen with the year.

`SOURCES` is the one table of rooms. Criteria read what is filled here; they never look into a room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from thanthien.assessment.rounds.queries import frozen_until
from thanthien.operations.assistance import measures as assistance
from thanthien.operations.casework import measures as casework
from thanthien.operations.channels import measures as channels
from thanthien.operations.disclosure import measures as disclosure
from thanthien.operations.facilities import measures as facilities
from thanthien.operations.feedback import measures as feedback
from thanthien.operations.ratings import measures as ratings
from thanthien.operations.surveys.forms import FORMS, collect_forms
from thanthien.operations.surveys.measures import collect as collect_surveys
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Source, by_day, days_of
from thanthien.programme.measures.filling import Filled, due_days, fill, spans_of

# The fill job collects them in this order; a code stands in one row only.
SOURCES: tuple[Source, ...] = (
    *feedback.MEASURES,
    *channels.MEASURES,
    *disclosure.MEASURES,
    by_day(tuple(FORMS), collect_surveys),
    Source(tuple(FORMS.values()), collect_forms),
    *ratings.MEASURES,
    *facilities.MEASURES,
    *assistance.MEASURES,
    *casework.MEASURES,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which days and unit a person asks to fill; nothing named: what is due."""

    first: date | None = None
    last: date | None = None
    unit: Unit | None = None


def codes() -> list[str]:
    return [code for source in SOURCES for code in source.codes]


def fill_due(*, at: datetime) -> Filled:
    """Every day that is due: the trailing window, days of this year never done or left in the middle."""
    spans = spans_of(due_days(codes(), timezone.localdate(at)))
    return fill(at=at, sources=SOURCES, spans=spans, frozen=frozen_until())


def fill_open(*, at: datetime) -> Filled:
    """The days that are still running: today, and the week that it belongs to. Scores of today read these."""
    today = timezone.localdate(at)
    spans = [(today - timedelta(days=today.weekday()), today)]
    return fill(at=at, sources=SOURCES, spans=spans, frozen=frozen_until())


def count_figures(*, at: datetime, first: date, last: date) -> Filled:
    """Days of the past as if nothing had been handed in yet: of a history that is made in one go."""
    return fill(at=at, sources=SOURCES, spans=spans_of(days_of(first, last)), frozen={})


def fill_wanted(*, at: datetime, wanted: Wanted) -> Filled:
    """The days a person names; never days to come, nothing can be known of them."""
    today = timezone.localdate(at)
    last = min(wanted.last or today, today)
    first = wanted.first or last
    only = wanted.unit.pk if wanted.unit else None
    spans = spans_of(days_of(first, last)) if first <= last else []
    return fill(at=at, sources=SOURCES, spans=spans, frozen=frozen_until(), only=only)
