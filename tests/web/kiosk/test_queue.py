"""The kiosk that gives numbers, and the board in the hall."""

from __future__ import annotations

import shutil
import wave
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, board, kiosk, taken
from tests.web.at_nine import hot, nine_on_a_wednesday
from thanthien.operations.queueing import speech
from thanthien.operations.queueing.actions import revoke
from thanthien.operations.queueing.calling import call_next, finish, recall
from thanthien.operations.queueing.models import Screen, Ticket, TicketStep

__all__ = ["hot", "nine_on_a_wednesday"]
pytestmark = pytest.mark.django_db
PAGE = "/kiosk/queue/"


@pytest.fixture
def device(cast: Cast, hot: HallOfTwo) -> Client:
    client = Client()
    client.cookies["queue_kiosk"] = kiosk(cast)[1]
    return client


def press(device: Client, *services: int, **more: str) -> str:
    """The page after a press."""
    data = {"service": list(services), "key": "k1", **more}
    return device.post(PAGE, data, follow=True).content.decode()


def test_a_press_gives_a_number_that_is_shown_large_and_printed(device: Client, hot: HallOfTwo) -> None:
    assert "Ông/bà đến làm việc gì?" in device.get(PAGE).content.decode()
    page = press(device, hot.a.pk, priority="disabled")
    assert 'id="number">A001<' in page
    assert "data-print" in page
    assert "chụp lại số" in page
    made = Ticket.objects.get()
    assert (made.goes_first, made.channel, made.key is None) == (True, "kiosk", False)
    shown = device.get(f"{PAGE}ticket/{made.code}/")
    assert shown["Refresh"] == f"20; url={PAGE}"


def test_the_same_press_after_a_lost_line_is_the_same_number(device: Client, hot: HallOfTwo) -> None:
    for _ in range(3):
        assert "A001" in press(device, hot.a.pk)
    assert Ticket.objects.count() == 1
    assert "A002" in press(device, hot.a.pk, key="k2")


def test_several_services_in_one_visit_and_in_english(device: Client, hot: HallOfTwo) -> None:
    assert "checkbox" in device.get(f"{PAGE}?many=1").content.decode()
    page = press(device, hot.a.pk, hot.b.pk, many="1", lang="en")
    assert Ticket.objects.get().rest == [hot.b.pk]
    assert "Civil status" in page
    assert "Your number" in page


def test_what_cannot_be_taken_is_said_on_the_page(
    device: Client, hot: HallOfTwo, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = device.post(PAGE, {"service": 0, "key": "k"})
    assert answer.status_code == 422
    assert "không nhận số" in answer.content.decode()
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(hour=20))
    assert "đã hết giờ" in device.post(PAGE, {"service": hot.a.pk}).content.decode()
    assert not Ticket.objects.exists()


def test_a_kiosk_that_is_not_paired_or_was_ended_gives_nothing(
    cast: Cast, device: Client, hot: HallOfTwo
) -> None:
    assert Client().post(PAGE, {"service": hot.a.pk})["Location"] == f"{PAGE}pair/"
    assert "hết hạn" in Client().post(f"{PAGE}pair/", {"code": "34679CDF"}).content.decode()
    revoke(actor=None, at=NOW, screen=Screen.objects.get())
    assert device.get(PAGE)["Location"] == f"{PAGE}pair/"
    assert device.get(f"{PAGE}booking/")["Location"] == f"{PAGE}pair/"
    stranger = device.post(PAGE, {"service": hot.a.pk}, headers={"Sec-Fetch-Site": "cross-site"})
    assert stranger.status_code == 403


def test_an_unknown_code_of_an_appointment_is_said(device: Client) -> None:
    page = device.post(f"{PAGE}booking/", {"code": "3467-9CDF-GHJK"}).content.decode()
    assert "Không có mã hẹn này" in page


def test_a_board_shows_a_call_at_once_and_asks_little_while_nothing_happens(
    cast: Cast, hot: HallOfTwo
) -> None:
    screen, client = board(cast), Client()
    address = f"/kiosk/board/{screen.code}/"
    page = client.get(address).content.decode()
    assert "Chưa gọi số nào" in page
    version = page.split('data-version="')[1].split('"')[0]
    assert client.get(f"{address}state/?v={version}").status_code == 204
    taken(cast, hot.a)
    ticket = call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    said = client.get(f"{address}state/?v={version}").json()
    assert "A001" in said["shown"]
    assert "Quầy 1 – Tiếp nhận" in said["shown"]
    [call] = said["calls"]
    assert call["words"] == "Mời số a, không không một, đến quầy số một."
    recall(actor=cast.one_stop, at=NOW, ticket=ticket)
    again = client.get(f"{address}state/?v={said['version']}").json()["calls"]
    assert [one["number"] > call["number"] for one in again] == [True]  # said again, shown once
    finish(actor=cast.one_stop, at=NOW, ticket=ticket)
    assert client.get(f"{address}state/?v=0").json()["calls"] == []


def test_a_board_that_was_without_a_line_shows_old_calls_and_does_not_say_them(
    cast: Cast, hot: HallOfTwo
) -> None:
    taken(cast, hot.a, at=NOW - timedelta(minutes=10))
    call_next(actor=cast.one_stop, at=NOW - timedelta(minutes=9), counter=hot.one)
    said = Client().get(f"/kiosk/board/{board(cast).code}/state/?v=0").json()
    assert "A001" in said["shown"]
    assert said["calls"] == []


def test_a_board_names_nobody_and_a_wrong_address_shows_nothing(cast: Cast, hot: HallOfTwo) -> None:
    ticket = taken(cast, hot.a)
    call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    screen = board(cast)
    page = Client().get(f"/kiosk/board/{screen.code}/").content.decode()
    for hidden in (cast.one_stop.full_name, ticket.code, cast.one_stop.username):
        assert hidden not in page
    assert Client().get("/kiosk/board/3467/").status_code == 404
    revoke(actor=None, at=NOW, screen=screen)
    caches["objects"].clear()
    assert Client().get(f"/kiosk/board/{screen.code}/state/").status_code == 404


def test_without_the_program_for_speech_there_is_no_sound_and_the_rest_works(
    cast: Cast, hot: HallOfTwo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "program", lambda: None)
    monkeypatch.setattr(speech, "folder", lambda: settings.DATA_DIR / "no-voice")
    taken(cast, hot.a)
    call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    address = f"/kiosk/board/{board(cast).code}/"
    [call] = Client().get(f"{address}state/?v=0").json()["calls"]
    assert Client().get(call["sound"]).status_code == 404


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng; `make system` installs it")
def test_the_voice_says_a_call_of_this_hall_alone(cast: Cast, hot: HallOfTwo) -> None:
    ticket = taken(cast, hot.a)
    call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    address = f"/kiosk/board/{board(cast).code}/"
    [call] = Client().get(f"{address}state/?v=0").json()["calls"]
    sound = Client().get(call["sound"])
    assert sound["Content-Type"] == "audio/wav"
    with wave.open(BytesIO(sound.content)) as heard:
        seconds = heard.getnframes() / heard.getframerate()
        frames = heard.readframes(heard.getnframes())
    assert 1.5 < seconds < 10
    loud = [abs(int.from_bytes(frames[n : n + 2], "little", signed=True)) for n in range(0, len(frames), 2)]
    assert max(loud) > 3000  # not silence
    assert speech.sound_of(call["words"]) == sound.content  # kept, by what it says
    taking = TicketStep.objects.get(ticket=ticket, move="take")
    assert Client().get(f"{address}voice/{taking.pk}.wav").status_code == 404


@pytest.mark.parametrize(
    ("counter", "where"),
    [("Quầy 12 – Đất đai", "quầy số mười hai"), ("quầy số 3", "quầy số ba"), ("Bàn 2 – tầng 1", "Bàn 2")],
)  # fmt: skip
def test_how_a_call_is_said(counter: str, where: str) -> None:
    assert speech.sentence("B", 105, counter) == f"Mời số bê, một không năm, đến {where}."
