"""What making the programme known measures: required slogans in good state, bulletins, activities, who was reached.

Slogans are told day by day from their looks, so a day counted again gives the same. A unit is measured from its first
slogan, broadcast or activity on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone

from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import Broadcast, OutreachActivity, Slogan, SloganLook
from thanthien.operations.outreach.queries import is_good
from thanthien.platform.units.models import Neighbourhood
from thanthien.programme.measures.collecting import Counted, Source, days_of

SLOGANS = "slogans_in_place"
OF_SLOGANS = ("slogan_hall", "slogan_reception", "slogan_movements")
BULLETINS, ACTIVITIES, REACHED = "bulletins_played", "outreach_activities", "neighbourhoods_reached"
_Looks = dict[str, list[list[SloganLook]]]


def collect_slogans(first: date, last: date) -> Iterator[Counted]:
    """Required slogans in good state, of all required, each day. Two queries for all units."""
    begun = dict(Slogan.objects.order_by().values_list("unit").annotate(Min("put_up_date")))
    looks: dict[int, _Looks] = defaultdict(lambda: defaultdict(list))
    by_slogan: dict[int, list[SloganLook]] = defaultdict(list)
    rows = SloganLook.objects.exclude(slogan__required="").filter(date__lte=last).select_related("slogan")
    for one in rows.order_by("slogan", "date", "pk"):
        by_slogan[one.slogan_id].append(one)
    for own in by_slogan.values():
        looks[own[0].slogan.unit_id][own[0].slogan.required].append(own)
    for unit_id, since in begun.items():
        for day in days_of(max(first, since), last):
            good = {code for code in definition().required if is_held(looks[unit_id][code], day)}
            yield Counted(unit_id, SLOGANS, day, len(good), len(definition().required))
            for measure in OF_SLOGANS:
                codes = {code for code, one in definition().required.items() if one.measure == measure}
                yield Counted(unit_id, measure, day, len(codes & good), len(codes))


def is_held(looks: list[list[SloganLook]], day: date) -> bool:
    """Whether one of several slogans, each by its looks in order, was in good state on a day."""
    for own in looks:
        last = next((one for one in reversed(own) if one.date <= day), None)
        if last is not None and is_good(last.state, last.date, last.slogan.every_days, day):
            return True
    return False


def collect_told(first: date, last: date) -> Iterator[Counted]:
    """Bulletins played (each time once, on however many clusters), and activities, by day."""
    played = Broadcast.objects.filter(state=Broadcast.State.PLAYED).order_by()
    since = dict(Broadcast.objects.order_by().values_list("unit").annotate(Min("begins_at")))
    heard: dict[tuple[int, date], set[tuple[object, int]]] = defaultdict(set)
    near = played.filter(begins_at__date__gte=first - timedelta(days=1), begins_at__date__lte=last)
    for unit_id, begins_at, bulletin_id in near.values_list("unit", "begins_at", "bulletin"):
        heard[unit_id, timezone.localdate(begins_at)].add((begins_at, bulletin_id))
    for unit_id, begins_at in since.items():
        for day in days_of(max(first, timezone.localdate(begins_at)), last):
            yield Counted(unit_id, BULLETINS, day, len(heard[unit_id, day]))
    rows = OutreachActivity.objects.filter(withdrawn_at=None).order_by()
    begun = dict(rows.values_list("unit").annotate(Min("date")))
    counts: dict[tuple[int, date], int] = defaultdict(int)
    for unit_id, day in rows.filter(date__gte=first, date__lte=last).values_list("unit", "date"):
        counts[unit_id, day] += 1
    for unit_id, start in begun.items():
        for day in days_of(max(first, start), last):
            yield Counted(unit_id, ACTIVITIES, day, counts[unit_id, day])


def collect_reached(first: date, last: date) -> Iterator[Counted]:
    """Neighbourhoods that something reached in the last three months, of all, as it stood each day."""
    span = timedelta(days=definition().reach_days - 1)
    reached: dict[tuple[int, int], set[date]] = defaultdict(set)
    rows = OutreachActivity.objects.filter(withdrawn_at=None, date__gte=first - span, date__lte=last).exclude(
        neighbourhoods=None
    )
    for unit_id, place, day in rows.order_by().values_list("unit", "neighbourhoods", "date"):
        reached[unit_id, place].add(day)
    heard = Broadcast.objects.filter(
        state=Broadcast.State.PLAYED, begins_at__date__gte=first - span - timedelta(days=1),
        begins_at__date__lte=last,
    ).exclude(cluster__neighbourhoods=None)  # fmt: skip
    found = heard.order_by().values_list("unit", "cluster__neighbourhoods", "begins_at").distinct()
    for unit_id, place, begins_at in found:
        reached[unit_id, place].add(timezone.localdate(begins_at))
    whole: dict[int, int] = defaultdict(int)
    for unit_id in Neighbourhood.objects.order_by().values_list("unit", flat=True):
        whole[unit_id] += 1
    for unit_id, since in _begun().items():
        own = [days for (unit, _), days in reached.items() if unit == unit_id]
        for day in days_of(max(first, since), last):
            good = sum(any(day - span <= one <= day for one in days) for days in own)
            yield Counted(unit_id, REACHED, day, good, whole[unit_id])


def _begun() -> dict[int, date]:
    acts = (
        OutreachActivity.objects.filter(withdrawn_at=None)
        .order_by()
        .values_list("unit")
        .annotate(Min("date"))
    )
    found = dict(acts)
    played = Broadcast.objects.filter(state=Broadcast.State.PLAYED).order_by()
    for unit_id, begins_at in played.values_list("unit").annotate(Min("begins_at")):
        day = timezone.localdate(begins_at)
        found[unit_id] = min(day, found.get(unit_id, day))
    return found


MEASURES = (
    Source((SLOGANS, *OF_SLOGANS), collect_slogans),
    Source((BULLETINS, ACTIVITIES), collect_told),
    Source((REACHED,), collect_reached),
)
