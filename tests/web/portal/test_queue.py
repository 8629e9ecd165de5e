"""A number on a phone: taken, watched, given back, rated after; an appointment; what a stranger and a flood get."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, taken
from tests.web.at_nine import hot, nine_on_a_wednesday
from thanthien.operations.queueing.booking import SlotFields, open_slots
from thanthien.operations.queueing.calling import call_next, finish, miss, park, recall, serve
from thanthien.operations.queueing.models import Booking, Ticket

__all__ = ["hot", "nine_on_a_wednesday"]
pytestmark = pytest.mark.django_db


def page_of(cast: Cast, lang: str = "") -> str:
    return f"/{cast.unit.code}/{lang}queue/"


def take_one(cast: Cast, hot: HallOfTwo, phone: Client, key: str = "k") -> str:
    """The address of the number."""
    answer = phone.post(page_of(cast), {"service": hot.a.pk, "key": key})
    return str(answer.headers.get("Location", ""))


@pytest.mark.parametrize(
    ("hours", "again"),
    [(-3, "07:00 ngày 01/07/2026"), (10, "07:00 ngày 02/07/2026"), (24 * 3 + 1, "07:00 ngày 06/07/2026")],
)
def test_outside_the_hours_the_page_says_when_numbers_are_given_again(
    cast: Cast, hot: HallOfTwo, monkeypatch: pytest.MonkeyPatch, hours: int, again: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=hours))
    page = Client().get(page_of(cast)).content.decode()
    assert f"Trung tâm phát số lại từ {again}." in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    english = Client().get(page_of(cast, "en/")).content.decode()
    assert f"Numbers are given again from {again.replace('ngày', 'on')}." in english


def test_a_number_is_followed_on_the_phone_to_the_rating(cast: Cast, hot: HallOfTwo) -> None:
    taken(cast, hot.a)
    phone = Client()
    page = phone.get(page_of(cast)).content.decode()
    assert "1 người đang chờ" in page
    address = take_one(cast, hot, phone)
    shown = phone.get(address)
    assert shown["Refresh"] == "20"
    assert "Còn <b>1</b> người trước" in shown.content.decode()
    assert "Chờ khoảng 5 phút" in shown.content.decode()
    assert "A002" in phone.get(page_of(cast)).content.decode()  # remembered
    finish(actor=cast.one_stop, at=NOW, ticket=call_next(actor=cast.one_stop, at=NOW, counter=hot.one))
    ticket = call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    assert "Mời ông/bà đến Quầy 1" in phone.get(address).content.decode()
    assert phone.post(address).status_code == 422  # too late to give it back
    serve(actor=cast.one_stop, at=NOW, ticket=ticket)
    assert "Đang phục vụ" in phone.get(address).content.decode()
    finish(actor=cast.one_stop, at=NOW, ticket=ticket)
    done = phone.get(address)
    assert "Refresh" not in done
    assert f"/{cast.unit.code}/rate/{hot.one.code}/" in done.content.decode()


def test_parked_and_missed_numbers_say_what_to_do(cast: Cast, hot: HallOfTwo) -> None:
    phone = Client()
    address = take_one(cast, hot, phone)
    ticket = call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    park(actor=cast.one_stop, at=NOW, ticket=ticket, note="Đi phô tô")
    page = phone.get(address).content.decode()
    assert "tạm dừng" in page
    assert "Đi phô tô" not in page
    other = take_one(cast, hot, phone, "k2")
    second = call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    recall(actor=cast.one_stop, at=NOW, ticket=second)
    miss(actor=cast.one_stop, at=NOW, ticket=second)
    assert "không thấy ông/bà" in phone.get(other).content.decode()


def test_a_number_given_back_makes_room(cast: Cast, hot: HallOfTwo) -> None:
    phone = Client()
    first = take_one(cast, hot, phone)
    assert take_one(cast, hot, phone) == first  # the same press
    take_one(cast, hot, phone, "k2")
    refused = phone.post(page_of(cast), {"service": hot.a.pk, "key": "k3"})
    assert refused.status_code == 422
    assert "đang giữ đủ số" in refused.content.decode()
    phone.post(first)
    assert "đã trả số" in phone.get(first).content.decode()
    assert take_one(cast, hot, phone, "k4")


def test_one_address_takes_no_hundred_numbers(cast: Cast, hot: HallOfTwo) -> None:
    answers = [Client().post(page_of(cast), {"service": hot.a.pk}).status_code for _ in range(42)]
    assert answers[:40] == [302] * 40
    assert answers[40:] == [429] * 2
    assert Ticket.objects.count() == 40


def test_in_english_by_english_names(cast: Cast, hot: HallOfTwo) -> None:
    page = Client().get(page_of(cast, "en/")).content.decode()
    assert "Civil status" in page
    assert "Get a number" in page


def test_a_code_that_is_none_or_anothers_is_not_found(cast: Cast, hot: HallOfTwo) -> None:
    code = taken(cast, hot.a).code
    assert Client().get(f"{page_of(cast)}ticket/{code}/").status_code == 200
    assert Client().get(f"{page_of(cast)}ticket/34679CDFGHJK/").status_code == 404
    assert Client().get(f"/{cast.other_unit.code}/queue/ticket/{code}/").status_code == 404
    assert Client().get(f"{page_of(cast)}booking/{code}/").status_code == 404
    page = Client().get(f"/{cast.other_unit.code}/queue/").content.decode()
    assert "chưa phát số trên mạng" in page


def test_a_time_is_booked_cancelled_and_booked_again(cast: Cast, hot: HallOfTwo) -> None:
    phone, address = Client(), f"{page_of(cast)}booking/"
    assert "chưa có giờ hẹn" in phone.get(address).content.decode()
    fields = SlotFields(NOW.date() + timedelta(days=1), time(9), time(9, 30), 30, 1)
    [slot] = open_slots(actor=cast.coordinator, at=NOW, unit=cast.unit, service=hot.a, fields=fields)
    assert "09:00" in phone.get(address).content.decode()
    assert phone.post(address, {}).status_code == 422
    wrong = phone.post(address, {"slot": slot.pk, "phone": "12", "name": "Mơ"})
    assert 'value="Mơ"' in wrong.content.decode()
    booked = phone.post(address, {"slot": slot.pk, "name": "Mơ"})["Location"]
    made = Booking.objects.get()
    assert made.code[:4] in phone.get(booked).content.decode()
    assert phone.post(address, {"slot": slot.pk}).status_code == 422  # no place
    phone.post(booked)
    assert "đã bỏ" in phone.get(booked).content.decode()
    assert phone.post(address, {"slot": slot.pk}).status_code == 302
