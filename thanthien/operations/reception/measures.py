"""What the reception of citizens measures: days on which a head received in person, and days held of those scheduled.

A unit is measured from its first day in the schedule on. Head's days stand there with zero where none was held; a
cancelled day that citizens had been told of was scheduled and not held, one that nobody was told of does not count.
Today counts once it was recorded. Answers are counted where the two rooms meet, in workflows/reception.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from thanthien.operations.reception.models import HEADS, ReceptionDay
from thanthien.programme.measures.collecting import Counted, Source, days_of

HEAD, HELD, ANSWERED = "head_reception_days", "reception_days_held", "reception_answered_on_time"
State = ReceptionDay.State


def head_days(first: date, last: date) -> QuerySet[ReceptionDay]:
    """Days on which the head received in person, planned or for an urgent matter."""
    rows = ReceptionDay.objects.filter(date__gte=first, date__lte=last, post__in=HEADS)
    return rows.filter(state=State.HELD, in_person=True).order_by("date", "pk")


def scheduled_days(first: date, last: date, today: date) -> QuerySet[ReceptionDay]:
    rows = ReceptionDay.objects.filter(date__gte=first, date__lte=last)
    rows = rows.exclude(state=State.CANCELLED, published_at=None)
    return rows.filter(Q(date__lt=today) | Q(date=today, state=State.HELD)).order_by("date", "pk")


def collect_head(first: date, last: date) -> Iterator[Counted]:
    begun = dict(ReceptionDay.objects.order_by().values_list("unit").annotate(Min("date")))
    if not begun:
        return
    # two heads on one day are one day
    days = set(head_days(first, last).values_list("unit", "date"))
    until = min(last, timezone.localdate())
    for unit_id, since in sorted(begun.items()):
        for day in days_of(max(first, since), until):
            yield Counted(unit_id, HEAD, day, int((unit_id, day) in days))


def collect_held(first: date, last: date) -> Iterator[Counted]:
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    rows = scheduled_days(first, last, timezone.localdate())
    for unit_id, day, state in rows.values_list("unit", "date", "state"):
        sums[unit_id, day][0] += state == State.HELD
        sums[unit_id, day][1] += 1
    for (unit_id, day), (good, whole) in sorted(sums.items()):
        yield Counted(unit_id, HELD, day, good, whole)


MEASURES = (Source((HEAD,), collect_head), Source((HELD,), collect_held))
