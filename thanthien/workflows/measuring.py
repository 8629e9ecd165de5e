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
from thanthien.operations.conduct import measures as conduct
from thanthien.operations.disclosure import measures as disclosure
from thanthien.operations.engagement import measures as engagement
from thanthien.operations.facilities import measures as facilities
from thanthien.operations.feedback import measures as feedback
from thanthien.operations.letters import measures as letters
from thanthien.operations.outreach import measures as outreach
from thanthien.operations.queueing import measures as queueing
from thanthien.operations.ratings import measures as ratings
from thanthien.operations.reception import measures as reception
from thanthien.operations.surveys.forms import FORMS, collect_forms
from thanthien.operations.surveys.measures import collect as collect_surveys
from thanthien.platform.audit.models import Entry
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Source, by_day, days_of
from thanthien.programme.measures.filling import WINDOW, Filled, due_days, fill, spans_of
from thanthien.workflows import reception as reception_answers

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
    *reception.MEASURES,
    *reception_answers.MEASURES,
    *engagement.MEASURES,
    *letters.MEASURES,
    *casework.MEASURES,
    *queueing.MEASURES,
    *conduct.MEASURES,
    *outreach.MEASURES,
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


def newest_act() -> int:
    """The number of the latest entry of the audit log; 0 where there is none."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def fill_changed(*, at: datetime, since: int) -> tuple[Filled, int]:
    """The trailing window of the units in which people did something since that entry, and the newest entry now.

    Somebody corrects a record of last month: its figure follows with the next look, not with the next hour.
    """
    newest = newest_act()
    acts = Entry.objects.filter(pk__gt=since, pk__lte=newest, actor__isnull=False, unit__isnull=False)
    done, today = Filled(), timezone.localdate(at)
    spans = spans_of(days_of(today - timedelta(days=WINDOW), today))
    for unit_id in sorted(set(acts.order_by().values_list("unit", flat=True))):
        one = fill(at=at, sources=SOURCES, spans=spans, frozen=frozen_until(), only=unit_id)
        done.days, done.written, done.removed = (
            one.days,
            done.written + one.written,
            done.removed + one.removed,
        )
        done.frozen, done.units = done.frozen + one.frozen, done.units | one.units
    return done, newest


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
