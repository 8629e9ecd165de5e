"""The round through the places on a phone, one thing with its looks, the sheet to print, and the page for people."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document

from tests.cast import Cast
from tests.programme.plans.factories import picture
from thanthien.operations.facilities.models import Place, PlaceItem, PlaceLook, Repair
from thanthien.operations.facilities.premises.actions import begin_places
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


@pytest.fixture
def wifi(cast: Cast) -> PlaceItem:
    begin_places(actor=cast.coordinator, at=timezone.now() - timedelta(days=30), unit=cast.unit)
    return PlaceItem.objects.select_related("place").get(place__unit=cast.unit, code="wifi")


def at(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def test_without_places_managers_begin_from_the_sample(cast: Cast, client_of: Clients) -> None:
    assert "Dùng danh sách mẫu" not in client_of(cast.one_stop).get(at(cast, "premises/")).content.decode()
    browser = client_of(cast.leader)
    assert "đủ 16 nội dung" in browser.get(at(cast, "premises/")).content.decode()
    page = browser.post(at(cast, "premises/begin/"), follow=True).content.decode()
    assert "Khuôn viên trụ sở" in page
    assert Place.objects.filter(unit=cast.unit).count() == 10


def test_a_press_keeps_the_look_with_its_picture(cast: Cast, client_of: Clients, wifi: PlaceItem) -> None:
    browser = client_of(cast.one_stop)
    url = at(cast, f"premises/things/{wifi.pk}/look/")
    answer = browser.post(url, {"state": "good", "was": "0", "photo": picture()})
    assert answer["Location"].endswith(f"premises/{wifi.place_id}/#thing-{wifi.pk}")
    look = PlaceLook.objects.get()
    assert browser.get(at(cast, f"premises/looks/{look.pk}/photo/"))["Content-Type"] == "image/jpeg"
    page = browser.get(at(cast, f"premises/things/{wifi.pk}/")).content.decode()
    assert "mỗi tháng xem một lần" in page


def test_what_is_refused_keeps_what_was_typed(cast: Cast, client_of: Clients, wifi: PlaceItem) -> None:
    browser = client_of(cast.one_stop)
    url = at(cast, f"premises/things/{wifi.pk}/look/")
    text = SimpleUploadedFile("anh.jpg", b"khong phai anh", content_type="image/jpeg")
    answer = browser.post(url, {"state": "broken", "was": "0", "said": "Mất sóng", "photo": text})
    assert answer.status_code == 422
    assert "Mất sóng" in answer.content.decode()
    assert "Ảnh chưa giữ được" in answer.content.decode() or "không phải ảnh" in answer.content.decode()
    assert not PlaceLook.objects.exists()
    answer = browser.post(url, {"state": "none", "was": "0"})
    assert "vì sao nơi này không áp dụng" in answer.content.decode()


def test_a_fault_and_its_repair_lead_to_each_other(cast: Cast, client_of: Clients, wifi: PlaceItem) -> None:
    browser = client_of(cast.one_stop)
    browser.post(
        at(cast, f"premises/things/{wifi.pk}/look/"), {"state": "broken", "was": "0", "said": "Mất sóng"}
    )
    repair = Repair.objects.get()
    assert f"/premises/things/{wifi.pk}/" in browser.get(at(cast, f"repairs/{repair.pk}/")).content.decode()
    assert f"/repairs/{repair.pk}/" in browser.get(at(cast, f"premises/things/{wifi.pk}/")).content.decode()
    assert f"/repairs/{repair.pk}/" in browser.get(at(cast, f"premises/{wifi.place_id}/")).content.decode()


def test_a_place_removed_says_so(cast: Cast, client_of: Clients, wifi: PlaceItem) -> None:
    assert client_of(cast.officer).post(at(cast, f"premises/{wifi.place_id}/end/")).status_code == 403
    browser = client_of(cast.leader)
    browser.post(at(cast, f"premises/{wifi.place_id}/end/"))
    assert "đã bỏ khỏi danh sách" in browser.get(at(cast, f"premises/{wifi.place_id}/")).content.decode()
    answer = browser.post(at(cast, f"premises/things/{wifi.pk}/look/"), {"state": "good", "was": "0"})
    assert answer.status_code == 422
    page = browser.post(
        at(cast, "premises/new/"),
        {"kind": "hall", "label": "Phòng họp tầng 2", "agency": "", "seen": "0"},
        follow=True,
    )
    assert "Phòng họp tầng 2" in page.content.decode()


def test_the_sheet_of_the_grounds(cast: Cast, client_of: Clients, wifi: PlaceItem) -> None:
    grounds = Place.objects.get(unit=cast.unit, kind="grounds")
    answer = client_of(cast.officer).get(at(cast, f"premises/{grounds.pk}/sheet/"))
    word = Document(io.BytesIO(answer.content))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"Sáng", "Xanh", "Sạch", "Đẹp", "An toàn", "Thân thiện"} <= cells


def test_the_filled_sheet_shows_its_marks_in_word_and_pdf(
    cast: Cast, client_of: Clients, wifi: PlaceItem
) -> None:
    browser = client_of(cast.one_stop)
    browser.post(
        at(cast, f"premises/things/{wifi.pk}/look/"), {"state": "good", "was": "0", "photo": picture()}
    )
    sheet = f"premises/{wifi.place_id}/sheet/"
    word = Document(io.BytesIO(browser.get(at(cast, f"{sheet}?filled=1")).content))
    marked = [[cell.text for cell in row.cells] for row in word.tables[1].rows if "X" in row.cells[2].text]
    assert [row[1] for row in marked] == ["Wi-Fi miễn phí, không đặt mật khẩu"]
    with pdfplumber.open(io.BytesIO(browser.get(at(cast, f"{sheet}?filled=1&as=pdf")).content)) as pdf:
        lines = pdf.pages[0].extract_text().splitlines()
    assert any(line.startswith("1 Wi-Fi miễn phí") and line.endswith(" X") for line in lines)
    assert any(cast.one_stop.full_name in line for line in lines)  # who looked
    blank = Document(io.BytesIO(browser.get(at(cast, sheet)).content))
    assert not any("X" in row.cells[2].text for row in blank.tables[1].rows)


def test_another_unit_sees_nothing(cast: Cast, client_of: Clients, wifi: PlaceItem) -> None:
    browser, code = client_of(cast.other_officer), cast.other_unit.code
    for rest in (f"premises/{wifi.place_id}/", f"premises/things/{wifi.pk}/"):
        assert browser.get(f"/desk/{code}/{rest}").status_code == 404
    assert browser.get(at(cast, "premises/")).status_code == 404


def test_people_read_what_works(cast: Cast, client_of: Clients, wifi: PlaceItem, client: Client) -> None:
    page = client.get(f"/{cast.unit.code}/premises/").content.decode()
    assert "chưa ghi tình trạng" in page
    browser = client_of(cast.one_stop)
    browser.post(
        at(cast, f"premises/things/{wifi.pk}/look/"), {"state": "broken", "was": "0", "said": "Mất sóng"}
    )
    page = client.get(f"/{cast.unit.code}/premises/").content.decode()
    assert "Wi-Fi miễn phí" in page
    assert "Đang hỏng, chờ sửa" in page
    assert "Mất sóng" not in page
    assert "Free Wi-Fi" in client.get(f"/{cast.unit.code}/en/premises/").content.decode()
