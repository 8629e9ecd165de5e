"""A citizen rates a counter on the own phone: by QR, without a script, in two languages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.ratings.factories import counter
from thanthien.operations.ratings.models import Rating
from thanthien.platform.counters.actions import keep_counter, seat
from thanthien.platform.counters.models import Counter
from thanthien.web import limits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine_on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(limits, "_windows", lambda within: 29_000_000)


@pytest.fixture
def made(cast: Cast) -> Counter:
    return counter(cast, NOW - timedelta(hours=1))


def key_on(page: str) -> str:
    return str(re.findall(r'name="key" value="([^"]+)"', page)[0])


def test_from_the_first_page_to_thanks(cast: Cast, made: Counter) -> None:
    seat(actor=None, at=NOW - timedelta(minutes=5), counter=made, person=cast.one_stop)
    browser = Client()
    assert f"/{cast.unit.code}/rate/" in browser.get(f"/{cast.unit.code}/").content.decode()
    assert made.code in browser.get(f"/{cast.unit.code}/rate/?via=qr").content.decode()
    address = f"/{cast.unit.code}/rate/{made.code}/?via=qr"
    page = browser.get(address).content.decode()
    why = browser.post(address, {"key": key_on(page), "mark": "2"}).content.decode()
    assert Rating.objects.get().person == cast.one_stop
    assert "Chờ lâu" in why
    answer = browser.post(address, {"key": key_on(why), "mark": "2", "told": "1", "reasons": ["waiting"]})
    assert "Cảm ơn" in browser.get(answer["Location"]).content.decode()
    rating = Rating.objects.get()
    assert (rating.reasons, rating.channel, rating.is_dense, rating.device) == (
        ["waiting"],
        "qr",
        False,
        None,
    )


def test_in_english(cast: Cast, made: Counter) -> None:
    address = f"/{cast.unit.code}/en/rate/{made.code}/"
    page = Client().get(address).content.decode()
    assert "How was the service today?" in page
    assert "Counter 1" in page
    why = Client().post(address, {"key": key_on(page), "mark": "1"}).content.decode()
    assert "Waited too long" in why
    assert Rating.objects.get().language == "en"


def test_the_same_phone_on_the_same_day_is_marked_and_on_another_not(
    cast: Cast, made: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = Client(), f"/{cast.unit.code}/rate/{made.code}/"
    for days in (0, 0, 1):
        monkeypatch.setattr(timezone, "now", lambda days=days: NOW + timedelta(days=days))
        page = browser.get(address).content.decode()
        browser.post(address, {"key": key_on(page), "mark": "5"})
    assert sorted(Rating.objects.values_list("day", "is_dense")) == [
        (NOW.date(), False), (NOW.date(), True), (NOW.date() + timedelta(days=1), False)
    ]  # fmt: skip


def test_many_of_one_line_are_marked_and_a_flood_is_asked_to_wait(cast: Cast, made: Counter) -> None:
    address = f"/{cast.unit.code}/rate/{made.code}/"
    statuses = [
        Client().post(address, {"key": f"key-number-{n}", "mark": "5"}).status_code for n in range(122)
    ]
    assert statuses[:120] == [302] * 120
    assert statuses[120:] == [429] * 2
    assert Rating.objects.filter(is_dense=False).count() == 14


def test_a_closed_or_unknown_counter_is_not_found(cast: Cast, made: Counter) -> None:
    keep_counter(actor=None, at=NOW, unit=cast.unit, name="Quầy 1", counter=made, is_open=False)
    assert Client().get(f"/{cast.unit.code}/rate/{made.code}/").status_code == 404
    assert Client().get(f"/{cast.other_unit.code}/rate/{made.code}/").status_code == 404
    assert "chưa mở đánh giá" in Client().get(f"/{cast.unit.code}/rate/").content.decode()


def test_no_face_is_asked_again(cast: Cast, made: Counter) -> None:
    answer = Client().post(f"/{cast.unit.code}/rate/{made.code}/", {"key": "k" * 20})
    assert answer.status_code == 422
    assert "Ông/bà chọn một trong năm khuôn mặt" in answer.content.decode()
