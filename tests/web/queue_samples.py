"""One of each thing of the queue, for the rights matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.cast import Cast
from tests.operations.queueing.factories import board
from thanthien.operations.queueing.actions import ServiceFields, keep_service
from thanthien.operations.queueing.models import Ticket
from thanthien.operations.queueing.taking import Wish, take_for
from thanthien.platform.counters.actions import keep_counter

QUEUE_ROWS = {
    "desk:queue_ticket": "queue_ticket",
    "desk:queue_service": "queue_service",
    "desk:queue_screen": "queue_screen",
    "desk:queue_screen_paper": "queue_screen",
}
QUEUE_BODIES = {
    "desk:queue_do": {"move": "next"},
    "desk:queue_take": {"services": "0"},
    "desk:queue_service_new": {"name": "Việc khác", "letter": "Z"},
    "desk:queue_screen_new": {"kind": "kiosk", "name": "Máy 2"},
}


class QueueSamples:
    """A service with a counter, a number that waits, a board."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        there = keep_counter(actor=None, at=now, unit=cast.unit, name="Quầy 20")
        fields = ServiceFields("Việc mẫu", "Q", (there,))
        self.queue_service = keep_service(actor=None, at=now, unit=cast.unit, fields=fields)
        wish = Wish((self.queue_service.pk,), Ticket.Channel.DESK)
        self.queue_ticket = take_for(actor=None, at=now, unit=cast.unit, wish=wish)
        self.queue_screen = board(cast, now)
