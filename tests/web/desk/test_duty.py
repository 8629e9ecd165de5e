"""The duty roster: planned and copied, gaps told on working days, handed over and accepted, printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from docx import Document

from tests.cast import Cast
from thanthien.operations.channels.actions import (
    CannotPlanDuty,
    ShiftFields,
    cancel_shift,
    copy_last_week,
    hand_over,
    plan_shifts,
    take_over,
)
from thanthien.operations.channels.models import Post, Shift
from thanthien.operations.channels.queries import monday_of, roster
from thanthien.platform.people.models import Person
from thanthien.workflows.inbox import inbox_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Clients = Callable[[Person], Client]


def planned(cast: Cast, at: datetime, person: Person, *days: date, post: str = Post.HOTLINE) -> list[Shift]:
    fields = ShiftFields(post, days, time(7, 30), time(17), person)
    return plan_shifts(actor=cast.coordinator, at=at, unit=cast.unit, fields=fields)


def test_a_week_is_planned_on_the_page_and_printed(cast: Cast, client_of: Clients) -> None:
    monday = monday_of(date.today()) + 7 * DAY
    home = f"/desk/{cast.unit.code}/duty/"
    typed = {
        "post": "zalo", "person": str(cast.one_stop.pk), "starts": "07:30", "ends": "17:00",
        "days": [(monday + DAY * n).isoformat() for n in range(5)],
    }  # fmt: skip
    browser = client_of(cast.coordinator)
    answer = browser.post(f"{home}plan/?week={monday}", typed, follow=True)
    assert "Đã phân công 5 ca trực" in answer.content.decode()
    paper = client_of(cast.officer).get(f"{home}decision.docx?week={monday}").content
    document = Document(io.BytesIO(paper))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert cells.count(cast.one_stop.full_name) == 5
    again = browser.post(f"{home}plan/?week={monday}", typed)
    assert again.status_code == 422
    assert Shift.objects.count() == 5


def test_gaps_are_told_for_open_hours_of_working_days_only(cast: Cast, now: datetime) -> None:
    saturday = date(2026, 7, 4)
    planned(cast, now, cast.one_stop, now.date())
    days = {day.date: day for day in roster(cast.unit, now.date(), 5)}
    said = {one.post: one.gaps for one in days[now.date()].posts}
    assert said == {
        "hotline": (),
        "zalo": ("07:30–11:30", "13:30–17:00"),
        "facebook": ("07:30–11:30", "13:30–17:00"),
    }
    assert all(one.gaps == () for one in days[saturday].posts)
    titles = [one.title for one in inbox_of(cast.coordinator, cast.unit, now.date())]
    assert "Chưa có người trực thứ Tư 01/07/2026" in titles
    assert not any("04/07" in title for title in titles)


def test_last_week_is_copied_once_without_who_has_left(cast: Cast, now: datetime) -> None:
    today = now.date()  # Wednesday
    planned(cast, now, cast.one_stop, today, today + DAY)
    planned(cast, now, cast.officer, today, post=Post.ZALO)
    cast.officer.memberships.update(end_date=today)
    monday = monday_of(today) + 7 * DAY
    made = copy_last_week(actor=cast.coordinator, at=now, unit=cast.unit, monday=monday)
    assert {(one.post, one.date) for one in made} >= {
        ("hotline", today + 7 * DAY),
        ("hotline", today + 8 * DAY),
    }
    with pytest.raises(CannotPlanDuty):
        copy_last_week(actor=cast.coordinator, at=now, unit=cast.unit, monday=monday)


def test_a_shift_is_handed_over_and_accepted_by_the_next(cast: Cast, now: datetime) -> None:
    shift, _ = planned(cast, now, cast.one_stop, now.date(), now.date() + 2 * DAY)
    planned(cast, now, cast.officer, now.date() + DAY)
    with pytest.raises(CannotPlanDuty):
        hand_over(actor=cast.officer, at=now, shift=shift, note="Không phải ca của tôi")
    hand_over(actor=cast.one_stop, at=now, shift=shift, note="Gọi lại cho ông Bình thôn Đông")
    tomorrow = now.date() + DAY
    waits = [one.title for one in inbox_of(cast.officer, cast.unit, tomorrow)]
    assert "Bàn giao ca trực Đường dây nóng" in waits
    with pytest.raises(CannotPlanDuty):
        take_over(actor=cast.one_stop, at=now, shift=shift)
    take_over(actor=cast.officer, at=now + DAY, shift=shift)
    shift.refresh_from_db()
    assert (shift.taken_by, shift.note) == (cast.officer, "Gọi lại cho ông Bình thôn Đông")
    waits = [one.title for one in inbox_of(cast.officer, cast.unit, tomorrow)]
    assert "Bàn giao ca trực Đường dây nóng" not in waits


def test_a_shift_that_began_stays_in_the_roster(cast: Cast, now: datetime) -> None:
    shift = planned(cast, now, cast.one_stop, now.date())[0]
    with pytest.raises(CannotPlanDuty):
        cancel_shift(actor=cast.coordinator, at=now, shift=shift)
    assert Shift.objects.filter(pk=shift.pk).exists()


def test_the_unit_sets_its_own_hours(cast: Cast, client_of: Clients, now: datetime) -> None:
    page = f"/desk/{cast.unit.code}/duty/hours/"
    typed = {
        "morning_from": "07:00",
        "morning_to": "11:00",
        "afternoon_from": "13:00",
        "afternoon_to": "16:30",
    }
    wrong = client_of(cast.coordinator).post(page, {**typed, "morning_to": "06:00"})
    assert wrong.status_code == 422
    assert client_of(cast.coordinator).post(page, typed).status_code == 302
    assert roster(cast.unit, now.date(), 1)[0].posts[0].gaps == ("07:00–11:00", "13:00–16:30")
