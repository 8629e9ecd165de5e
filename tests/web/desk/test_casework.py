"""Cases on the desk, as people press them: typed in, moved, a file brought in, a late case to its apology."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import Cast
from tests.operations.casework.factories import case, fields
from tests.operations.casework.test_dating import undated
from tests.operations.procedures.factories import BIRTH, loaded
from thanthien.operations.casework.actions import receive_case
from thanthien.operations.casework.models import Apology, Case, CaseImport, FastDay
from thanthien.operations.casework.sweeping import sweep
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.models import Person

ClientOf = Callable[[Person], Client]
FORM = {
    "code": "H15.50.05.13-260622-0975", "received_at": "2026-06-22T09:00", "procedure_name": "Đăng ký khai sinh",
    "term": "3", "term_unit": "days", "applicant": "Nguyễn Thị Bưởi", "phone": "0912 345 678",
}  # fmt: skip


def base(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}/cases/"


def late(cast: Cast) -> Case:
    """Of ten days ago, with a term of one."""
    came = timezone.now() - timedelta(days=10)
    made = fields(code="H15.50-260622-0007", received_at=came, term=1, agency=cast.centre)
    return receive_case(actor=cast.one_stop, at=came, unit=cast.unit, fields=made)


def test_a_case_is_typed_in_and_its_count_is_shown(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.one_stop)
    answer = browser.post(f"{base(cast)}new/", FORM)
    one = Case.objects.get()
    assert answer.status_code == 302
    assert (one.phone, one.tail) == ("0912345678", "0975")
    page = browser.get(f"{base(cast)}{one.pk}/").content.decode()
    assert "3 ngày làm việc từ thứ Hai 22/06/2026; ngày bắt đầu không tính." in page
    assert "Nguyễn Thị Bưởi" in page
    board = browser.get(f"{base(cast)}?tab=late").content.decode()
    assert "Nguyễn T. B." in board
    assert "Bưởi" not in board
    wrong = browser.post(f"{base(cast)}new/", {**FORM, "code": "975"})
    assert wrong.status_code == 422
    assert "Mã hồ sơ có dạng" in wrong.content.decode()


def test_a_case_is_corrected_once_by_two_people(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.one_stop)
    browser.post(f"{base(cast)}new/", FORM)
    one = Case.objects.get()
    address = f"{base(cast)}{one.pk}/edit/"
    assert 'value="1"' in browser.get(address).content.decode()
    assert browser.post(address, {**FORM, "applicant": "Trần Văn Mít", "seen": "1"}).status_code == 302
    second = browser.post(address, {**FORM, "applicant": "Khác", "seen": "1"})
    assert second.status_code == 422
    assert "người khác sửa" in second.content.decode()


def test_a_case_moves_and_says_why_not(cast: Cast, client_of: ClientOf) -> None:
    one, browser = late(cast), client_of(cast.one_stop)
    move = f"{base(cast)}{one.pk}/move/"
    asked = browser.post(move, {"move": "ask", "day": "", "seen": "1"})
    assert "Anh/chị ghi ngày và giờ." in asked.content.decode()
    now = timezone.localtime()
    body = {"move": "handle", "day": f"{now:%Y-%m-%dT%H:%M}", "seen": "1"}
    assert browser.post(move, body).status_code == 302
    assert "Đã nhắn người dân" in browser.get(f"{base(cast)}{one.pk}/").content.decode()
    again = browser.post(move, body)
    assert again.status_code == 422
    assert "người khác sửa" in again.content.decode()


def test_a_late_case_becomes_an_apology_that_is_signed_and_delivered(cast: Cast, client_of: ClientOf) -> None:
    one = late(cast)
    sweep(at=timezone.now())
    letter = Apology.objects.get(case=one)
    address = f"{base(cast)}apologies/{letter.pk}/"
    clerk, leader = client_of(cast.one_stop), client_of(cast.leader)
    assert "H15.50-260622-0007" in clerk.get(f"{base(cast)}apologies/").content.decode()
    soon = timezone.localdate() + timedelta(days=3)
    said = {"reason": "Cán bộ nghỉ ốm", "new_due_date": soon.isoformat(), "submit": "1", "seen": "1"}
    assert clerk.post(f"{address}fill/", {**said, "reason": ""}).status_code == 422
    assert clerk.post(f"{address}fill/", said).status_code == 302
    assert "Ký, lấy số" not in clerk.get(address).content.decode()
    assert "Ký, lấy số" in leader.get(address).content.decode()
    assert leader.post(f"{address}decide/", {"move": "sign", "seen": "2"}).status_code == 302
    assert "số 01/PXL" in leader.get(address).content.decode()
    for form in ("docx", "pdf"):
        assert clerk.get(f"{address}paper.{form}").status_code == 200
    assert clerk.get(f"{address}paper.exe").status_code == 404
    assert clerk.post(f"{address}send/", {"move": "send", "way": "message", "seen": "3"}).status_code == 302
    assert Message.objects.get().template == "case-apology"
    today = timezone.localdate().isoformat()
    assert clerk.post(f"{address}send/", {"move": "deliver", "day": today, "seen": "4"}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "delivered"


def test_a_leader_returns_and_a_keeper_drops(cast: Cast, client_of: ClientOf) -> None:
    late(cast)
    sweep(at=timezone.now())
    address = f"{base(cast)}apologies/{Apology.objects.get().pk}/"
    clerk, leader = client_of(cast.one_stop), client_of(cast.leader)
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    clerk.post(f"{address}fill/", {"reason": "Ốm", "new_due_date": soon, "submit": "1", "seen": "1"})
    assert leader.post(f"{address}decide/", {"move": "return", "why": "", "seen": "2"}).status_code == 422
    leader.post(f"{address}decide/", {"move": "return", "why": "Nói rõ hơn", "seen": "2"})
    assert "Lãnh đạo trả lại để sửa: Nói rõ hơn" in clerk.get(address).content.decode()
    assert (
        clerk.post(f"{address}send/", {"move": "drop", "why": "Nhập sai ngày", "seen": "3"}).status_code
        == 302
    )
    assert clerk.post(f"{address}send/", {"move": "restore", "seen": "4"}).status_code == 302


def test_a_file_is_mapped_checked_and_applied(cast: Cast, client_of: ClientOf) -> None:
    """Background work runs at once in tests; the pages wait for a person where people decide."""
    browser = client_of(cast.one_stop)
    text = "Mã hồ sơ;Tên thủ tục;Ngày tiếp nhận\nH15.50-260622-0001;Khai sinh;22/06/2026\nsai;Khai tử;22/06/2026\n"
    upload = SimpleUploadedFile("ho-so.csv", text.encode())
    answer = browser.post(f"{base(cast)}imports/", {"upload": upload, "source": "Hệ thống tỉnh"})
    made = CaseImport.objects.get()
    assert answer["Location"].endswith(f"/cases/imports/{made.pk}/")
    page = browser.get(answer["Location"]).content.decode()
    assert "Cột nào là nội dung gì" in page
    columns = {f"column-{field}": header for field, header in made.columns.items()}
    lacking = browser.post(f"{base(cast)}imports/{made.pk}/columns/", {**columns, "column-code": ""})
    assert lacking.status_code == 422
    assert "Còn thiếu cột cho: Mã hồ sơ" in lacking.content.decode()
    assert browser.post(f"{base(cast)}imports/{made.pk}/columns/", columns).status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    assert "Nhập 1 hồ sơ" in page
    assert "Mã hồ sơ có dạng" in page
    assert browser.get(f"{base(cast)}imports/{made.pk}/progress/")["HX-Refresh"] == "true"
    assert browser.post(f"{base(cast)}imports/{made.pk}/apply/").status_code == 302
    assert Case.objects.get().code == "H15.50-260622-0001"
    assert browser.post(f"{base(cast)}imports/{made.pk}/apply/").status_code == 422
    picture = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n")
    assert browser.post(f"{base(cast)}imports/", {"upload": picture}).status_code == 422


def test_the_register_is_an_excel_file(cast: Cast, client_of: ClientOf) -> None:
    one, browser = late(cast), client_of(cast.leader)
    day = timezone.localtime(one.received_at).date().isoformat()
    answer = browser.get(f"{base(cast)}register.xlsx?first={day}&last={day}")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert any(one.code in str(cell.value) for row in sheet.iter_rows() for cell in row)
    wrong = browser.get(f"{base(cast)}register.xlsx?first={day}&last=2001-01-01", follow=True)
    assert "Ngày cuối kỳ" in wrong.content.decode()


def test_lateness_that_repeats_is_shown_to_the_leader(cast: Cast, client_of: ClientOf) -> None:
    came = timezone.now() - timedelta(days=12)
    for n in range(3):
        made = fields(code=f"H15.50-260622-{n:04d}", received_at=came, term=1, agency=cast.economy)
        receive_case(actor=cast.one_stop, at=came, unit=cast.unit, fields=made)
    page = client_of(cast.leader).get(f"{base(cast)}late-again/").content.decode()
    assert "Phòng Kinh tế" in page
    assert client_of(cast.head).get(f"{base(cast)}late-again/").status_code == 302


def test_a_fast_day_is_set_and_ended(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.one_stop)
    body = {
        "weekday": "3", "document": "Thông báo 12/TB-UBND", "first_date": timezone.localdate().isoformat(),
        "procedures": "1.004873 Tình trạng hôn nhân\nChứng thực",
    }  # fmt: skip
    again = browser.post(f"{base(cast)}fast-days/new/", {**body, "procedures": ""})
    assert again.status_code == 422
    assert ">Thứ Hai</option>" in again.content.decode()
    assert browser.post(f"{base(cast)}fast-days/new/", body).status_code == 302
    page = client_of(cast.officer).get(f"{base(cast)}fast-days/").content.decode()
    assert "Thứ Năm hằng tuần" in page
    assert "1.004873 – Tình trạng hôn nhân" in page
    one = FastDay.objects.get()
    assert browser.post(f"{base(cast)}fast-days/{one.pk}/end/", {"seen": "1"}).status_code == 302


def test_procedures_of_a_fast_day_are_chosen_from_the_catalogue(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.city, timezone.now(), BIRTH)
    browser, address = client_of(cast.one_stop), f"{base(cast)}fast-days/new/"
    found = browser.post(address, {"q": "khai sinh", "find": "1"})
    page = found.content.decode()
    assert found.status_code == 200
    assert f'value="{BIRTH["code"]}"' in page
    assert "Anh/chị" not in page.split("picked")[0].split("tt-form")[1]  # nothing is complained of yet
    body = {
        "weekday": "3",
        "document": "12/TB",
        "first_date": timezone.localdate().isoformat(),
        "code": BIRTH["code"],
    }
    assert "Đã chọn 1 thủ tục" in browser.post(address, {**body, "find": "1"}).content.decode()
    assert browser.post(address, {**body, "code": "9.999999"}).status_code == 422
    assert browser.post(address, body).status_code == 302
    assert FastDay.objects.get().procedures == [{"code": BIRTH["code"], "name": BIRTH["name"]}]


def test_a_case_without_a_due_date_is_dated_on_its_page_and_its_list(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.one_stop)
    first, second = undated(cast, 1), undated(cast, 2, name="Khai tử")
    page = browser.get(f"{base(cast)}?tab=undated").content.decode()
    assert "không cho ngày hẹn trả, cũng không cho thời hạn" in page
    assert "Đặt hạn" in page
    assert browser.post(f"{base(cast)}{first.pk}/due/", {"day": "", "seen": "1"}).status_code == 422
    due = timezone.localdate() + timedelta(days=4)
    assert (
        browser.post(f"{base(cast)}{first.pk}/due/", {"day": due.isoformat(), "seen": "1"}).status_code == 302
    )
    body = {"procedure": "Khai tử", "term": "3", "term_unit": "days"}
    told = browser.post(f"{base(cast)}undated/", body, follow=True).content.decode()
    assert "Đã đặt hạn cho 1 hồ sơ." in told
    second.refresh_from_db()
    assert second.term == 3
    assert not Case.objects.filter(due_at=None).exists()
    assert "Hồ sơ nào cũng có ngày hẹn trả" in browser.get(f"{base(cast)}?tab=undated").content.decode()


@pytest.mark.parametrize("path", ["?tab=all", "?tab=undated", "apologies/", "imports/", "fast-days/"])
def test_lists_ask_as_often_for_three_rows_as_for_one(cast: Cast, client_of: ClientOf, path: str) -> None:
    browser, counts = client_of(cast.one_stop), []
    for n in (1, 2, 3):
        case(cast, n, received="2026-06-15 09:00")
        Apology.objects.create(
            unit=cast.unit, case=Case.objects.latest("pk"), kind="late", old_due_date=timezone.localdate(),
            begun_at=timezone.now(),
        )  # fmt: skip
        upload = SimpleUploadedFile("a.csv", f"Mã hồ sơ;Tên thủ tục;Ngày tiếp nhận\n{n};b;c\n".encode())
        browser.post(f"{base(cast)}imports/", {"upload": upload})
        browser.get(f"{base(cast)}{path}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(f"{base(cast)}{path}")
        counts.append(len(asked))
    assert counts[0] == counts[2], counts


def test_result_messages_are_previewed_and_switched(cast: Cast, client_of: ClientOf) -> None:
    clerk, leader = client_of(cast.one_stop), client_of(cast.leader)
    page = clerk.get(f"{base(cast)}messages/").content.decode()
    assert "Mời ông/bà mang giấy hẹn đến Trung tâm Phục vụ hành chính công" in page
    assert "Tắt tin nhắn" not in page
    assert clerk.post(f"{base(cast)}messages/", {"on": "0"}).status_code == 403
    assert "Tắt tin nhắn" in leader.get(f"{base(cast)}messages/").content.decode()
    assert leader.post(f"{base(cast)}messages/", {"on": "0"}).status_code == 302
    assert "Đang tắt" in clerk.get(f"{base(cast)}messages/").content.decode()


def test_people_of_another_commune_find_nothing(cast: Cast, client_of: ClientOf) -> None:
    one = late(cast)
    stranger = client_of(cast.other_coordinator)
    assert stranger.get(f"{base(cast)}{one.pk}/").status_code == 404
    assert stranger.get(f"/desk/{cast.other_unit.code}/cases/{one.pk}/").status_code == 404
    assert client_of(cast.city_admin).get(f"{base(cast)}{one.pk}/").status_code == 403
    assert client_of(cast.officer).get(f"{base(cast)}{one.pk}/").status_code == 404
