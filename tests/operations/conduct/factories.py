"""A register of `cast.unit`, checks, breaches and trainings for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import VIETNAM, Cast
from thanthien.operations.conduct.actions import StaffFields, add_staff
from thanthien.operations.conduct.checking import Seen, mark_look, open_check
from thanthien.operations.conduct.disciplining import BreachFields, move_breach, report_breach
from thanthien.operations.conduct.models import Breach, Look, SpotCheck, Staff, Training
from thanthien.operations.conduct.training import Attended, TrainingFields, keep_training, record_attendance
from thanthien.platform.people.models import Person

MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=VIETNAM)
BEGAN = date(2026, 1, 2)


def member(cast: Cast, name: str, at: datetime = MORNING, **more: Any) -> Staff:
    fields: dict[str, Any] = {
        "category": "civil_servant",
        "since_date": BEGAN,
        "agency": cast.culture,
        **more,
    }
    return add_staff(actor=cast.coordinator, at=at, unit=cast.unit, fields=StaffFields(name, **fields))


def crew(cast: Cast, count: int = 12, at: datetime = MORNING) -> list[Staff]:
    """As many people, two thirds in the culture division, the others at the centre."""
    at_centre: dict[str, Any] = {"agency": cast.centre, "at_centre": True}
    return [
        member(cast, f"Người {number:02}", at, **(at_centre if number % 3 == 0 else {}))
        for number in range(count)
    ]


def opened(
    cast: Cast, at: datetime = MORNING, *, purpose: str = "dress", by: Person | None = None
) -> SpotCheck:
    return open_check(actor=by or cast.coordinator, at=at, unit=cast.unit, purpose=purpose)


def marked(cast: Cast, look: Look, seen: Seen | None = None, at: datetime = MORNING) -> Look:
    look = Look.objects.select_related("check_of__unit", "staff").get(pk=look.pk)
    found = seen or Seen(Look.State.SEEN, True, True)
    return mark_look(actor=cast.coordinator, at=at, look=look, version=look.version, seen=found)


def reported(cast: Cast, staff: Staff, at: datetime = MORNING, *, by: Person | None = None) -> Breach:
    fields = BreachFields(
        staff, "alcohol", timezone.localdate(at) - timedelta(days=1), "Có mùi rượu trong giờ làm việc"
    )
    return report_breach(actor=by or cast.coordinator, at=at, unit=cast.unit, fields=fields)


def moved(breach: Breach, actor: Person, move: str, at: datetime = MORNING, **more: Any) -> Breach:
    breach.refresh_from_db()
    return move_breach(actor=actor, at=at, breach=breach, move=move, seen=breach.state, text="Đã rõ", **more)


def concluded(cast: Cast, staff: Staff, at: datetime = MORNING, *, move: str = "conclude") -> Breach:
    breach = moved(reported(cast, staff, at), cast.coordinator, "verify", at)
    return moved(breach, cast.leader, move, at)


def training(cast: Cast, at: datetime, *people: Staff, **more: Any) -> Training:
    day = timezone.localdate(at)
    fields: dict[str, Any] = {
        "kind": "training", "topic": "Kỹ năng giao tiếp", "first_date": day, "last_date": day, "hours": Decimal(4),
        **more,
    }  # fmt: skip
    one = keep_training(actor=cast.coordinator, at=at, unit=cast.unit, fields=TrainingFields(**fields))
    if not people:
        return one
    return record_attendance(
        actor=cast.coordinator, at=at, training=one, attended=[Attended(each) for each in people], seen=1
    )
