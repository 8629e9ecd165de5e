"""The list on a phone: a tap with and without a script, faults with a picture, the strip of a month, repairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import picture
from thanthien.operations.facilities.actions import begin_list
from thanthien.operations.facilities.models import ChecklistItem, DayCheck, Mark, Repair
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


@pytest.fixture
def item(cast: Cast) -> ChecklistItem:
    begin_list(actor=cast.coordinator, at=timezone.now() - timedelta(days=30), unit=cast.unit)
    return ChecklistItem.objects.get(unit=cast.unit, sample_code="printers")


def at(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def test_without_a_list_managers_begin_from_the_sample(cast: Cast, client_of: Clients) -> None:
    assert "Dùng danh mục mẫu" not in client_of(cast.one_stop).get(at(cast, "checklist/")).content.decode()
    browser = client_of(cast.leader)
    assert "Dùng danh mục mẫu" in browser.get(at(cast, "checklist/")).content.decode()
    page = browser.post(at(cast, "checklist/begin/"), follow=True).content.decode()
    assert "Bình chữa cháy" in page
    assert "Danh mục lấy từ mẫu của phần mềm" in page


def test_a_tap_without_a_script_comes_back_to_its_line(
    cast: Cast, client_of: Clients, item: ChecklistItem
) -> None:
    browser = client_of(cast.one_stop)
    answer = browser.post(at(cast, f"checklist/mark/{item.pk}/"), {"seen": "ok", "was": ""})
    assert answer["Location"].endswith(f"checklist/#item-{item.pk}")
    page = browser.get(at(cast, "checklist/")).content.decode()
    assert "<b>1/23</b>" in page  # it is there after a reload
    browser.post(at(cast, "checklist/rest/"))
    assert DayCheck.objects.get().finished_at


def test_a_tap_with_a_script_brings_its_line_and_the_count(
    cast: Cast, client_of: Clients, item: ChecklistItem
) -> None:
    browser = client_of(cast.one_stop)
    answer = browser.post(
        at(cast, f"checklist/mark/{item.pk}/"), {"seen": "ok", "was": ""}, headers={"HX-Request": "true"}
    )
    said = answer.content.decode()
    assert said.count("<li ") == 1
    assert 'hx-swap-oob="true"' in said
    assert "<b>1/23</b>" in said


def test_a_fault_asks_what_and_keeps_its_picture(cast: Cast, client_of: Clients, item: ChecklistItem) -> None:
    browser = client_of(cast.one_stop)
    asked = browser.get(at(cast, f"checklist/?fault={item.pk}")).content.decode()
    assert "Hỏng, thiếu thế nào?" in asked
    where = at(cast, f"checklist/mark/{item.pk}/")
    refused = browser.post(where, {"seen": "fault", "was": ""})
    assert refused.status_code == 422
    assert "Anh/chị ghi hỏng, thiếu thế nào." in refused.content.decode()
    broken = SimpleUploadedFile("anh.jpg", b"khong phai anh")
    assert browser.post(where, {"seen": "fault", "said": "Kẹt giấy", "photo": broken}).status_code == 422
    assert not Mark.objects.exists()
    browser.post(where, {"seen": "fault", "said": "Kẹt giấy", "photo": picture()})
    repair = Repair.objects.get()
    step = repair.steps.get()
    assert step.photo
    page = browser.get(at(cast, f"repairs/{repair.pk}/")).content.decode()
    assert f"repairs/steps/{step.pk}/photo/" in page
    assert browser.get(at(cast, f"repairs/steps/{step.pk}/photo/")).status_code == 200
    assert "Kẹt giấy" in browser.get(at(cast, "repairs/")).content.decode()
    assert "Kẹt giấy · mới báo" in browser.get(at(cast, "checklist/")).content.decode()


def test_history_leads_to_the_day(cast: Cast, client_of: Clients, item: ChecklistItem) -> None:
    browser = client_of(cast.one_stop)
    browser.post(at(cast, f"checklist/mark/{item.pk}/"), {"seen": "fault", "said": "Kẹt giấy"})
    check = DayCheck.objects.get()
    month = browser.get(at(cast, f"checklist/history/?month={check.date:%Y-%m}")).content.decode()
    assert f"checklist/days/{check.pk}/" in month
    day = browser.get(at(cast, f"checklist/days/{check.pk}/")).content.decode()
    assert "Kẹt giấy" in day
    assert "chưa xong" in day
    for strange in ("2026-13", "x", "0001-01", "99999-1", "²-1"):
        assert browser.get(at(cast, f"checklist/history/?month={strange}")).status_code == 200


def test_moves_of_a_repair_and_what_is_refused(cast: Cast, client_of: Clients, item: ChecklistItem) -> None:
    worker, boss = client_of(cast.one_stop), client_of(cast.coordinator)
    key = {"client_key": "mot-phieu"}
    worker.post(at(cast, "repairs/new/"), {"thing": "Máy chiếu", "said": "Không lên hình", **key})
    repair = Repair.objects.get()
    move = at(cast, f"repairs/{repair.pk}/move/")
    seen = f"reported-{repair.steps.get().pk}"
    assert worker.post(move, {"move": "assign", "outsider": "Thợ", "seen": seen}).status_code == 403
    bad = boss.post(move, {"move": "assign", "outsider": "Thợ", "due_date": "hôm qua", "seen": seen})
    assert bad.status_code == 422
    boss.post(move, {"move": "assign", "outsider": "Thợ điện Hòa", "due_date": "", "seen": seen})
    repair.refresh_from_db()
    assert (repair.state, repair.outsider) == ("assigned", "Thợ điện Hòa")
    stale = worker.post(move, {"move": "fix", "text": "Xong", "seen": seen})
    assert stale.status_code == 422
    assert "Nội dung này đã được người khác sửa" in stale.content.decode()


def test_items_are_added_changed_and_taken_off(cast: Cast, client_of: Clients, item: ChecklistItem) -> None:
    boss = client_of(cast.coordinator)
    boss.post(
        at(cast, "checklist/items/new/"), {"kind": "comfort", "label": "Kính lão", "hint": "Có ở bàn viết"}
    )
    made = ChecklistItem.objects.get(label="Kính lão")
    twice = boss.post(at(cast, "checklist/items/new/"), {"kind": "comfort", "label": "Kính lão"})
    assert "Danh mục đã có nội dung này." in twice.content.decode()
    changed = {"kind": "comfort", "label": "Kính lão, loa", "hint": "Có ở bàn viết", "seen": "1"}
    boss.post(at(cast, f"checklist/items/{made.pk}/"), changed)
    assert boss.post(
        at(cast, f"checklist/items/{made.pk}/"), {"kind": "comfort", "label": "Khác", "seen": "1"}
    ).status_code == 422  # fmt: skip
    boss.post(at(cast, f"checklist/items/{made.pk}/end/"))
    assert "Có ở bàn viết" not in boss.get(at(cast, "checklist/items/")).content.decode()


def test_the_hour_and_who_does_it(cast: Cast, client_of: Clients, item: ChecklistItem) -> None:
    boss = client_of(cast.coordinator)
    page = boss.post(
        at(cast, "checklist/hour/"),
        {"due_time": "07:45", "doer": f"person:{cast.one_stop.pk}", "seen": "1"}, follow=True,
    ).content.decode()  # fmt: skip
    assert "Xong trước 07:45 mỗi ngày làm việc" in page
    assert "Vũ Thị Mai làm" in page


def test_the_list_costs_the_same_with_more_marks(
    cast: Cast, client_of: Clients, item: ChecklistItem, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = client_of(cast.one_stop)
    browser.post(at(cast, "checklist/rest/"))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        browser.get(at(cast, "checklist/"))


def test_a_phone_sends_what_it_kept_and_is_told_how_the_line_stands(
    cast: Cast, client_of: Clients, item: ChecklistItem
) -> None:
    browser = client_of(cast.one_stop)
    asked = browser.get(at(cast, "checklist/state/")).json()
    assert (asked["person"], asked["day"]) == (cast.one_stop.username, timezone.localdate().isoformat())
    body = {
        "client_id": str(uuid4()), "items": str(item.pk), "seen": "fault", "was": "", "said": "Kẹt giấy",
        "age": "7200",
    }  # fmt: skip
    for _ in range(2):
        answer = browser.post(at(cast, "checklist/send/"), {**body, "photo": picture()})
        assert answer.status_code == 200
    assert "Kẹt giấy · mới báo" in answer.json()["lines"]
    assert Repair.objects.get().steps.count() == 1
    other = client_of(cast.officer).post(
        at(cast, "checklist/send/"), {**body, "client_id": str(uuid4()), "seen": "ok", "age": "0"}
    )
    assert other.status_code == 422
    assert "Vũ Thị Mai vừa ghi “Hỏng, thiếu”" in other.json()["why"]
    for broken in ({"client_id": "x"}, {"items": "0,²"}, {"age": "-1"}, {"seen": "?"}):
        said = browser.post(at(cast, "checklist/send/"), {**body, "client_id": str(uuid4()), **broken})
        assert said.status_code == 422
        assert "không trọn vẹn" in said.json()["why"]
    assert Mark.objects.count() == 1
