"""Days and visits of `cast.unit` for tests."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from tests.cast import NOW, Cast
from thanthien.operations.reception.actions import DayFields, add_day, hold_day, publish_month
from thanthien.operations.reception.entering import Visit, record_visit
from thanthien.operations.reception.models import Entry, Handling, Kind, Post, ReceptionDay
from thanthien.operations.reception.setting_up import appoint_receiver
from thanthien.operations.reception.visitors import Who
from thanthien.platform.people.models import Person

NAME, ADDRESS, ID_NUMBER = "Phạm Thị Nết", "Số 9, ngõ giếng", "031170001234"
CONTENT = "Đề nghị xem lại ranh giới thửa đất số 12, tờ bản đồ 5"
WHO = Who(NAME, ADDRESS, ID_NUMBER, "0912 345 678")


def receiving(cast: Cast, at: datetime = NOW) -> Person:
    """The officer, appointed to receive citizens."""
    appoint_receiver(actor=cast.coordinator, at=at, unit=cast.unit, person=cast.officer)
    return cast.officer


def planned(cast: Cast, day: date, *, at: datetime = NOW, public: bool = False, **more: Any) -> ReceptionDay:
    first: dict[str, Any] = {
        "post": Post.CHAIR, "date": day, "starts": time(8), "ends": time(11, 30), "person": cast.leader,
    }  # fmt: skip
    made = add_day(actor=cast.coordinator, at=at, unit=cast.unit, fields=DayFields(**{**first, **more}))
    if public:
        publish_month(actor=cast.coordinator, at=at, unit=cast.unit, first=day.replace(day=1))
        made.refresh_from_db()
    return made


def held(cast: Cast, day: ReceptionDay, *, at: datetime = NOW, **more: Any) -> ReceptionDay:
    first: dict[str, Any] = {"in_person": True, "nobody_came": False}
    return hold_day(actor=cast.leader, at=at, day=day, seen=day.version, **{**first, **more})


def visit(at: datetime = NOW, **more: Any) -> Visit:
    first: dict[str, Any] = {
        "who": WHO, "content": CONTENT, "kind": Kind.PETITION, "handling": Handling.ACCEPTED,
        "date": at.date(), "client_key": "mot",
    }  # fmt: skip
    return Visit(**{**first, **more})


def recorded(cast: Cast, at: datetime = NOW, **more: Any) -> Entry:
    return record_visit(actor=cast.leader, at=at, unit=cast.unit, visit=visit(at, **more))
