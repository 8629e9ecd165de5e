"""What the places put before a person: looks that are due, what was mended, what is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from thanthien.operations.facilities.models import PlaceItem
from thanthien.operations.facilities.premises.queries import PlaceSeen, places_of, seen_places
from thanthien.operations.facilities.standing import manages
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Cơ sở vật chất"
SOON = timedelta(days=10)  # a month's look is told of in its last third, not all month


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """A place to the people of its agency; one of no agency, and what is lacking, to who manages the centre."""
    if not may(person, Action.FACILITY_WORK, unit):
        return
    places = list(places_of(unit))
    if not places:
        return
    own, heads = {one.pk for one in agencies_of_person(person, unit)}, manages(person, unit)
    for seen in seen_places(places, today):
        is_own = seen.place.agency_id in own if seen.place.agency_id else heads
        if is_own:
            yield from _looks(seen, today)
        if heads:
            yield from _lacking(seen)


def _looks(seen: PlaceSeen, today: date) -> Iterator[Waiting]:
    mended = [one for one in seen.lines if one.again]
    if mended:
        words = ", ".join(one.thing.label for one in mended)[:160]
        yield Waiting(
            ROOM, f"{seen.place}: xem lại sau khi sửa", words, "desk:premises_place", (seen.place.pk,), None
        )
    due = [one for one in seen.lines if one.is_due and one.due and one.due - today <= SOON]
    if due:
        last = min(one.due for one in due if one.due)
        yield Waiting(
            ROOM, f"Xem cơ sở vật chất: {seen.place}", f"{len(due)} nội dung chưa xem trong kỳ",
            "desk:premises_place", (seen.place.pk,), last,
        )  # fmt: skip


def _lacking(seen: PlaceSeen) -> Iterator[Waiting]:
    for one in seen.lines:
        if one.item.state == PlaceItem.State.LACKING and one.look is not None:
            yield Waiting(
                ROOM, f"{seen.place} thiếu: {one.look.said}"[:160], one.thing.label, "desk:premises_item",
                (one.item.pk,), None, one.look.date,
            )  # fmt: skip
