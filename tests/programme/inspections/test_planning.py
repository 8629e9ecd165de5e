"""Inspections on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.cast import Cast
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.programme.inspections.actions import (
    CannotInspect,
    InspectionFields,
    change_inspection,
    move_inspection,
    plan_inspection,
)
from thanthien.programme.inspections.models import Inspection
from thanthien.programme.inspections.states import InspectionMove
from thanthien.programme.inspections.waiting import waiting_for


def said(cast: Cast) -> InspectionFields:
    return InspectionFields("Kiểm tra niêm yết", date(2026, 7, 6), (cast.one_stop,), cast.culture)


def test_a_neighbourhood_is_inspected_too(cast: Cast, now: datetime) -> None:
    place = add_neighbourhood(actor=None, at=now, unit=cast.unit, kind="village", name="Thượng")
    fields = replace(said(cast), agency=None, neighbourhood=place)
    made = plan_inspection(actor=cast.leader, at=now, unit=cast.unit, year=2026, fields=fields)
    assert (made.place, made.state) == ("Thôn Thượng", Inspection.State.PLANNED)
    waits = list(waiting_for(cast.one_stop, cast.unit, now.date()))
    assert [(w.why, w.due_date) for w in waits] == [("Kiểm tra Thôn Thượng", date(2026, 7, 6))]
    assert not list(waiting_for(cast.officer, cast.unit, now.date()))


def test_what_is_missing_or_foreign_is_refused(cast: Cast, now: datetime) -> None:
    place = add_neighbourhood(actor=None, at=now, unit=cast.unit, kind="village", name="Thượng")
    wrong = [
        (replace(said(cast), title=" "), "ghi nội dung"),
        (replace(said(cast), inspection_date=date(2027, 1, 5)), "trong năm 2026"),
        (replace(said(cast), agency=None), "chọn một cơ quan hoặc"),
        (replace(said(cast), neighbourhood=place), "chọn một cơ quan hoặc"),
        (replace(said(cast), agency=cast.other_agencies["one_stop_centre"]), "không thuộc đơn vị"),
        (replace(said(cast), inspectors=()), "ít nhất một người"),
        (replace(said(cast), inspectors=(cast.other_officer,)), "không còn làm việc"),
        (replace(said(cast), inspectors=(cast.council,)), "không còn làm việc"),
    ]
    for fields, words in wrong:
        with pytest.raises(CannotInspect, match=words):
            plan_inspection(actor=cast.leader, at=now, unit=cast.unit, year=2026, fields=fields)
    with pytest.raises(NotAllowed):
        plan_inspection(actor=cast.head, at=now, unit=cast.unit, year=2026, fields=said(cast))
    assert not Inspection.objects.exists()


def test_a_visit_is_held_on_its_day_and_moved_or_cancelled_before(cast: Cast, now: datetime) -> None:
    made = plan_inspection(actor=cast.leader, at=now, unit=cast.unit, year=2026, fields=said(cast))

    def move(step: InspectionMove, remark: str = "") -> None:
        move_inspection(actor=cast.leader, at=now, inspection=made, move=step, remark=remark)

    with pytest.raises(CannotInspect, match="ngày 06/07/2026"):
        move(InspectionMove.HOLD)
    fields = replace(said(cast), inspection_date=date(2026, 7, 1))
    change_inspection(actor=cast.leader, at=now, inspection=made, fields=fields)
    move(InspectionMove.HOLD)
    with pytest.raises(CannotInspect, match="“Đang khắc phục”"):
        move(InspectionMove.CANCEL, "Bận")
    move(InspectionMove.CLOSE, "Không có tồn tại")
    with pytest.raises(CannotInspect, match="“Đã kết thúc”"):
        change_inspection(actor=cast.leader, at=now, inspection=made, fields=said(cast))
    made.refresh_from_db()
    assert (made.state, made.conclusion, made.closed_at) == ("closed", "Không có tồn tại", now)
