"""Volunteers, shifts and calls of `cast.unit` for tests."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from tests.cast import Cast
from thanthien.operations.assistance.helping import HelpShift, SupportCall, Volunteer
from thanthien.operations.assistance.rostering import HelpFields, VolunteerFields, keep_volunteer, plan_help
from thanthien.operations.assistance.supporting import CallFields, take_call


def helper(cast: Cast, at: datetime, name: str = "Nguyễn Thu Thảo") -> Volunteer:
    fields = VolunteerFields(name, "youth", True, "Chi đoàn thôn Đông", "0912 000 201")
    return keep_volunteer(actor=cast.coordinator, at=at, unit=cast.unit, fields=fields)


def helping(cast: Cast, volunteer: Volunteer, day: date, at: datetime, **more: Any) -> HelpShift:
    hours = {"starts": time(7, 30), "ends": time(11, 30), "place": "Trung tâm", **more}
    fields = HelpFields((day,), **hours)
    return plan_help(actor=cast.one_stop, at=at, unit=cast.unit, volunteer=volunteer, fields=fields)[0]


def called(cast: Cast, at: datetime, **more: Any) -> SupportCall:
    first: dict[str, Any] = {
        "caller": "citizen", "about": "account", "problem": "Không nhận được mã VNeID", "helper": cast.officer,
        "client_key": "ca-1", "subject": "VNeID",
    }  # fmt: skip
    fields = CallFields(**{**first, **more})
    return take_call(actor=cast.one_stop, at=at, unit=cast.unit, fields=fields)
