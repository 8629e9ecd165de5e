"""Who to call, the schedules by week and for a phone's calendar, what was handled online."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from thanthien.operations.disclosure.actions import CannotPublish
from thanthien.operations.disclosure.contacts import Number, end_number, enter_number
from thanthien.operations.disclosure.models import Contact, Schedule
from thanthien.operations.disclosure.schedules import (
    Line,
    add_line,
    copy_week,
    publish_schedule,
    reception_warning,
)
from thanthien.operations.disclosure.standing import standings_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.measures.actions import record_reading
from thanthien.programme.measures.registry import measure_of

pytestmark = pytest.mark.django_db
HOTLINE = Number("hotline", "Đường dây nóng của xã", "0225 3 123 456", hours="24/7")
MONDAY = date(2026, 6, 29)


def read(cast: Cast, there: str) -> str:
    return Client().get(f"/{cast.unit.code}/{there}").content.decode()


def test_the_hotline_stands_first_and_is_called_at_a_touch(cast: Cast, now: datetime) -> None:
    chair = Number("leader", cast.leader.full_name, "0912345678", "Chủ tịch UBND", is_personal=True)
    enter_number(actor=cast.leader, at=now, unit=cast.unit, number=chair)
    enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=HOTLINE)
    page = read(cast, "contacts/")
    assert 'href="tel:02253123456"' in page
    assert page.index("Đường dây nóng của xã") < page.index("Đỗ Hoàng Lâm")
    assert "Hotline" in read(cast, "en/contacts/")


def test_a_personal_number_is_entered_by_its_owner_alone(cast: Cast, now: datetime) -> None:
    chair = Number("leader", cast.leader.full_name, "0912345678", is_personal=True)
    with pytest.raises(CannotPublish, match="chính người đó"):
        enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=chair)
    with pytest.raises(NotAllowed):  # an office's number is entered by those who manage
        enter_number(actor=cast.officer, at=now, unit=cast.unit, number=HOTLINE)


def test_a_change_keeps_what_stood_there(cast: Cast, now: datetime, client_of: Callable[..., Client]) -> None:
    first = enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=HOTLINE)
    new = Number("hotline", "Đường dây nóng của xã", "0225 3 999 999")
    enter_number(actor=cast.leader, at=now, unit=cast.unit, number=new, replaces=first)
    assert "02253123456" not in read(cast, "contacts/")
    desk = client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/disclosure/contacts/").content.decode()
    assert "02253123456" in desk
    with pytest.raises(CannotPublish, match="người khác"):  # two people at once
        end_number(actor=cast.coordinator, at=now, contact=first)
    assert Contact.objects.filter(ended_at=None).count() == 1


def line(cast: Cast, by: Person, at: datetime, day: date, kind: str = "week", text: str = "Giao ban") -> None:
    said = Line(day, time(8), text, time(9, 30), "Chủ tịch UBND", "Phòng họp tầng 2")
    add_line(actor=by, at=at, unit=cast.unit, kind=kind, line=said)


def test_a_week_is_public_once_it_is_published(cast: Cast, now: datetime) -> None:
    line(cast, cast.officer, now, MONDAY)
    assert "Giao ban" not in read(cast, "schedule/?on=2026-07-01")
    publish_schedule(actor=cast.leader, at=now, unit=cast.unit, kind="week", first=MONDAY)
    assert "Giao ban" in read(cast, "schedule/?on=2026-07-01")
    assert "Giao ban" not in read(cast, "schedule/?on=2026-07-08")
    assert "Giao ban" not in Client().get(f"/{cast.other_unit.code}/schedule/?on=2026-07-01").content.decode()
    problems = {one.entry.code: one.problems for one in standings_of(cast.unit, date(2026, 7, 1))}
    assert not [p for p in problems["week_schedule"] if p.kind == "missing"]


def test_last_week_copied(cast: Cast, now: datetime) -> None:
    line(cast, cast.officer, now, MONDAY)
    asked = {"actor": cast.officer, "at": now, "unit": cast.unit}
    assert copy_week(**asked, first=MONDAY + timedelta(days=7)) == 1  # type: ignore[arg-type]
    with pytest.raises(CannotPublish, match="đã có lịch"):
        copy_week(**asked, first=MONDAY + timedelta(days=7))  # type: ignore[arg-type]
    copied = Schedule.objects.get(first_date=date(2026, 7, 6)).entries.get()
    assert (copied.date, copied.text) == (date(2026, 7, 6), "Giao ban")


def test_receptions_are_posted_five_working_days_before(cast: Cast, now: datetime) -> None:
    line(cast, cast.officer, now, date(2026, 7, 6), kind="reception", text="Tiếp công dân")
    month = Schedule.objects.get(kind="reception")
    assert "chậm nhất 29/06/2026" in reception_warning(month)
    published = publish_schedule(
        actor=cast.coordinator, at=now, unit=cast.unit, kind="reception", first=date(2026, 7, 1)
    )
    assert "đã công bố ngày 01/07/2026" in reception_warning(published)  # warned, not blocked


def test_the_calendar_of_a_phone(cast: Cast, now: datetime) -> None:
    line(cast, cast.officer, now, MONDAY, text="Họp; bàn về đường, chợ và việc " * 4)
    publish_schedule(actor=cast.leader, at=now, unit=cast.unit, kind="week", first=MONDAY)
    body = read(cast, "schedule.ics?on=2026-07-01")
    assert "DTSTART:20260629T010000Z" in body
    assert "LOCATION:Phòng họp tầng 2" in body
    assert all(len(row.encode()) <= 75 for row in body.split("\r\n"))


def test_online_results_as_rate_and_quantity(cast: Cast) -> None:
    today = timezone.localdate()
    for day, done in ((today, 30), (today - timedelta(days=1), 10)):
        record_reading(
            actor=cast.one_stop, at=timezone.now(), unit=cast.unit, measure=measure_of("full_online_service"),
            day=day, period="day", numerator=Decimal(done), denominator=Decimal(40),
        )  # fmt: skip
    page = read(cast, "online/")
    assert "<svg" in page
    assert "50 %" in page or today.day == 1  # 40 of 80, days of one month summed
    assert "chưa có số liệu" in Client().get(f"/{cast.other_unit.code}/online/").content.decode()


def test_the_desk_writes_the_week(cast: Cast, client_of: Callable[..., Client]) -> None:
    home = f"/desk/{cast.unit.code}/disclosure/schedule/"
    today = timezone.localdate().isoformat()
    typed = {"move": "add", "kind": "week", "on": today, "date": today, "begins": "08:00", "text": "Giao ban"}
    assert client_of(cast.officer).post(f"{home}change/", typed).status_code == 302
    publishing = {"move": "publish", "kind": "week", "on": today}
    assert client_of(cast.officer).post(f"{home}change/", publishing).status_code == 403
    assert client_of(cast.coordinator).post(f"{home}change/", publishing).status_code == 302
    assert "Giao ban" in read(cast, "schedule/")
    wrong = client_of(cast.officer).post(f"{home}change/", {**typed, "begins": "09:00", "ends": "08:00"})
    assert (wrong.status_code, "sau giờ bắt đầu" in wrong.content.decode()) == (422, True)
