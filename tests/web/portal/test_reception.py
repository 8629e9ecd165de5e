"""What citizens read of the reception: coming days alone that were published, changes with their reason, the rules."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.reception.factories import held, planned, recorded
from thanthien.operations.reception.actions import cancel_day, move_day, publish_month
from thanthien.operations.reception.setting_up import set_room
from thanthien.platform.workdays.queries import calendar_of

pytestmark = pytest.mark.django_db


def workday(cast: Cast, after: date) -> date:
    day = after + timedelta(days=1)
    while not calendar_of(cast.unit, day.year).is_workday(day):
        day += timedelta(days=1)
    return day


def test_only_what_is_published_with_what_changed(cast: Cast, client: Client) -> None:
    now, today = timezone.now(), timezone.localdate()
    address = f"/{cast.unit.code}/reception/"
    first = workday(cast, today)
    second = workday(cast, first)
    day, other = planned(cast, first, at=now), planned(cast, second, at=now)
    assert "Chưa công bố ngày tiếp" in client.get(address).content.decode()
    for month in {first.replace(day=1), second.replace(day=1)}:
        publish_month(actor=cast.coordinator, at=now, unit=cast.unit, first=month)
    move_day(
        actor=cast.coordinator, at=now, day=day, seen=1, to=second, starts=time(14), ends=time(17),
        reason="Họp HĐND bất thường",
    )  # fmt: skip
    cancel_day(actor=cast.coordinator, at=now, day=other, seen=1, reason="Bão số 3")
    page = client.get(address).content.decode()
    for words in (
        "14:00–17:00",
        "Dời từ",
        "Họp HĐND bất thường",
        "Hoãn",
        "Bão số 3",
        "Nội quy mẫu",
        str(cast.leader),
    ):
        assert words in page
    english = client.get(f"/{cast.unit.code}/en/reception/").content.decode()
    for words in (
        "Moved from",
        "Put off",
        "sample rules",
        "Chair of the People",
        "Please show an identity document",
    ):
        assert words in english
    assert client.get("/00000/reception/").status_code == 404


def test_the_unit_s_own_rules_and_nobody_who_came(cast: Cast, client: Client) -> None:
    now, today = timezone.now(), timezone.localdate()
    set_room(
        actor=cast.coordinator, at=now, unit=cast.unit, seen=0, place="Phòng 101", phone="0225 3 000 128",
        rules="Giữ trật tự\n<b>Không</b> mang vũ khí",
    )  # fmt: skip
    day = held(cast, planned(cast, today, at=now, is_extra=True, public=True), at=now)
    entry = recorded(cast, now, date=today, day=day)
    page = client.get(f"/{cast.unit.code}/reception/").content.decode()
    assert "Giữ trật tự" in page
    assert "&lt;b&gt;Không" in page
    assert "Nội quy mẫu" not in page
    assert "0225 3 000 128" in page
    for secret in ("Nết", entry.content):
        assert secret not in page
