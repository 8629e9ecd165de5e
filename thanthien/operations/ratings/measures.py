"""What ratings at counters measure: marks 4 and 5 of all valid ones, and how many valid ones there were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.utils import timezone

from thanthien.operations.ratings.models import VALID, Device, Rating
from thanthien.operations.ratings.queries import SATISFIED
from thanthien.programme.measures.collecting import Counted, Source, days_of

SATISFACTION, RECEIVED = "counter_rating", "counter_ratings"


def collect(first: date, last: date) -> Iterator[Counted]:
    """Of each day since the unit's first tablet; a day without any tells zero. Marked ratings are left out."""
    rows = Rating.objects.filter(VALID, day__gte=first, day__lte=last).order_by()
    counted: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for unit_id, day, mark, number in rows.values_list("unit", "day", "mark").annotate(Count("pk")):
        sums = counted[unit_id, day]
        sums[0] += number if mark in SATISFIED else 0
        sums[1] += number
    for unit_id, since in _since().items():
        for day in days_of(max(first, since), last):
            counted.setdefault((unit_id, day), [0, 0])
    for (unit_id, day), (good, whole) in sorted(counted.items()):
        yield Counted(unit_id, SATISFACTION, day, good, whole)
        yield Counted(unit_id, RECEIVED, day, whole)


def _since() -> dict[int, date]:
    """The first day on which each unit could be rated at a tablet."""
    paired = Device.objects.exclude(paired_at=None).order_by()
    rows = paired.values_list("counter__unit").annotate(Min("paired_at"))
    return {unit_id: timezone.localdate(at) for unit_id, at in rows}


MEASURES = (Source((SATISFACTION, RECEIVED), collect),)
