"""How a queue went over a span of days: what spared people a way or a wait, and what cost them one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from thanthien.operations.queueing.models import Ticket, TicketStep
from thanthien.operations.queueing.states import Move
from thanthien.platform.units.models import Unit

_AHEAD = (Ticket.Channel.PHONE, Ticket.Channel.BOOKING)


@dataclass(frozen=True, slots=True)
class QueueSpan:
    """Numbers of the days. `ahead` were taken before coming, `several` asked for more than one thing."""

    taken: int
    ahead: int
    several: int
    sent_on: int
    missed: int


def queue_span(unit: Unit, first: date, last: date) -> QueueSpan:
    """Two queries whatever the number of numbers."""
    rows = Ticket.objects.filter(unit=unit, day__gte=first, day__lte=last)
    found = rows.aggregate(
        taken=Count("pk"),
        ahead=Count("pk", filter=Q(channel__in=_AHEAD)),
        missed=Count("pk", filter=Q(state=Ticket.State.MISSED)),
    )
    steps = TicketStep.objects.filter(
        unit=unit, day__gte=first, day__lte=last, move__in=(Move.NEXT, Move.SEND_ON)
    ).aggregate(
        several=Count("ticket", distinct=True, filter=Q(move=Move.NEXT)),
        sent_on=Count("ticket", distinct=True, filter=Q(move=Move.SEND_ON)),
    )
    return QueueSpan(**found, **steps)
