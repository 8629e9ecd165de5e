"""Plans on their way in that wait for a person: read and to be looked over, or not read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.queries import open_readings

ROOM = "Kế hoạch"
_WHY = {
    PlanReading.State.READY: "Đã đọc xong, cần xem lại rồi nhận thành nhiệm vụ",
    PlanReading.State.FAILED: "Chưa đọc được, cần xem lý do",
}


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Readings for those who may import. One query."""
    if not may(person, Action.PLAN_IMPORT, unit):
        return
    for reading in open_readings(unit).filter(state__in=list(_WHY)):
        yield Waiting(
            ROOM, reading.filename, _WHY[PlanReading.State(reading.state)], "desk:plan_reading", (reading.pk,),
            since_date=timezone.localdate(reading.created_at),
        )  # fmt: skip
