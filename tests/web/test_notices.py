"""How a person is told: the choice of mail, the private address of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.audit.models import Entry
from thanthien.platform.notices.models import CalendarFeed, MailChoice
from thanthien.platform.people.models import Membership, Person

PAGE = "/accounts/notices/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: object) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def address_of(client: Client) -> str:
    client.post(f"{PAGE}calendar/", {"do": "make"})
    found = re.search(r"/api/calendar/[^\"]+\.ics", client.get(PAGE).content.decode())
    assert found is not None
    return found[0]


@pytest.mark.usefixtures("clock")
def test_the_calendar_holds_the_days_of_the_own_agency(cast: Cast, client_of: Callable[..., Client]) -> None:
    make_plan(
        cast.unit,
        facts("Công khai thủ tục, phí; lệ phí", cast.culture, timing="Trước 15/9/2026"),
        facts("Việc của phòng khác", cast.economy, timing="Trước 15/9/2026"),
        facts("Thường xuyên", cast.culture),
    )
    address = address_of(client_of(cast.officer))
    answer = Client().get(address)  # a phone signs in nowhere
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    events = calendar.walk("VEVENT")
    assert [(str(e["summary"]), e.decoded("dtstart"), e.decoded("dtend")) for e in events] == [
        ("Công khai thủ tục, phí; lệ phí", date(2026, 9, 14), date(2026, 9, 15))
    ]
    assert f"/desk/{cast.unit.code}/tasks/" in str(events[0]["url"])
    again = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert [str(e["uid"]) for e in again] == [str(e["uid"]) for e in events]
    assert CalendarFeed.objects.get().last_read_at is not None


def test_a_renewed_or_stopped_address_leads_nowhere(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.officer)
    old = address_of(client)
    new = address_of(client)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    client.post(f"{PAGE}calendar/", {"do": "revoke"})
    assert Client().get(new).status_code == 404
    actions = list(Entry.objects.filter(action__startswith="person.feed").values_list("action", flat=True))
    assert sorted(actions) == ["person.feed_off", "person.feed_on", "person.feed_on"]


def test_an_old_address_is_spoken_of_only_where_there_was_one(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.officer)
    first = client.post(f"{PAGE}calendar/", {"do": "make"}, follow=True).content.decode()
    assert "Đã tạo địa chỉ lịch." in first
    assert "Địa chỉ cũ" not in first
    again = client.post(f"{PAGE}calendar/", {"do": "make"}, follow=True).content.decode()
    assert "Địa chỉ cũ không dùng được nữa" in again


def test_the_address_ends_with_the_account(cast: Cast, client_of: Callable[..., Client]) -> None:
    address = address_of(client_of(cast.officer))
    Person.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.usefixtures("clock")
def test_a_role_that_ended_empties_the_calendar(cast: Cast, client_of: Callable[..., Client]) -> None:
    make_plan(cast.unit, facts("Công khai", cast.culture, timing="Trước 15/9/2026"))
    address = address_of(client_of(cast.officer))
    Membership.objects.filter(person=cast.officer).update(end_date=date(2026, 6, 30))
    assert Calendar.from_ical(Client().get(address).content).walk("VEVENT") == []


def test_the_secret_is_sealed_and_no_stranger_makes_one(cast: Cast, client_of: Callable[..., Client]) -> None:
    secret = address_of(client_of(cast.officer)).split("/")[-1].removesuffix(".ics")
    kept = CalendarFeed.objects.get()
    assert secret not in kept.sealed + kept.digest
    assert Client().post(f"{PAGE}calendar/", {"do": "make"}).status_code == 302
    assert CalendarFeed.objects.count() == 1


def test_the_rhythm_is_chosen_on_the_page(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.officer)
    refused = client.post(PAGE, {"rhythm": "daily"})
    assert refused.status_code == 422
    assert "chưa có thư điện tử" in refused.content.decode()
    Person.objects.filter(pk=cast.officer.pk).update(email="an@example.vn")
    assert client.post(PAGE, {"rhythm": "daily"}).status_code == 302
    assert MailChoice.objects.get(person=cast.officer).rhythm == "daily"
    assert Entry.objects.filter(action="person.mail").count() == 1
