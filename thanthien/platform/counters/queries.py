"""Reads of counters: names and places are on the wall of the hall; who sat where when is for the own unit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from thanthien.lib.vietnamese import sort_key
from thanthien.platform.counters.models import Counter, Seat
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


def counters_of(unit: Unit) -> list[Counter]:
    """With who sits there now as `there`, in the order of a list on paper. Two queries."""
    now = Prefetch("seats", Seat.objects.filter(ends_at=None).select_related("person"), to_attr="there")
    rows = Counter.objects.filter(unit=unit).prefetch_related(now)
    return sorted(rows, key=lambda one: (not one.is_open, sort_key(one.name)))


def open_counters(unit: Unit) -> list[Counter]:
    """What a citizen may rate by phone. One query."""
    return sorted(Counter.objects.filter(unit=unit, is_open=True), key=lambda one: sort_key(one.name))


def counter_by_code(unit: Unit, code: str) -> Counter | None:
    rows = Counter.objects.select_related("unit__parent").filter(unit=unit, code=code, is_open=True)
    return rows.first()


def counter_seen_by(
    person: Person, unit: Unit, pk: int, action: Action = Action.COUNTER_VIEW
) -> Counter | None:
    if not may(person, action, unit):
        return None
    return Counter.objects.select_related("unit__parent").filter(unit=unit, pk=pk).first()


def seats_of(counter: Counter, most: int = 30) -> QuerySet[Seat]:
    return counter.seats.select_related("person", "made_by")[:most]


def seats_at(counter: int, when: datetime) -> QuerySet[Seat]:
    """Who sat at a counter then; the latest first."""
    rows = Seat.objects.filter(Q(ends_at=None) | Q(ends_at__gt=when), counter=counter, begins_at__lte=when)
    return rows.order_by("-begins_at")
