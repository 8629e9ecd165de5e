"""The officer's page of the queue: sitting down, calling, and what each button does; setting up; another commune."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.operations.queueing.booking import SlotFields, book, open_slots
from thanthien.operations.queueing.models import Hall, Screen, Service, Ticket
from thanthien.operations.queueing.queries import kiosk_of
from thanthien.operations.queueing.rules import rules_of
from thanthien.platform.counters.models import Seat
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Sign = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _nine_on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


def base(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}/queue/"


def press(client: Client, cast: Cast, move: str, ticket: Ticket | None = None, **more: str) -> str:
    """The page after a press."""
    data = {"move": move, **({"ticket": str(ticket.pk)} if ticket else {}), **more}
    return client.post(f"{base(cast)}do/", data, follow=True).content.decode()


def test_an_officer_serves_the_people_who_wait(cast: Cast, client_of: Sign, hot: HallOfTwo) -> None:
    client = client_of(cast.one_stop)
    assert "Gọi số tiếp theo" in client.get(base(cast)).content.decode()
    assert "Chưa có ai chờ" in press(client, cast, "next")
    first, second = taken(cast, hot.a), taken(cast, hot.a, priority="pregnant")
    page = press(client, cast, "next")
    assert second.label in page
    assert "ưu tiên: phụ nữ mang thai" in page
    assert 'value="miss"' not in page
    assert 'value="miss"' in press(client, cast, "recall", second)
    assert "lý do" in press(client, cast, "park", second, note="")
    press(client, cast, "serve", second)
    page = press(client, cast, "finish", second, and_next="1")
    first.refresh_from_db()
    assert (first.state, first.counter) == ("called", hot.one)
    assert "Tạm dừng" in press(client, cast, "park", first, note="Đi phô tô")
    press(client, cast, "this", first)
    page = press(client, cast, "send_on", first, to=f"service:{hot.b.pk}")
    assert "Đã chuyển số A001 sang Đất đai" in page
    assert "Chuyển tiếp" in client.get(f"{base(cast)}ticket/{first.pk}/").content.decode()


def test_sitting_down_elsewhere_leaves_the_counter_before(
    cast: Cast, client_of: Sign, hot: HallOfTwo
) -> None:
    client, seats = client_of(cast.one_stop), Seat.objects.filter(person=cast.one_stop, ends_at=None)
    client.post(f"{base(cast)}sit/", {"counter": hot.two.pk})
    assert [one.counter for one in seats.all()] == [hot.two]
    taken(cast, hot.a)
    press(client, cast, "next")
    page = client.post(f"{base(cast)}sit/", {"leave": "1"}, follow=True).content.decode()
    assert "còn số A001" in page
    press(client, cast, "finish", Ticket.objects.get())
    client.post(f"{base(cast)}sit/", {"leave": "1"})
    assert not seats.exists()
    assert "ngồi vào một quầy" in press(client, cast, "next")
    assert "Anh/chị ngồi quầy nào?" in client.get(base(cast)).content.decode()


def test_a_number_taken_at_the_desk_may_be_for_several_services(
    cast: Cast, client_of: Sign, hot: HallOfTwo
) -> None:
    client = client_of(cast.one_stop)
    client.post(f"{base(cast)}take/", {"services": [hot.b.pk, hot.a.pk], "priority": "merit"})
    made = Ticket.objects.get()
    assert (made.label, made.rest, made.goes_first, made.channel) == ("B001", [hot.a.pk], True, "desk")
    page = client.post(f"{base(cast)}take/", {}, follow=True).content.decode()
    assert "không nhận số" in page


def test_the_part_that_lives_says_nothing_while_nothing_changed(
    cast: Cast, client_of: Sign, hot: HallOfTwo
) -> None:
    client, version = client_of(cast.one_stop), Hall.objects.get().version
    assert client.get(f"{base(cast)}waiting/?v={version}").status_code == 204
    taken(cast, hot.a)
    answer = client.get(f"{base(cast)}waiting/?v={version}")
    assert "A001" in answer.content.decode()


def test_a_page_asks_the_same_whatever_waits(cast: Cast, client_of: Sign, hot: HallOfTwo) -> None:
    client = client_of(cast.one_stop)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(base(cast))
        return len(seen)

    client.get(base(cast))
    taken(cast, hot.a)
    few = queries()
    for n in range(8):
        taken(cast, hot.a if n % 2 else hot.b)
    assert queries() == few


def test_who_neither_works_nor_sits_there_looks_on(cast: Cast, client_of: Sign, hot: HallOfTwo) -> None:
    client = client_of(cast.officer)
    page = client.get(base(cast)).content.decode()
    assert "Cả Trung tâm" in page
    assert "Ngồi quầy này" not in page
    assert client.post(f"{base(cast)}do/", {"move": "next"}).status_code == 403
    assert client.post(f"{base(cast)}take/", {"services": hot.a.pk}).status_code == 403
    assert client.post(f"{base(cast)}sit/", {"counter": hot.one.pk}).status_code == 403


def test_who_booked_is_read_by_who_works_there(cast: Cast, client_of: Sign, hot: HallOfTwo) -> None:
    fields = SlotFields(NOW.date() + timedelta(days=1), time(9), time(9, 30), 30, 1)
    [slot] = open_slots(actor=cast.coordinator, at=NOW, unit=cast.unit, service=hot.a, fields=fields)
    book(at=NOW, unit=cast.unit, slot=slot, name="Đỗ Thị Mơ", phone="0912345678")
    for person, reads in ((cast.one_stop, True), (cast.officer, False)):
        page = client_of(person).get(f"{base(cast)}slots/").content.decode()
        assert "1/1 chỗ" in page
        assert ("Đỗ Thị Mơ" in page, "0912345678" in page) == (reads, reads), person


def test_another_commune_finds_nothing(cast: Cast, client_of: Sign, hot: HallOfTwo) -> None:
    ticket = taken(cast, hot.a)
    stranger = client_of(cast.other_coordinator)
    assert stranger.get(base(cast)).status_code == 404
    own = f"/desk/{cast.other_unit.code}/queue/"
    assert stranger.get(f"{own}ticket/{ticket.pk}/").status_code == 404
    assert stranger.get(f"{own}services/{hot.a.pk}/").status_code == 404
    assert stranger.post(f"{own}do/", {"move": "lapse", "ticket": ticket.pk}).status_code == 404
    assert "Chưa có việc nào để lấy số" in stranger.get(own).content.decode()


def test_services_hours_and_a_kiosk_are_set_up_by_pages(cast: Cast, client_of: Sign, hot: HallOfTwo) -> None:
    client = client_of(cast.coordinator)
    data = {
        "name": "Chính sách xã hội",
        "letter": "c",
        "minutes": "15",
        "position": "3",
        "counters": [hot.one.pk],
    }
    assert client.post(f"{base(cast)}services/new/", data).status_code == 302
    made = Service.objects.get(prefix="C")
    assert (made.minutes, made.is_open) == (15, True)
    wrong = client.post(f"{base(cast)}services/new/", {**data, "name": "Khác", "letter": "A"})
    assert wrong.status_code == 422
    assert "Chữ A đã dùng" in wrong.content.decode()
    client.post(f"{base(cast)}services/{made.pk}/", {**data, "letter": "C"})
    assert not Service.objects.get(pk=made.pk).is_open  # its box was left empty
    hours = {"day_0": "7g30 - 11:30, 13:30–17:00", "priorities": "", "priority_run": "3", "last_minutes": "5"}
    assert client.post(f"{base(cast)}rules/", hours).status_code == 302
    rules = rules_of(cast.unit.pk)
    assert (len(rules.hours), rules.priorities, rules.priority_run) == (1, (), 3)
    wrong = client.post(f"{base(cast)}rules/", {**hours, "day_2": "sáng"})
    assert "07:30–11:30, 13:30–17:00" in wrong.content.decode()
    page = client.get(f"{base(cast)}services/").content.decode()
    assert "không nhận số" in page
    client.post(f"{base(cast)}screens/new/", {"kind": "kiosk", "name": "Máy ở cửa", "prints": "on"})
    screen = Screen.objects.get()
    page = client.post(f"{base(cast)}screens/{screen.pk}/").content.decode()
    code = page.split('class="rt-code">')[1].split("<")[0]
    kiosk = Client()
    assert kiosk.post("/kiosk/queue/pair/", {"code": code}).status_code == 302
    assert kiosk_of(kiosk.cookies["queue_kiosk"].value) == screen
    client.post(f"{base(cast)}screens/{screen.pk}/revoke/")
    assert kiosk.get("/kiosk/queue/").headers["Location"] == "/kiosk/queue/pair/"


def test_figures_tell_services_hours_and_counters_and_no_person(
    cast: Cast, client_of: Sign, hot: HallOfTwo
) -> None:
    client = client_of(cast.one_stop)
    assert "Chưa có số nào trong những ngày này" in client.get(f"{base(cast)}figures/").content.decode()
    taken(cast, hot.a, at=NOW - timedelta(minutes=7))
    press(client, cast, "next")
    page = client.get(f"{base(cast)}figures/?from=2026-06-01&to=2099-01-01").content.decode()
    assert "<td>7 phút</td>" in page
    assert "8 giờ" in page
    assert "Quầy 1 – Tiếp nhận" in page
    assert cast.centre_officer.full_name not in page
    assert client.get(f"{base(cast)}figures/?from=x&to=").status_code == 200
