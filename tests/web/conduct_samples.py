"""One of each thing of the conduct of staff, for the rights matrix."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.operations.conduct.factories import concluded, crew, member, opened, training
from tests.programme.plans.factories import picture
from thanthien.operations.conduct.disciplining import DisciplineFields, record_discipline
from thanthien.operations.conduct.leaving import LeaveFields, plan_leave
from thanthien.platform.files.actions import keep_upload

# Whose id `pk` is, by the longest beginning of the page's name.
CONDUCT_ROWS = {
    "desk:conduct_staff": "staff_member",
    "desk:conduct_check": "spot_check",
    "desk:conduct_look": "spot_look",
    "desk:conduct_breach": "breach",
    "desk:conduct_training": "training",
    "desk:conduct_leave": "leave",
}
CONDUCT_BODIES: dict[str, dict[str, str]] = {
    "desk:conduct_look": {"state": "absent", "seen": "1"},
    "desk:conduct_breach_move": {"move": "appeal", "seen": "concluded", "text": "Chưa đúng"},
}


class ConductSamples:
    """The breach is about somebody of the culture division: read by its head, the coordinator and leaders."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        crew(cast, 3, now)
        self.staff_member = member(cast, "Người mẫu", now)
        self.spot_check = opened(cast, now)
        self.spot_look = self.spot_check.looks.get(position=1)
        self.spot_look.photo = keep_upload(upload=picture(), at=now)
        self.spot_look.save()
        today = timezone.localdate(now)
        leave = LeaveFields("duty", today + timedelta(days=3), today + timedelta(days=4))
        self.leave = plan_leave(actor=cast.coordinator, at=now, staff=self.staff_member, fields=leave)
        self.breach = concluded(cast, self.staff_member, now)
        fields = DisciplineFields("1/QĐ-UBND", timezone.localdate(now), "criticism")
        record_discipline(actor=cast.leader, at=now, breach=self.breach, fields=fields)
        self.training = training(cast, now, self.staff_member)
