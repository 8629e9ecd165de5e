"""Asking for home service on the portal: without script or account, in two languages, followed by the code."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from thanthien.operations.assistance.models import HomeRequest
from thanthien.web import limits
from thanthien.web.portal import home_service
from thanthien.web.portal.home_service import ASKS

pytestmark = pytest.mark.django_db
TYPED = {
    "cannot_travel": "yes", "asker": "self", "name": "Bùi Thị Nhàn", "phone": "0912 345 678",
    "address": "Số 12, ngõ chùa", "kind": "receive", "procedures": "Chứng thực giấy ủy quyền", "agrees": "on",
    "client_key": "may-1",
}  # fmt: skip


def send(cast: Cast, **more: str) -> HomeRequest:
    answer = Client().post(f"/{cast.unit.code}/home-service/", {**TYPED, **more})
    assert answer.status_code == 302, answer.content.decode()
    return HomeRequest.objects.get(code=answer["Location"].split("/home-service/")[1].split("/")[0])


def test_a_request_is_kept_and_followed_without_naming_anybody(cast: Cast) -> None:
    one = send(cast, group="frail_elderly")
    assert one.way == "web"
    assert one.recipient.group == "frail_elderly"
    page = Client().get(f"/{cast.unit.code}/home-service/{one.code}/?sent=1")
    said = page.content.decode()
    assert one.said_code in said
    assert "Cán bộ gọi lại" in said
    for secret in ("Nhàn", "0912", "ngõ chùa", "neo đơn"):
        assert secret not in said.replace("người già yếu neo đơn", "")
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"


def test_the_same_page_sent_twice_is_one_request(cast: Cast) -> None:
    assert send(cast) == send(cast)
    assert HomeRequest.objects.count() == 1


def test_somebody_asks_for_a_neighbour(cast: Cast) -> None:
    one = send(cast, asker="neighbour", asker_name="Bà Lụa", asker_phone="0912 111 222", phone="")
    assert (one.recipient.asker, one.recipient.asker_name) == ("neighbour", "Bà Lụa")


def test_who_can_travel_is_told_of_other_ways_and_not_turned_away(cast: Cast) -> None:
    one = send(cast, cannot_travel="no")
    assert not one.may_be_served
    said = Client().get(f"/{cast.unit.code}/home-service/{one.code}/").content.decode()
    assert "chỉ cách thuận tiện nhất" in said


@pytest.mark.parametrize(
    "missing", ["cannot_travel", "name", "phone", "address", "kind", "procedures", "agrees"]
)
def test_what_is_missing_is_told_beside_what_was_typed(cast: Cast, missing: str) -> None:
    answer = Client().post(
        f"/{cast.unit.code}/home-service/", {k: v for k, v in TYPED.items() if k != missing}
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{missing}"' in said
    assert missing == "procedures" or "Chứng thực giấy ủy quyền" in said
    assert not HomeRequest.objects.exists()


def test_a_program_that_fills_everything_and_a_flood_are_stopped(cast: Cast) -> None:
    trapped = Client().post(f"/{cast.unit.code}/home-service/", {**TYPED, "website": "http://x"})
    assert trapped.status_code == 422
    statuses = [
        Client().post(f"/{cast.unit.code}/home-service/", {**TYPED, "name": ""}).status_code
        for _ in range(ASKS)
    ]
    assert statuses[-1] == 429
    assert not HomeRequest.objects.exists()


def test_an_address_asks_for_no_hundred_homes_in_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_windows", lambda within: 29_000_001)
    monkeypatch.setattr(home_service, "ASKS_AN_HOUR", 2)
    answers = [
        Client().post(f"/{cast.unit.code}/home-service/", {**TYPED, "client_key": f"k{n}"}) for n in range(3)
    ]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "trong một giờ" in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "3600"
    assert HomeRequest.objects.count() == 2


def test_a_telephone_of_who_asks_is_one(cast: Cast) -> None:
    typed = {**TYPED, "asker": "neighbour", "asker_name": "Bà Lụa", "asker_phone": "chị Hoa giữ"}
    answer = Client().post(f"/{cast.unit.code}/home-service/", typed)
    assert answer.status_code == 422
    assert 'href="#asker_phone"' in answer.content.decode()
    assert not HomeRequest.objects.exists()


def test_in_english(cast: Cast) -> None:
    page = Client().get(f"/{cast.unit.code}/en/home-service/").content.decode()
    assert "Request for service at home" in page
    assert "War invalid" in page
    answer = Client().post(f"/{cast.unit.code}/en/home-service/", TYPED, follow=True).content.decode()
    assert "An official calls you back" in answer


def test_the_code_opens_it_from_the_box_for_codes_and_only_in_its_unit(cast: Cast) -> None:
    one = send(cast)
    found = Client().post(f"/{cast.unit.code}/follow/", {"code": one.said_code})
    assert found["Location"].endswith(f"/home-service/{one.code}/")
    assert Client().get(f"/{cast.other_unit.code}/home-service/{one.code}/").status_code == 404
    assert Client().get(f"/{cast.unit.code}/home-service/34679CDFGHJK/").status_code == 404
    assert Client().get(f"/{cast.island.code}/home-service/").status_code == 200


def test_it_stands_on_the_first_page(cast: Cast) -> None:
    assert "Phục vụ tại nhà" in Client().get(f"/{cast.unit.code}/").content.decode()
