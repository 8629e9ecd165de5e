"""Home service at the desk: typed by telephone, masked to others, planned, done at the door with a receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

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


def test_messages_are_shown_and_switched_by_who_manages(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.one_stop).get(at(cast, "messages/")).content.decode()
    assert "đang trên đường đến nhà ông/bà" in page
    assert "Tắt tin nhắn" not in page
    done = client_of(cast.leader).post(at(cast, "messages/"), {"on": "0"}, follow=True).content.decode()
    assert "Bật tin nhắn" in done
    visit = planned(cast, timezone.now(), "mot").visits.get()
    shown = client_of(cast.one_stop).get(at(cast, f"requests/{visit.request_id}/")).content.decode()
    assert "Tin nhắn đang tắt" in shown
    client_of(cast.leader).post(at(cast, "messages/"), {"on": "1"})
    client_of(cast.one_stop).post(at(cast, f"visits/{visit.pk}/move/"), {"move": "set_out"})
    shown = client_of(cast.one_stop).get(at(cast, f"requests/{visit.request_id}/")).content.decode()
    assert "đang đến, chờ gửi" in shown


def test_a_receipt_signed_later_gets_its_picture_once(cast: Cast, client_of: Clients) -> None:
    visit = done_visit(cast, timezone.now(), "mot")
    where, browser = at(cast, f"visits/{visit.pk}/signed/"), client_of(cast.one_stop)
    assert "Chưa có ảnh bản đã ký" in browser.get(at(cast, f"visits/{visit.pk}/")).content.decode()
    assert browser.post(where).status_code == 422
    assert "Ảnh bản đã ký" in browser.post(where, {"photo": picture()}, follow=True).content.decode()
    kept = Receipt.objects.get().photo
    assert kept is not None
    assert browser.post(where, {"photo": picture()}).status_code == 422
    assert Receipt.objects.get().photo == kept


def test_a_group_is_not_lost_silently_where_its_keeping_was_not_agreed_to(
    cast: Cast, client_of: Clients
) -> None:
    typed = {
        "way": "phone", "asker": "self", "name": NAME, "phone": "0912 345 678", "address": ADDRESS, "kind": "receive",
        "procedures": "Chứng thực", "cannot_travel": "1", "agrees": "on", "group": "disabled", "client_key": "mot",
    }  # fmt: skip
    answer = client_of(cast.one_stop).post(at(cast, "requests/new/"), typed)
    assert answer.status_code == 422
    assert "chưa đồng ý cho ghi nhóm" in answer.content.decode()
    assert not HomeRequest.objects.exists()
    client_of(cast.one_stop).post(at(cast, "requests/new/"), {**typed, "agrees_health": "on"})
    assert HomeRequest.objects.get().recipient.group == "disabled"


def test_before_its_day_a_visit_waits(cast: Cast, client_of: Clients) -> None:
    visit = planned(cast, timezone.now(), "mot").visits.get()
    HomeRound.objects.update(date=timezone.localdate() + timedelta(days=1))
    page = client_of(cast.one_stop).get(at(cast, f"visits/{visit.pk}/")).content.decode()
    assert "đến ngày mới ghi kết quả" in page
    assert 'value="done"' not in page
