"""What a queue measures: numbers that a device gave, of all that were given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet

from thanthien.operations.queueing.models import Hall, Ticket
from thanthien.programme.measures.collecting import Counted, Source

BY_MACHINE = "queue_by_machine"
_DESK = Ticket.Channel.DESK


def collect(first: date, last: date) -> Iterator[Counted]:
    """A figure of each day on which numbers were given."""
    rows = given(first, last).order_by("unit", "day").values_list("unit", "day")
    machine = Count("pk", filter=~Q(channel=_DESK))
    for unit_id, day, number, whole in rows.annotate(machine=machine, whole=Count("pk")):
        yield Counted(unit_id, BY_MACHINE, day, number, whole)


def given(first: date, last: date) -> QuerySet[Ticket]:
    """Numbers of the days. Found unit by unit: their index begins with it."""
    halls = Hall.objects.values("unit")
    return Ticket.objects.filter(unit__in=halls, day__gte=first, day__lte=last).order_by()


MEASURES = (Source((BY_MACHINE,), collect),)
