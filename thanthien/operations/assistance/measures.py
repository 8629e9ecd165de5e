"""What serving people measures: requests of people who cannot travel that were served at home; volunteers who came.

A request stands on the day it came in, once it is settled or its time is over; while it is in time it is not
counted yet. Requests by exception, withdrawn ones and the second visit of one request are not counted. A day
without any gives no figure, so that what a unit types itself stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from thanthien.operations.assistance.models import HelpShift, HomeRequest
from thanthien.operations.assistance.queries import is_late
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source

HOME, HELP = "home_service_served", "volunteer_support"
State = HomeRequest.State


def counted_requests(
    first: date, last: date, unit: Unit | None = None
) -> Iterator[tuple[HomeRequest, date, bool]]:
    """Each request that counts, its day, and whether it was served."""
    rows = HomeRequest.objects.filter(
        received_at__date__gte=first, received_at__date__lte=last, follows=None, cannot_travel=True, is_asked=True
    ).exclude(state=State.CANCELLED)  # fmt: skip
    if unit is not None:
        rows = rows.filter(unit=unit)
    today = timezone.localdate()
    for one in rows.order_by("unit_id", "received_at", "pk"):
        is_served = one.state == State.SERVED
        if is_served or one.state == State.REFUSED or is_late(one, today):
            yield one, timezone.localdate(one.received_at), is_served


def collect_home(first: date, last: date) -> Iterator[Counted]:
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for one, day, is_served in counted_requests(first, last):
        sums[one.unit_id, day][0] += is_served
        sums[one.unit_id, day][1] += 1
    for (unit_id, day), (good, whole) in sorted(sums.items()):
        yield Counted(unit_id, HOME, day, good, whole)


def collect_help(first: date, last: date) -> Iterator[Counted]:
    """Of the shifts planned on each day that is over, those on which the volunteer came."""
    today = timezone.localdate()
    rows = HelpShift.objects.filter(date__gte=first, date__lte=last).order_by()
    grouped = rows.values_list("unit", "date").annotate(
        here=Count("pk", filter=Q(came=HelpShift.Came.CAME)),
        told=Count("pk", filter=~Q(came=HelpShift.Came.PLANNED)),
        whole=Count("pk"),
    )
    for unit_id, day, here, told, whole in sorted(grouped):
        counted = whole if day < today else told  # today counts what is known
        if counted:
            yield Counted(unit_id, HELP, day, here, counted)


MEASURES = (Source((HOME,), collect_home), Source((HELP,), collect_help))
