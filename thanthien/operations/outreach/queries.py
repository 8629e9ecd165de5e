"""Reads of slogans, activities and loudspeakers. All start from a unit the caller was let into (`outreach.view`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from thanthien.operations.outreach.definition import Required, definition
from thanthien.operations.outreach.models import (
    Broadcast,
    Bulletin,
    Campaign,
    LoudspeakerCluster,
    OutreachActivity,
    Pronunciation,
    Slogan,
    SloganLook,
)
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of

_DAY = timedelta(days=1)
GONE = (Slogan.State.REMOVED,)


@dataclass(frozen=True, slots=True)
class Slot:
    """A slogan that must hang somewhere, with those that the unit put up for it."""

    required: Required
    slogans: tuple[Slogan, ...]
    is_good: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """A neighbourhood with what reached it in a span: activities by count, people told, bulletins heard."""

    place: Neighbourhood
    activities: int
    people: int
    bulletins: int
    last_date: date | None

    @property
    def is_reached(self) -> bool:
        return bool(self.activities or self.bulletins)


@dataclass(frozen=True, slots=True)
class Hour:
    """A bulletin at one time on the clusters that say it."""

    bulletin: Bulletin
    begins_at: datetime
    rows: tuple[Broadcast, ...]

    @property
    def ends_at(self) -> datetime:
        return max(one.ends_at for one in self.rows)

    @property
    def urgent_reason(self) -> str:
        return self.rows[0].urgent_reason

    def count(self, state: str) -> int:
        return sum(one.state == state for one in self.rows)

    @property
    def played(self) -> int:
        return self.count(Broadcast.State.PLAYED)

    @property
    def missed(self) -> int:
        return self.count(Broadcast.State.MISSED)

    @property
    def planned(self) -> int:
        return self.count(Broadcast.State.PLANNED)


def slogans_of(unit: Unit, state: str = "standing", today: date | None = None) -> list[Slogan]:
    """`state`: standing, due (to be looked at by `today`), bad, removed, all."""
    rows = Slogan.objects.filter(unit=unit).select_related("neighbourhood")
    if state == "removed":
        return list(rows.filter(state=Slogan.State.REMOVED))
    if state != "all":
        rows = rows.exclude(state=Slogan.State.REMOVED)
    if state == "bad":
        rows = rows.exclude(state=Slogan.State.IN_PLACE)
    found = list(rows)
    return [one for one in found if today is None or one.due_date <= today] if state == "due" else found


def slots_of(unit: Unit, slogans: Sequence[Slogan], today: date) -> list[Slot]:
    """What the plans ask for, beside what hangs; no query."""
    return [
        Slot(
            one,
            own := tuple(s for s in slogans if s.required == one.code and s.state != Slogan.State.REMOVED),
            any(is_good(s.state, s.looked_date, s.every_days, today) for s in own),
        )
        for one in definition().required.values()
    ]


def is_good(state: str, looked: date, every_days: int, day: date) -> bool:
    """In good state, and looked at not too long ago to know."""
    return state == Slogan.State.IN_PLACE and (day - looked).days <= every_days * definition().stale_times


def slogan_of_unit(unit: Unit, pk: int) -> Slogan | None:
    return (
        Slogan.objects.filter(unit=unit, pk=pk)
        .select_related("unit__parent", "neighbourhood")
        .prefetch_related("looks__by", "looks__photo")
        .first()
    )


def look_of_unit(unit: Unit, pk: int) -> SloganLook | None:
    return (
        SloganLook.objects.filter(slogan__unit=unit, pk=pk)
        .select_related("photo", "slogan__unit__parent", "by")
        .first()
    )


def campaigns_of(unit: Unit) -> QuerySet[Campaign]:
    return Campaign.objects.filter(unit=unit).prefetch_related("activities", "bulletins")


def campaign_of_unit(unit: Unit, pk: int) -> Campaign | None:
    return Campaign.objects.filter(unit=unit, pk=pk).first()


def activities_between(unit: Unit, first: date, last: date) -> QuerySet[OutreachActivity]:
    rows = OutreachActivity.objects.filter(unit=unit, date__gte=first, date__lte=last, withdrawn_at=None)
    return rows.select_related("campaign", "recorded_by", "file").prefetch_related("neighbourhoods")


def activity_of_unit(unit: Unit, pk: int) -> OutreachActivity | None:
    rows = OutreachActivity.objects.filter(unit=unit, pk=pk)
    return rows.select_related("unit__parent", "file", "campaign", "recorded_by").first()


def clusters_of(unit: Unit, *, ended: bool = True) -> list[LoudspeakerCluster]:
    rows = LoudspeakerCluster.objects.filter(unit=unit).prefetch_related("neighbourhoods")
    return list(rows if ended else rows.exclude(state=LoudspeakerCluster.State.ENDED))


def cluster_of_unit(unit: Unit, pk: int) -> LoudspeakerCluster | None:
    return LoudspeakerCluster.objects.filter(unit=unit, pk=pk).first()


def bulletins_of(unit: Unit) -> QuerySet[Bulletin]:
    rows = Bulletin.objects.filter(unit=unit, withdrawn_at=None)
    return rows.select_related("sound", "written_by").prefetch_related("broadcasts")


def bulletin_of_unit(unit: Unit, pk: int) -> Bulletin | None:
    rows = Bulletin.objects.filter(unit=unit, pk=pk)
    return rows.select_related("unit__parent", "sound", "written_by", "campaign").first()


def pronunciations_of(unit: Unit) -> list[Pronunciation]:
    return list(Pronunciation.objects.filter(unit=unit))


def broadcast_of_unit(unit: Unit, pk: int) -> Broadcast | None:
    rows = Broadcast.objects.filter(unit=unit, pk=pk)
    return rows.select_related("bulletin__unit__parent", "cluster").first()


def broadcasts_between(unit: Unit, first: date, last: date) -> QuerySet[Broadcast]:
    """Those of the days, both included, without what was cancelled."""
    begin = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last + _DAY, time()))
    rows = Broadcast.objects.filter(unit=unit, begins_at__gte=begin, begins_at__lt=end)
    return rows.exclude(state=Broadcast.State.CANCELLED).select_related(
        "bulletin__unit__parent", "bulletin__sound", "cluster", "recorded_by"
    )


def hours_in(rows: Iterable[Broadcast]) -> list[Hour]:
    """Broadcasts put together by bulletin and time, in the order of time."""
    groups: dict[tuple[datetime, int], list[Broadcast]] = {}
    for one in rows:
        groups.setdefault((one.begins_at, one.bulletin_id), []).append(one)
    return [Hour(own[0].bulletin, at, tuple(own)) for (at, _), own in sorted(groups.items())]


def unlogged(unit: Unit, now: datetime) -> QuerySet[Broadcast]:
    """Their time has passed and nobody has said whether they were played."""
    rows = Broadcast.objects.filter(unit=unit, state=Broadcast.State.PLANNED, begins_at__lt=now)
    return rows.select_related("bulletin__unit__parent", "cluster")


def reach_of(unit: Unit, first: date, last: date) -> list[Reach]:
    """Every neighbourhood with what reached it on the days. Five queries."""
    acts: dict[int, list[OutreachActivity]] = {}
    for activity in activities_between(unit, first, last):
        for place in activity.neighbourhoods.all():
            acts.setdefault(place.pk, []).append(activity)
    heard: dict[int, set[tuple[int, date]]] = {}
    rows = broadcasts_between(unit, first, last).filter(state=Broadcast.State.PLAYED)
    for one in rows.prefetch_related("cluster__neighbourhoods"):
        for place in one.cluster.neighbourhoods.all():
            heard.setdefault(place.pk, set()).add((one.bulletin_id, timezone.localdate(one.begins_at)))
    found = []
    for place in neighbourhoods_of(unit):
        own, said = acts.get(place.pk, []), heard.get(place.pk, set())
        days = [one.date for one in own] + [day for _, day in said]
        people = sum(one.people or 0 for one in own)
        found.append(Reach(place, len(own), people, len({pk for pk, _ in said}), max(days, default=None)))
    return found
