"""A citizen keeps a place on a reception day, looks it up by its code and gives it back; no sign-in, no script."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.reception.factories import planned
from tests.web.portal.test_reception import workday
from thanthien.operations.reception.actions import cancel_day
from thanthien.operations.reception.models import Appointment, ReceptionDay
from thanthien.operations.reception.setting_up import set_room

pytestmark = pytest.mark.django_db


def taking(cast: Cast, seats: int = 1) -> ReceptionDay:
    now = timezone.now()
    set_room(
        actor=cast.coordinator, at=now, unit=cast.unit, seen=0, place="Phòng 1", phone="0225 3 000 128", rules="",
        seats=seats,
    )  # fmt: skip
    return planned(cast, workday(cast, timezone.localdate(now)), at=now, public=True)


def typed(client: Client, address: str, **more: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    key = re.search(r'name="client_key" value="([^"]+)"', page)
    day = re.search(r'name="day" value="([^"]+)"', page)
    assert key
    assert day
    return {"day": day[1], "client_key": key[1], "name": "Bùi Thị Gấm", "phone": "0912 345 678", **more}


def test_a_place_is_kept_looked_up_and_given_back(cast: Cast, client: Client) -> None:
    day = taking(cast)
    here = f"/{cast.unit.code}/reception/"
    assert f'href="{here}appointment/"' in client.get(here).content.decode()
    sent = typed(client, f"{here}appointment/", about="Ranh giới đất")
    assert "còn 1 chỗ" in client.get(f"{here}appointment/").content.decode()
    assert str(day.pk) != sent["day"]  # ids stay inside
    answer = client.post(f"{here}appointment/", sent)
    one = Appointment.objects.get()
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    words = page.content.decode()
    assert one.said_code in words
    assert "khoảng 08:00" in words
    assert "Gấm" not in words
    assert page["X-Robots-Tag"] == "noindex"
    followed = client.post(f"/{cast.unit.code}/follow/", {"code": one.said_code.lower()})
    assert followed["Location"].endswith(f"/reception/appointment/{one.code}/")
    english = client.get(f"/{cast.unit.code}/en/reception/appointment/{one.code}/").content.decode()
    assert "Cancel the appointment" in english
    full = client.post(f"{here}appointment/", {**sent, "client_key": "khac", "name": "Lê Văn Tám"})
    assert full.status_code == 422
    assert "vừa đủ chỗ" in full.content.decode()
    assert "Lê Văn Tám" in full.content.decode()  # what was typed stays
    assert "đã hủy" in client.post(followed["Location"], follow=True).content.decode()
    assert Appointment.objects.get().sealed == ""
    assert client.post(followed["Location"]).status_code == 422


def test_what_is_missing_is_told_and_a_day_put_off_says_so(cast: Cast, client: Client) -> None:
    here = f"/{cast.unit.code}/reception/appointment/"
    assert "chưa có buổi tiếp nào nhận hẹn" in client.get(here).content.decode()
    day = taking(cast)
    sent = typed(client, here)
    for wrong, said in (
        ({"day": "x"}, "chọn một buổi"),
        ({"name": ""}, "ghi họ tên"),
        ({"website": "x"}, "thư rác"),
    ):
        answer = client.post(here, {**sent, **wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not Appointment.objects.exists()
    client.post(here, sent)
    cancel_day(actor=cast.coordinator, at=timezone.now(), day=day, seen=day.version, reason="Bão số 3")
    one = Appointment.objects.get()
    page = client.get(f"{here}{one.code}/").content.decode()
    assert "đã hoãn" in page
    assert "Bão số 3" in page
    assert client.get(f"/{cast.other_unit.code}/reception/appointment/{one.code}/").status_code == 404
    assert client.get(f"{here}AAAA/").status_code == 404


def test_one_address_does_not_take_every_place(cast: Cast, client: Client) -> None:
    taking(cast, seats=20)
    here = f"/{cast.unit.code}/reception/appointment/"
    sent = typed(client, here)
    codes = [client.post(here, {**sent, "name": f"Người {n}"}).status_code for n in range(8)]
    assert codes == [302] * 6 + [429] * 2
    assert Appointment.objects.count() == 6
