"""Home service at the desk: typed by telephone, masked to others, planned, done at the door with a receipt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.assistance.factories import ADDRESS, NAME, done_visit, planned, received
from tests.programme.plans.factories import picture
from thanthien.operations.assistance.models import HomeRequest, HomeRound, Receipt, Visit
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/assistance/{rest}"


def test_typed_by_telephone_planned_and_served(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.one_stop)
    typed = {
        "way": "phone", "asker": "relative", "asker_name": "Chị Hạnh", "asker_phone": "0912 111 222", "name": NAME,
        "phone": "", "address": ADDRESS, "kind": "receive", "procedures": "Chứng thực giấy ủy quyền",
        "cannot_travel": "1", "agrees": "on", "group": "", "client_key": "mot", "neighbourhood": "", "wished": "",
    }  # fmt: skip
    assert browser.post(at(cast, "requests/new/"), {**typed, "agrees": ""}).status_code == 422
    page = browser.post(at(cast, "requests/new/"), typed, follow=True).content.decode()
    one = HomeRequest.objects.get()
    assert NAME in page
    assert one.said_code in page
    browser.post(
        at(cast, f"requests/{one.pk}/move/"), {"move": "contact", "seen": "received", "text": "Đã gọi"}
    )
    today = timezone.localdate()
    plan = {"date": today.isoformat(), "lead": str(cast.one_stop.pk), "second": "", "requests": [str(one.pk)]}
    assert browser.post(at(cast, "rounds/new/"), plan).status_code == 302
    visit = Visit.objects.get()
    assert NAME in browser.get(at(cast, f"rounds/{visit.round_id}/")).content.decode()
    door = at(cast, f"visits/{visit.pk}/")
    browser.post(f"{door}move/", {"move": "arrive"})
    wrong = browser.post(f"{door}move/", {"move": "done", "papers": "", "given_by": NAME, "taken_by": "Mai"})
    assert wrong.status_code == 422
    done = {
        "move": "done",
        "papers": "Giấy ủy quyền",
        "given_by": NAME,
        "taken_by": "Mai",
        "photo": picture(),
    }
    page = browser.post(f"{door}move/", done, follow=True).content.decode()
    assert "Giấy biên nhận số 1/" in page
    assert Receipt.objects.get().photo
    for name in ("receipt.pdf", "receipt.docx", "photo/"):
        assert browser.get(f"{door}{name}").status_code == 200


def test_who_does_not_serve_sees_no_name_nor_address(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    one = received(cast, now, client_key="che", group="grave_illness", agrees_health=True)
    visit = done_visit(cast, now, "xong")
    browser = client_of(cast.head)
    for address in (at(cast), at(cast, f"requests/{one.pk}/"), at(cast, f"rounds/{visit.round_id}/")):
        page = browser.get(address).content.decode()
        for secret in ("Nhàn", "345 678", ADDRESS, "hiểm nghèo"):
            assert secret not in page, address
    for address in (f"visits/{visit.pk}/", f"rounds/{visit.round_id}/sheet.docx", f"visits/{visit.pk}/receipt.docx",
                    f"visits/{visit.pk}/receipt.pdf", f"visits/{visit.pk}/photo/"):  # fmt: skip
        assert browser.get(at(cast, address)).status_code == 302
    assert browser.post(at(cast, f"visits/{visit.pk}/move/"), {"move": "arrive"}).status_code == 403
    whole = client_of(cast.one_stop).get(at(cast, f"requests/{one.pk}/")).content.decode()
    assert "hiểm nghèo" in whole
    assert NAME in whole


def test_an_attacker_of_another_commune_finds_nothing(cast: Cast, client_of: Clients) -> None:
    visit = planned(cast, timezone.now(), "mot").visits.get()
    browser = client_of(cast.other_coordinator)
    for rest in (f"requests/{visit.request_id}/", f"rounds/{visit.round_id}/", f"visits/{visit.pk}/"):
        assert browser.get(at(cast, rest)).status_code == 404
        assert browser.get(f"/desk/{cast.other_unit.code}/assistance/{rest}").status_code == 404


def test_a_house_is_added_moved_and_taken_off(cast: Cast, client_of: Clients) -> None:
    now, browser = timezone.now(), client_of(cast.one_stop)
    first = planned(cast, now, "mot").visits.get()
    more = received(cast, now, client_key="hai", procedures="Việc thứ hai")
    round_ = at(cast, f"rounds/{first.round_id}/")
    assert browser.post(f"{round_}add/", {"request": "9999"}).status_code == 422
    browser.post(f"{round_}add/", {"request": str(more.pk)})
    second = Visit.objects.get(request=more)
    browser.post(at(cast, f"visits/{second.pk}/order/"), {"to": "up"})
    assert [one.pk for one in HomeRound.objects.get().visits.order_by("position")] == [second.pk, first.pk]
    browser.post(at(cast, f"visits/{second.pk}/move/"), {"move": "drop"})
    assert "Việc thứ hai" not in browser.get(round_).content.decode().split("Thêm nhà")[0]


def test_the_list_costs_the_same_at_one_and_at_three(
    cast: Cast, client_of: Clients, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = client_of(cast.one_stop)
    for key in ("mot", "hai", "ba"):
        received(cast, timezone.now(), client_key=key)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        assert browser.get(at(cast)).status_code == 200
