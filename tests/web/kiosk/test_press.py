"""A press asks the database little; what it remembers of kiosk and service cannot give a number that it should not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, kiosk
from tests.web.at_nine import hot, nine_on_a_wednesday
from thanthien.operations.queueing.actions import revoke
from thanthien.operations.queueing.models import Hall, Screen, Service, Ticket, TicketStep
from thanthien.platform.units.models import Unit

__all__ = ["hot", "nine_on_a_wednesday"]
pytestmark = pytest.mark.django_db
PAGE = "/kiosk/queue/"


@pytest.fixture
def device(cast: Cast, hot: HallOfTwo) -> Client:
    """A kiosk that has given a number, so that all is remembered."""
    client = Client()
    client.cookies["queue_kiosk"] = kiosk(cast)[1]
    assert press(client, hot.a, "first").startswith(f"{PAGE}ticket/")
    return client


def press(device: Client, service: Service, key: str) -> str:
    """Where a press leads; "" where it is refused on the page."""
    answer = device.post(PAGE, {"service": service.pk, "key": key})
    return str(answer["Location"]) if answer.status_code == 302 else ""


def test_a_press_is_what_it_writes(device: Client, hot: HallOfTwo) -> None:
    before = Hall.objects.get().version
    with CaptureQueriesContext(connection) as seen:
        press(device, hot.a, "second")
    said = [one["sql"] for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "PREPARE"))]
    assert len(said) == (1 if connection.vendor == "postgresql" else 4)
    made = Ticket.objects.order_by("pk").last()
    assert made is not None
    assert (made.label, made.state, made.channel, made.rest) == ("A002", "waiting", "kiosk", [])
    step = TicketStep.objects.get(ticket=made)
    assert (step.move, step.at, step.day, step.service) == ("take", NOW, NOW.date(), hot.a)
    assert Hall.objects.get().version == before + 1


def test_a_kiosk_that_was_ended_gives_no_number_from_that_moment(device: Client, hot: HallOfTwo) -> None:
    revoke(actor=None, at=NOW, screen=Screen.objects.get())
    assert press(device, hot.a, "second") == f"{PAGE}pair/"
    assert Ticket.objects.count() == 1


def test_a_kiosk_of_a_unit_that_was_merged_gives_none(cast: Cast, device: Client, hot: HallOfTwo) -> None:
    Unit.objects.filter(pk=cast.unit.pk).update(successor=cast.other_unit)
    assert press(device, hot.a, "second") == f"{PAGE}pair/"
    assert Ticket.objects.count() == 1


def test_a_service_that_changed_elsewhere_is_read_anew(device: Client, hot: HallOfTwo) -> None:
    Service.objects.filter(pk=hot.a.pk).update(prefix="C")  # by another process of the server
    press(device, hot.a, "second")
    assert [one.label for one in Ticket.objects.order_by("pk")] == ["A001", "C001"]
    Service.objects.filter(pk=hot.a.pk).update(is_open=False)
    assert press(device, hot.a, "third") == ""
    assert Ticket.objects.count() == 2


def test_without_paper_the_number_stays_on_the_screen_and_the_staff_is_told(
    cast: Cast, device: Client, hot: HallOfTwo
) -> None:
    address = press(device, hot.a, "second").partition("?")[0]
    assert "data-print" in device.get(address).content.decode()
    page = device.post(f"{address}paper/", follow=True)
    said = page.content.decode()
    assert "data-print" not in said  # what waits in the printer would all come out later
    assert "Máy đang hết giấy. Ông/bà chụp lại số này" in said
    assert "data-again" in said
    assert page["Refresh"].startswith("60;")
    assert "Máy đang hết giấy" in device.get(PAGE).content.decode()
    assert Ticket.objects.filter(number=2).exists()
    desk = Client()
    desk.force_login(cast.one_stop)
    home = f"/desk/{cast.unit.code}/queue/"
    assert "Máy ở cửa hết giấy" in desk.get(home).content.decode()
    desk.post(f"{home}screens/{Screen.objects.get().pk}/paper/")
    assert "hết giấy" not in desk.get(home).content.decode()
    assert "data-print" in device.get(address).content.decode()


def test_a_clock_an_hour_off_is_said_to_the_staff_and_changes_no_number(
    cast: Cast, device: Client, hot: HallOfTwo
) -> None:
    ahead = int((NOW.timestamp() + 3600) * 1000)
    said = device.post(f"{PAGE}seen/", {"sent_at": ahead}).json()
    assert said == {"version": Hall.objects.get().version, "clock": "nhanh 1 giờ so với máy chủ"}
    press(device, hot.a, "second")
    assert Ticket.objects.get(number=2).taken_at == NOW
    desk = Client()
    desk.force_login(cast.coordinator)
    page = desk.get(f"/desk/{cast.unit.code}/queue/screens/{Screen.objects.get().pk}/").content.decode()
    assert "Đồng hồ của máy nhanh 1 giờ so với máy chủ" in page
    assert device.post(f"{PAGE}seen/", {"sent_at": int(NOW.timestamp() * 1000)}).json()["clock"] == ""
    for odd in ("", "x", "9" * 30, "-5"):
        assert device.post(f"{PAGE}seen/", {"sent_at": odd}).status_code == 200
    assert Client().post(f"{PAGE}seen/").status_code == 401
