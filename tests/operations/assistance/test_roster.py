"""Volunteers with their consent, shifts that do not overlap, attendance, gaps, the month and its table."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cast import Cast
from tests.operations.assistance.factories import MORNING
from tests.operations.assistance.helping import helper, helping
from thanthien.lib.documents.write import write_xlsx
from thanthien.operations.assistance.helping import HelpShift, Volunteer
from thanthien.operations.assistance.measures import collect_help
from thanthien.operations.assistance.roster import month_of_help, month_shifts, volunteers_of, week_of_help
from thanthien.operations.assistance.roster_sheet import month_sheet
from thanthien.operations.assistance.rostering import (
    Attendance,
    CannotRoster,
    HelpFields,
    VolunteerFields,
    cancel_help,
    end_volunteer,
    keep_volunteer,
    plan_help,
    record_help,
)
from thanthien.operations.assistance.waiting import waiting_for
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def came(cast: Cast, shift: HelpShift, at: datetime = MORNING, **more: Any) -> HelpShift:
    return record_help(actor=cast.one_stop, at=at, shift=shift, attendance=Attendance("came", **more))


def test_a_volunteer_is_kept_with_consent_by_who_manages(cast: Cast) -> None:
    for wrong in (VolunteerFields("Thảo", "youth", False), VolunteerFields(" ", "youth", True),
                  VolunteerFields("Thảo", "x", True), VolunteerFields("Thảo", "youth", True, "", "12")):  # fmt: skip
        with pytest.raises(CannotRoster):
            keep_volunteer(actor=cast.coordinator, at=MORNING, unit=cast.unit, fields=wrong)
    good = VolunteerFields("Thảo", "youth", True)
    for person in (cast.one_stop, cast.head, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            keep_volunteer(actor=person, at=MORNING, unit=cast.unit, fields=good)
    one = helper(cast, MORNING)
    changed = VolunteerFields("Nguyễn Thị Thu Thảo", "youth", True)
    boss: dict[str, Any] = {
        "actor": cast.leader,
        "at": MORNING,
        "unit": cast.unit,
        "fields": changed,
        "volunteer": one,
    }
    keep_volunteer(**boss, seen=1)
    with pytest.raises(CannotRoster, match="người khác sửa"):
        keep_volunteer(**boss, seen=1)
    assert "0912" not in " ".join(str(e.after) for e in Entry.objects.filter(action__startswith="volunteer"))


def test_shifts_do_not_overlap_and_lie_ahead(cast: Cast) -> None:
    one = helper(cast, MORNING)
    helping(cast, one, TODAY, MORNING)
    boss: dict[str, Any] = {"actor": cast.one_stop, "at": MORNING, "unit": cast.unit, "volunteer": one}
    for fields in (
        HelpFields((TODAY,), time(11), time(12), "Trung tâm"),
        HelpFields((TODAY - timedelta(days=1),), time(7), time(8), "Trung tâm"),
        HelpFields((TODAY,), time(9), time(8), "Trung tâm"),
        HelpFields((TODAY,), time(13), time(14), " "),
        HelpFields((), time(13), time(14), "Trung tâm"),
    ):
        with pytest.raises(CannotRoster):
            plan_help(**boss, fields=fields)
    with pytest.raises(NotAllowed):
        plan_help(
            **{**boss, "actor": cast.officer}, fields=HelpFields((TODAY,), time(13), time(14), "Nhà văn hóa")
        )
    assert HelpShift.objects.count() == 1


def test_attendance_is_recorded_and_mended(cast: Cast) -> None:
    shift = helping(cast, helper(cast, MORNING), TODAY, MORNING)
    done = came(cast, shift, guided=12, installed=3, filed=2)
    assert (done.minutes, done.guided) == (240, 12)
    with pytest.raises(CannotRoster, match="đã ghi kết quả"):
        cancel_help(actor=cast.one_stop, at=MORNING, shift=shift)
    absent = record_help(
        actor=cast.one_stop, at=MORNING, shift=shift, attendance=Attendance("absent", guided=9)
    )
    assert (absent.minutes, absent.guided) == (0, 0)
    for wrong in (Attendance("x"), Attendance("came", guided=1000), Attendance("came", minutes=-1)):
        with pytest.raises(CannotRoster):
            record_help(actor=cast.one_stop, at=MORNING, shift=shift, attendance=wrong)
    ahead = helping(cast, shift.volunteer, TODAY + timedelta(days=1), MORNING)
    with pytest.raises(CannotRoster, match="Chưa đến ngày"):
        came(cast, ahead)


def test_who_helps_no_longer_leaves_past_shifts_and_no_telephone(cast: Cast) -> None:
    one = helper(cast, MORNING)
    past = helping(cast, one, TODAY, MORNING)
    helping(cast, one, TODAY + timedelta(days=2), MORNING)
    end_volunteer(actor=cast.coordinator, at=MORNING, volunteer=one)
    assert Volunteer.objects.get().phone == ""
    assert list(HelpShift.objects.all()) == [past]
    assert not volunteers_of(cast.unit, TODAY).exists()


def test_a_working_day_without_anybody_is_a_gap_and_waits(cast: Cast) -> None:
    one = helper(cast, MORNING)
    helping(cast, one, TODAY, MORNING)
    monday = TODAY - timedelta(days=2)
    gaps = [day.date for day in week_of_help(cast.unit, monday, TODAY) if day.is_gap]
    assert gaps == [date(2026, 7, 2), date(2026, 7, 3)]  # past days and the weekend are none
    told = [item.title for item in waiting_for(cast.one_stop, cast.unit, TODAY)]
    assert told == ["Chưa có người hỗ trợ thứ Năm 02/07/2026"]
    later = {item.why for item in waiting_for(cast.one_stop, cast.unit, TODAY + timedelta(days=1))}
    assert "1 ca chưa ghi kết quả" in later


def test_the_month_and_its_table_and_figure(cast: Cast) -> None:
    one = helper(cast, MORNING)
    came(cast, helping(cast, one, TODAY, MORNING), guided=12, installed=3, filed=2)
    missed = helping(cast, one, TODAY, MORNING, starts=time(13, 30), ends=time(17))
    whole = month_of_help(cast.unit, date(2026, 7, 1))
    assert (whole.shifts, whole.came, whole.hours, whole.guided) == (2, 1, 4.0, 12)
    assert whole.bodies == (("Đoàn Thanh niên", 1, 1, 240),)
    sheet = month_sheet(cast.unit, whole, month_shifts(cast.unit, date(2026, 7, 1)))
    book = load_workbook(io.BytesIO(write_xlsx((sheet,))))
    cells = [cell for row in book[book.sheetnames[0]].values for cell in row]
    assert "Nguyễn Thu Thảo" in cells
    assert not any("0912" in str(cell) for cell in cells)
    figure = next(iter(collect_help(TODAY, TODAY)))
    assert (figure.numerator, figure.denominator) == (1, 2)  # the day is over, the second was not recorded
    cancel_help(actor=cast.one_stop, at=MORNING, shift=missed)
    assert next(iter(collect_help(TODAY, TODAY))).denominator == 1
    assert list(collect_help(TODAY + timedelta(days=1), TODAY + timedelta(days=3))) == []
