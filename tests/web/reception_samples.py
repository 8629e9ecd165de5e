"""One of each thing of the reception of citizens, for the rights matrix."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.operations.reception.factories import held, planned, receiving, recorded
from thanthien.operations.reception.booking import Caller, book_appointment
from thanthien.operations.reception.concluding import add_conclusion
from thanthien.operations.reception.models import Handling, Kind, Post, Receiver
from thanthien.operations.reception.setting_up import RhythmFields, add_rhythm, set_room

# Whose id `pk` is, by the longest beginning of the page's name.
RECEPTION_ROWS = {
    "desk:reception_day": "reception_day",
    "desk:reception_entry": "reception_entry",
    "desk:reception_entry_notice": "refused_entry",
    "desk:reception_entry_look": "secret_entry",
    "desk:reception_refusal": "refused_entry",
    "desk:reception_slip": "reception_entry",
    "desk:reception_appointment": "appointment",
    "desk:reception_conclusion": "conclusion",
    "desk:reception_rule": "rhythm",
    "desk:reception_receiver": "receiver",
}


class ReceptionSamples:
    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        receiving(cast, now)
        self.receiver = Receiver.objects.get(unit=cast.unit)
        self.reception_day = held(cast, planned(cast, today, at=now, is_extra=True), at=now)
        self.reception_entry = recorded(cast, now, date=today, client_key="tiep-1")
        self.refused_entry = recorded(
            cast, now, date=today, client_key="tiep-2", handling=Handling.REFUSED, refusal="settled"
        )
        self.secret_entry = recorded(cast, now, date=today, client_key="tiep-3", kind=Kind.DENUNCIATION)
        self.conclusion = add_conclusion(
            actor=cast.leader,
            at=now,
            day=self.reception_day,
            text="Đo lại thửa đất",
            owner=cast.officer,
            due=today,
        )
        set_room(
            actor=cast.coordinator,
            at=now,
            unit=cast.unit,
            seen=0,
            place="Phòng 1",
            phone="",
            rules="",
            seats=3,
        )
        coming = planned(cast, today + timedelta(days=2), at=now, is_extra=True, public=True)
        self.appointment = book_appointment(
            at=now, day=coming, caller=Caller("Bùi Thị Gấm"), client_key="hen-1"
        )
        fields = RhythmFields(Post.CHAIR, "weekly", time(8), time(11), today)
        self.rhythm = add_rhythm(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
