"""The tablet's pages: five faces without a script, the queue's sends, what is refused and why."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.ratings.factories import counter, tablet
from thanthien.operations.ratings.models import Device, Rating
from thanthien.web import limits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine_on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(limits, "_windows", lambda within: 29_000_000)


@pytest.fixture
def device(cast: Cast) -> tuple[Device, Client]:
    made, token = tablet(counter(cast, NOW - timedelta(hours=1)), NOW - timedelta(hours=1))
    browser = Client()
    browser.cookies["kiosk_device"] = token
    return made, browser


def milliseconds(at: Any) -> int:
    return int(at.timestamp() * 1000)


def test_five_faces_in_two_languages(device: tuple[Device, Client]) -> None:
    _, browser = device
    page = browser.get("/kiosk/").content.decode()
    assert page.count('name="mark"') == 5
    for words in ("Rất hài lòng", "Very happy", "Rất không hài lòng", "Very unhappy", "Quầy 1", "Counter 1"):
        assert words in page
    assert '<html lang="en">' in browser.get("/kiosk/?lang=en").content.decode()


def test_a_good_mark_is_thanked_and_the_start_comes_by_itself(device: tuple[Device, Client]) -> None:
    made, browser = device
    answer = browser.post(
        "/kiosk/rate/", {"key": str(uuid.uuid4()), "device": made.code, "mark": "4", "lang": "en"}
    )
    assert answer["Location"] == "/kiosk/thanks/?lang=en"
    thanks = browser.get(answer["Location"])
    assert thanks["Refresh"] == "6; url=/kiosk/"
    assert "Thank you!" in thanks.content.decode()
    rating = Rating.objects.get()
    assert (rating.mark, rating.language, rating.channel) == (4, "en", "tablet")


def test_a_low_mark_is_kept_at_once_and_asked_why(device: tuple[Device, Client]) -> None:
    made, browser = device
    sent = {"key": str(uuid.uuid4()), "device": made.code, "mark": "1", "lang": "vi"}
    page = browser.post("/kiosk/rate/", sent).content.decode()
    assert Rating.objects.get().reasons == []
    assert "Điều gì chưa tốt?" in page
    assert "Chờ lâu" in page
    answer = browser.post(
        "/kiosk/rate/", {**sent, "told": "1", "reasons": ["waiting", "manner"], "comment": "Lâu"}
    )
    assert answer["Location"].startswith("/kiosk/thanks/")
    assert (Rating.objects.get().reasons, Rating.objects.get().comment) == (["waiting", "manner"], "Lâu")


def test_a_broken_form_is_asked_again(device: tuple[Device, Client]) -> None:
    _, browser = device
    answer = browser.post("/kiosk/rate/", {"key": "", "mark": "9"})
    assert answer.status_code == 422
    assert "Ông/bà bấm lại giúp" in answer.content.decode()


def test_the_queue_sends_with_the_tablets_own_hour(device: tuple[Device, Client]) -> None:
    made, browser = device
    given, sent = NOW - timedelta(days=3), NOW
    body = {
        "key": str(uuid.uuid4()), "device": made.code, "mark": "2", "lang": "vi", "reasons": ["papers"],
        "given_at": milliseconds(given), "sent_at": milliseconds(sent), "waiting": "11",
    }  # fmt: skip
    for _ in range(2):
        assert browser.post("/kiosk/send/", body).json() == {"kept": True}
    rating = Rating.objects.get()
    assert (rating.given_at, rating.day, rating.received_at) == (given, given.date(), NOW)
    made.refresh_from_db()
    assert (made.waiting, made.seen_at) == (11, NOW)


@pytest.mark.parametrize(
    ("change", "status"), [({"mark": "7"}, 422), ({"key": "x"}, 422), ({"mark": "5\u0660"}, 422)]
)
def test_what_cannot_be_kept_is_said_to_the_queue(
    device: tuple[Device, Client], change: dict[str, str], status: int
) -> None:
    made, browser = device
    body = {"key": str(uuid.uuid4()), "device": made.code, "mark": "5", **change}
    answer = browser.post("/kiosk/send/", body)
    assert answer.status_code == status
    assert answer.json()["why"]
    assert not Rating.objects.exists()


def test_an_unknown_tablet_keeps_what_it_has(cast: Cast) -> None:
    assert Client().post("/kiosk/send/", {"key": "k" * 20, "mark": "5"}).status_code == 401
    assert Client().post("/kiosk/seen/", {"waiting": "3"}).status_code == 401
    assert Client().post("/kiosk/rate/", {"key": "k" * 20, "mark": "5"})["Location"] == "/kiosk/pair/"


def test_a_form_of_another_site_is_refused(device: tuple[Device, Client]) -> None:
    made, browser = device
    body = {"key": str(uuid.uuid4()), "device": made.code, "mark": "5"}
    assert browser.post("/kiosk/send/", body, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Rating.objects.exists()


def test_signed_in_at_the_desk_on_the_tablet_is_marked(device: tuple[Device, Client]) -> None:
    made, browser = device
    browser.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    browser.post("/kiosk/send/", {"key": str(uuid.uuid4()), "device": made.code, "mark": "5"})
    assert Rating.objects.get().is_office


def test_a_sign_of_life_tells_when_the_page_is_old(cast: Cast, device: tuple[Device, Client]) -> None:
    made, browser = device
    shown = browser.get("/kiosk/").content.decode().split('data-mark="')[1].split('"')[0]
    assert browser.post("/kiosk/seen/", {"waiting": "0"}).json()["page"] == shown
    made.counter.name = "Quầy 1 mới"
    made.counter.save()
    assert browser.post("/kiosk/seen/", {"waiting": "0"}).json()["page"] != shown


def test_codes_are_not_guessed_in_a_row(cast: Cast) -> None:
    statuses = [Client().post("/kiosk/pair/", {"code": "3333"}).status_code for _ in range(22)]
    assert statuses[:20] == [422] * 20
    assert statuses[20:] == [429] * 2


def test_the_worker_reaches_the_tablets_pages_alone(cast: Cast) -> None:
    answer = Client().get("/kiosk/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert 'const CACHE = "thanthien-kiosk"' in answer.content.decode()
