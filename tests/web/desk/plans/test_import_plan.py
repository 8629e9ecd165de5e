"""A coordinator hands in a plan, watches it being read, and accepts it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document as Word
from PIL import Image

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from tests.programme.imports.plans import AMENDED_PLAN, LETTER, TABLE_PLAN
from tests.web.desk.plans.conftest import Desk
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.plans.models import Plan, Task

State = PlanReading.State


def _file(data: bytes | str, name: str = "ke-hoach.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def _word(text: str) -> bytes:
    document, out = Word(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_from_upload_to_tasks(cast: Cast, desk: Desk) -> None:
    assert "Chưa có kế hoạch nào" in desk.get("plans")
    page = desk.post("plan_upload", file=_file(TABLE_PLAN), year="2026")
    assert "Xem lại kế hoạch năm 2026" in page
    assert "5 dòng" in page
    assert "Tập huấn kỹ năng giao tiếp" in page
    reading = PlanReading.objects.get()
    page = desk.get("plan_reading_accept", reading.pk)
    assert "Thêm 1 cơ quan chưa có trong danh sách: Phòng Tư pháp" in page
    page = desk.post("plan_reading_accept", reading.pk)
    assert "Đã nhận kế hoạch: 5 nhiệm vụ mới." in page
    assert "Số 15/KH-UBND, ngày 02/03/2026" in page
    assert Task.objects.filter(unit=cast.unit, year=2026).count() == 5
    assert "đã nhận lúc" in desk.get("plan_reading", reading.pk)


def test_a_word_file(desk: Desk) -> None:
    desk.post("plan_upload", file=_file(_word(TABLE_PLAN), "Kế hoạch.docx"), year="2026")
    reading = PlanReading.objects.get()
    assert (reading.state, reading.filename, reading.rows.count()) == (State.READY, "Kế hoạch.docx", 5)


def test_the_same_file_again_leads_to_the_reading_there_is(desk: Desk) -> None:
    desk.post("plan_upload", file=_file(TABLE_PLAN), year="2026")
    page = desk.post("plan_upload", file=_file(TABLE_PLAN), year="2026")
    assert "Tệp này đã được tải lên trước đó" in page
    assert "Xem lại kế hoạch năm 2026" in page
    assert PlanReading.objects.count() == 1


def _picture_of_a_cat() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def _macro() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "trong.docx", "Tệp trống"),
        (b"PK\x03\x04 not a zip", "hong.docx", "hỏng"),
        (_macro(), "macro.docm", "macro"),
        (b"\x7fELF" + b"\x00" * 64, "x.exe", "không được nhận"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cu.doc", "Hệ thống nhận"),
    ],
)
def test_a_file_that_is_not_kept_says_why(desk: Desk, data: bytes, name: str, words: str) -> None:
    page = desk.post("plan_upload", file=_file(data, name), year="2026", status=422)
    assert words in page
    assert 'value="2026"' in page  # what was typed is kept
    assert not PlanReading.objects.exists()


@pytest.mark.parametrize("year", ["", "hai nghìn", "1990"])
def test_a_year_is_needed(desk: Desk, year: str) -> None:
    page = desk.post("plan_upload", file=_file(TABLE_PLAN), year=year, status=422)
    assert "Năm" in page
    assert not PlanReading.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (LETTER, "cong-van.txt", "Tệp này không phải kế hoạch"),
        (_picture_of_a_cat(), "meo.jpg", "Chưa đọc được tệp"),
    ],
)
def test_a_file_that_is_kept_but_gives_nothing(desk: Desk, data: bytes | str, name: str, words: str) -> None:
    page = desk.post("plan_upload", file=_file(data, name), year="2026")
    assert words in page
    assert "Chưa có nhiệm vụ nào được tạo" in page
    assert "Nhận thành nhiệm vụ" not in page
    assert not Plan.objects.exists()


def test_progress_is_shown_and_then_the_rows(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    now = timezone.now()
    PlanReading.objects.filter(pk=reading.pk).update(
        state=State.READING, pages_done=3, pages=12, started_at=now, progress_at=now
    )
    page = desk.get("plan_reading", reading.pk)
    assert "Trang 3/12" in page
    assert 'http-equiv="refresh"' in page  # without JavaScript
    assert 'max="12" value="3"' in desk.get("plan_reading_progress", reading.pk, htmx=True)
    PlanReading.objects.filter(pk=reading.pk).update(state=State.READY)
    done = desk.client.get(desk.url("plan_reading_progress", reading.pk), headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == desk.url("plan_reading", reading.pk)


def test_a_reading_that_died_can_be_started_again(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    long_ago = timezone.now() - timedelta(hours=1)
    PlanReading.objects.filter(pk=reading.pk).update(
        state=State.READING, started_at=long_ago, progress_at=long_ago
    )
    assert "Đã dừng, cần đọc lại" in desk.get("plans")
    assert "Việc đọc đã dừng giữa chừng" in desk.get("plan_reading", reading.pk)
    assert "Xem lại kế hoạch" in desk.post("plan_reading_again", reading.pk)


def test_put_aside_and_taken_up_again(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    assert "1 bản đọc đã bỏ" in desk.post("plan_reading_discard", reading.pk)
    assert "Những chỗ đã sửa vẫn còn" in desk.get("plan_reading", reading.pk)
    assert "Xem lại kế hoạch" in desk.post("plan_reading_restore", reading.pk)


def test_two_people_accept_at_once(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    desk.post("plan_reading_accept", reading.pk)
    page = desk.post("plan_reading_accept", reading.pk)
    assert "đã được Trần Thị Hòa nhận lúc" in page
    assert Plan.objects.count() == 1


def test_an_amended_plan_shows_what_differs(desk: Desk, handed_in: HandIn) -> None:
    desk.post("plan_reading_accept", handed_in(TABLE_PLAN).pk)
    reading = handed_in(AMENDED_PLAN)
    page = desk.get("plan_reading", reading.pk)
    assert "1 mới, 1 thay đổi, 3 giữ nguyên" in page
    assert "<del>Quý IV/2026</del>" in page
    assert "<ins>Quý III/2026</ins>" in page
    assert "1 nhiệm vụ không còn trong kế hoạch mới" in page
    page = desk.post("plan_reading_accept", reading.pk)
    assert "1 nhiệm vụ được rút (minh chứng vẫn giữ)" in page
    old = Plan.objects.get(replaced_by__isnull=False)
    assert "đã được thay bằng" in desk.get("plan", old.pk)


def test_the_plan_page_shows_what_the_plan_says(desk: Desk, handed_in: HandIn) -> None:
    desk.post("plan_reading_accept", handed_in().pk)
    page = desk.get("plan", Plan.objects.get().pk)
    for words in (
        "12/KH-UBND",
        "Công khai, minh bạch",
        "Bố trí hòm thư góp ý và xử lý",
        "Đỗ Hoàng Lâm",
        "Sở Nội vụ thành phố",
        "Chủ trì tham mưu tổ chức đối thoại",
    ):
        assert words in page
    file = desk.client.get(desk.url("plan_file", Plan.objects.get().pk))
    assert file.headers["Content-Disposition"] == 'attachment; filename="ke-hoach.txt"'


@pytest.mark.parametrize("who", ["officer", "leader", "council", "appraiser"])
def test_others_see_plans_but_not_readings(
    cast: Cast, desk: Desk, handed_in: HandIn, client_of: object, who: str
) -> None:
    reading = handed_in()
    desk.post("plan_reading_accept", reading.pk)
    assert callable(client_of)
    theirs = client_of(getattr(cast, who))
    assert theirs.get(desk.url("plans")).status_code == 200
    assert theirs.get(desk.url("plan", Plan.objects.get().pk)).status_code == 200
    for name in ("plan_reading", "plan_reading_accept", "plan_reading_file", "plan_reading_document"):
        assert theirs.get(desk.url(name, reading.pk)).status_code == 403, name
    assert theirs.get(desk.url("plan_upload")).status_code == 403


def test_another_commune_sees_nothing(cast: Cast, handed_in: HandIn, desk: Desk, client_of: object) -> None:
    reading = handed_in()
    assert callable(client_of)
    theirs = client_of(cast.other_coordinator)
    assert theirs.get(desk.url("plan_reading", reading.pk)).status_code == 404
    own = desk.url("plan_reading", reading.pk).replace(cast.unit.code, cast.other_unit.code)
    assert theirs.get(own).status_code == 404
