"""Reads of places and what was seen there. All start from a unit the caller was let into (`facility.view`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from thanthien.operations.facilities.models import Place, PlaceItem, PlaceLook, Repair
from thanthien.operations.facilities.premises.definition import Thing, definition
from thanthien.operations.facilities.premises.periods import next_due, span_of
from thanthien.operations.facilities.states import OPEN
from thanthien.platform.units.models import Unit

State = PlaceItem.State


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a place: its last look, the repair that is open for it, when it is looked at next."""

    item: PlaceItem
    thing: Thing
    look: PlaceLook | None
    repair: Repair | None
    due: date | None  # None where it does not apply
    again: bool  # mended since it was last seen
    is_due: bool  # this month or quarter has no look yet

    @property
    def asks(self) -> bool:
        """Whether it is to be looked at now."""
        return self.again or self.is_due


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    place: Place
    lines: tuple[Line, ...]

    def number(self, *states: str) -> int:
        return sum(one.item.state in states for one in self.lines)

    @property
    def good(self) -> int:
        return self.number(State.GOOD)

    @property
    def applicable(self) -> int:
        return sum(one.item.state != State.NOT_APPLICABLE for one in self.lines)

    @property
    def asks(self) -> int:
        return sum(one.asks for one in self.lines)

    @property
    def faults(self) -> list[Line]:
        return [one for one in self.lines if one.item.state in (State.LACKING, State.BROKEN)]

    def by_group(self) -> list[tuple[str, list[Line]]]:
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(line.thing.group, []).append(line)
        return list(groups.items())


def places_of(unit: Unit) -> QuerySet[Place]:
    """The places on the list, in their order."""
    return Place.objects.filter(unit=unit, until_date=None).select_related("agency", "unit")


def place_of_unit(unit: Unit, pk: int) -> Place | None:
    """One place, on the list or taken off it."""
    return Place.objects.filter(unit=unit, pk=pk).select_related("agency", "unit").first()


def item_of_place(unit: Unit, pk: int) -> PlaceItem | None:
    rows = PlaceItem.objects.filter(place__unit=unit, pk=pk).select_related("place__unit", "place__agency")
    return rows.first()


def look_of_unit(unit: Unit, pk: int) -> PlaceLook | None:
    rows = PlaceLook.objects.filter(item__place__unit=unit, pk=pk)
    return rows.select_related("photo", "item__place").first()


def looks_of(item: PlaceItem) -> QuerySet[PlaceLook]:
    return item.looks.select_related("by", "photo", "repair")


def seen_places(places: Iterable[Place], today: date) -> list[PlaceSeen]:
    """Each place with its lines; four queries, whatever their number."""
    shown = list(places)
    things = definition().things
    items = [
        one
        for one in PlaceItem.objects.filter(place__in=shown).order_by("place", "position")
        if one.code in things
    ]
    looks: dict[int, PlaceLook] = {}
    for kept in PlaceLook.objects.filter(item__in=items).select_related("by", "photo").order_by("at", "pk"):
        looks[kept.item_id] = kept
    repairs = repairs_at(items)
    by_place: dict[int, list[Line]] = defaultdict(list)
    for one in items:
        look, newest = looks.get(one.pk), repairs.get(one.pk)
        is_open = newest is not None and newest.state in OPEN
        again = (
            look is not None and newest is not None and newest.closed_at is not None
            and look.state == State.BROKEN and newest.closed_at > look.at
        )  # fmt: skip
        due = None if one.state == State.NOT_APPLICABLE else next_due(one.rhythm, one.seen_date, today)
        by_place[one.place_id].append(
            Line(
                one, things[one.code], look, newest if is_open else None, due, again,
                is_due=due == span_of(one.rhythm, today).last,
            )
        )  # fmt: skip
    return [PlaceSeen(one, tuple(by_place[one.pk])) for one in shown]


def repairs_at(items: Iterable[PlaceItem]) -> dict[int, Repair]:
    """The newest repair of each thing that has one. One query."""
    rows = Repair.objects.filter(place_item__in=list(items)).select_related("assignee").order_by("pk")
    return {one.place_item_id: one for one in rows if one.place_item_id is not None}


def offered(unit: Unit) -> list[tuple[Place, list[tuple[Thing, str]]]]:
    """What people are offered, by place, with its state; what does not apply is left out. Two queries."""
    things = definition().things
    found: dict[int, tuple[Place, list[tuple[Thing, str]]]] = {}
    rows = PlaceItem.objects.filter(place__unit=unit, place__until_date=None).select_related("place")
    for one in rows.order_by("place__position", "place", "position"):
        thing = things.get(one.code)
        if thing is None or not thing.offers or one.state in (State.NOT_APPLICABLE, State.UNSEEN):
            continue
        found.setdefault(one.place_id, (one.place, []))[1].append((thing, one.state))
    return list(found.values())


def last_seen(unit: Unit) -> date | None:
    newest = (
        PlaceItem.objects.filter(place__unit=unit, seen_date__isnull=False).order_by("-seen_date").first()
    )
    return newest.seen_date if newest else None


def looks_between(first: date, last: date) -> QuerySet[PlaceLook]:
    return PlaceLook.objects.filter(date__gte=first, date__lte=last).order_by()


def items_named(unit: Unit, pks: Iterable[int]) -> dict[int, str]:
    """ "Hội trường: Gọn gàng, khoa học, thân thiện" by the id of the thing. One query."""
    things = definition().things
    rows = PlaceItem.objects.filter(place__unit=unit, pk__in=list(pks)).select_related("place")
    return {
        one.pk: f"{one.place}: {things[one.code].label if one.code in things else one.code}" for one in rows
    }
