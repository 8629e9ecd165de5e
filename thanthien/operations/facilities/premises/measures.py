"""What the looks at places measure: things found good, of those looked at; things looked at in time, of those due.

By day, thing and last look of the day. What does not apply is in no denominator: a day on which nothing else was
seen reads 0 of 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from thanthien.operations.facilities.models import PlaceItem, PlaceLook
from thanthien.operations.facilities.premises.definition import definition
from thanthien.operations.facilities.premises.periods import span_of
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source, days_of

State = PlaceItem.State
GOOD, LOOKED = "premises_good", "premises_looked"


def collect(first: date, last: date) -> Iterator[Counted]:
    """Two queries for all units."""
    things, sums = definition().things, defaultdict[tuple[int, str, date], list[int]](lambda: [0, 0])
    for unit_id, code, day, state in _last_of_day(first, last).values():
        thing = things.get(code)
        for measure in filter(None, (GOOD, thing.measure if thing else "")):
            tally = sums[unit_id, measure, day]
            tally[0] += state == State.GOOD
            tally[1] += state != State.NOT_APPLICABLE
    for (unit_id, measure, day), (good, whole) in sums.items():
        yield Counted(unit_id, measure, day, good, whole)


def collect_looked(first: date, last: date) -> Iterator[Counted]:
    """On the last day of each month and quarter: what was due by then, and what of it was looked at."""
    sums = defaultdict[tuple[int, date], list[int]](lambda: [0, 0])
    for one in due_between(first, last):
        tally = sums[one.unit_id, one.day]
        tally[0] += one.is_looked
        tally[1] += 1
    for (unit_id, day), (looked, whole) in sums.items():
        yield Counted(unit_id, LOOKED, day, looked, whole)


class Due(NamedTuple):
    unit_id: int
    item_id: int
    day: date  # the last day of the month or quarter
    is_looked: bool


def due_between(first: date, last: date, unit: Unit | None = None) -> Iterator[Due]:
    """Each thing that was to be looked at by a day of these; today's are told once they are done."""
    today = timezone.localdate()
    ends = [day for day in days_of(first, last) if (day + timedelta(days=1)).day == 1]
    if not ends:
        return
    rows = PlaceItem.objects.filter(place__since_date__lte=last).select_related("place__unit")
    items = list((rows.filter(place__unit=unit) if unit else rows).order_by("place", "position"))
    looks: dict[int, list[tuple[date, str]]] = defaultdict(list)
    seen = (
        PlaceLook.objects.filter(item__in=items, date__lte=last)
        if unit
        else PlaceLook.objects.filter(date__lte=last)
    )
    for item_id, day, state in seen.order_by("at", "pk").values_list("item_id", "date", "state"):
        looks[item_id].append((day, state))
    for item in items:
        place, merged = item.place, item.place.unit.merged_date
        for day in ends:
            span = span_of(item.rhythm, day)
            gone = place.until_date is not None and place.until_date <= day
            if span.last != day or place.since_date > day or gone or (merged and day >= merged):
                continue
            past = [one for one in looks[item.pk] if one[0] <= day]
            is_looked = any(span.holds(one[0]) for one in past)
            if (past and past[-1][1] == State.NOT_APPLICABLE) or (day >= today and not is_looked):
                continue
            yield Due(place.unit_id, item.pk, day, is_looked)


def looks_behind(unit: Unit, measure: str, first: date, last: date) -> QuerySet[PlaceLook]:
    """The looks that a figure of a unit counts: of each thing the last of a day."""
    codes = [one.code for one in definition().things.values() if measure in (GOOD, one.measure)]
    kept = _last_of_day(first, last, unit)
    rows = PlaceLook.objects.filter(pk__in=list(kept), item__code__in=codes).exclude(
        state=State.NOT_APPLICABLE
    )
    return rows.select_related("item__place", "by")


def _last_of_day(first: date, last: date, unit: Unit | None = None) -> dict[int, tuple[int, str, date, str]]:
    """Look → unit, thing, day, state."""
    rows = PlaceLook.objects.filter(date__gte=first, date__lte=last)
    if unit is not None:
        rows = rows.filter(item__place__unit=unit)
    newest: dict[tuple[int, date], tuple[int, tuple[int, str, date, str]]] = {}
    for pk, item_id, unit_id, code, day, state in rows.order_by("at", "pk").values_list(
        "pk", "item_id", "item__place__unit_id", "item__code", "date", "state"
    ):
        newest[item_id, day] = (pk, (unit_id, code, day, state))
    return dict(newest.values())


def sources() -> tuple[Source, ...]:
    return (Source((GOOD, *definition().measures), collect), Source((LOOKED,), collect_looked))
