"""Corrections on the review page: with htmx as partials, without as plain forms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from tests.programme.imports.plans import PLAIN_PLAN, ROWS, plan
from tests.web.desk.plans.conftest import Desk, row_ids
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.imports.models import ReadingRow
from thanthien.programme.plans.models import Task


@pytest.fixture
def with_criteria(cast: Cast, now: datetime) -> None:
    """The set of a real city, as if the invented one had issued it."""
    path = Path(settings.REFERENCE_DIR) / "criteria/hai-phong-2025.yaml"
    source = path.read_text("utf-8").replace('province_code: "31"', f'province_code: "{cast.city.code}"')
    criteria, _ = load_set(definition=load_definition(source), source=source, at=now)
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=criteria, weight_table=None)


def test_a_row_opens_is_saved_and_closes(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    pk = row_ids(reading)[0]
    form = desk.get("plan_row", reading.pk, pk, htmx=True)
    assert 'name="lead" value="Trung tâm Phục vụ hành chính công"' in form
    saved = desk.post(
        "plan_row",
        reading.pk,
        pk,
        htmx=True,
        do="save",
        version="0",
        title="Công khai thủ tục",
        lead="Phòng KT",
    )
    assert "Công khai thủ tục</div>" in saved
    assert "Phòng Kinh tế</span>" in saved
    assert 'id="counts"' in saved
    assert "Hoàn tác" in saved
    assert "<html" not in saved


def test_without_javascript_the_same_steps_work(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    pk = row_ids(reading)[0]
    assert 'name="title"' in desk.get("plan_reading", reading.pk, query=f"?edit={pk}")
    page = desk.post("plan_row", reading.pk, pk, do="save", version="0", title="Nội dung gõ tay")
    assert "Nội dung gõ tay" in page
    assert "Xem lại kế hoạch" in page
    page = desk.post("plan_reading_undo", reading.pk)
    assert "Đã hoàn tác: sửa dòng 1." in page
    assert "Nội dung gõ tay" not in page


def test_what_was_typed_stays_when_it_is_refused(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    pk = row_ids(reading)[0]
    desk.post("plan_row", reading.pk, pk, htmx=True, do="save", version="0", title="Người thứ nhất")
    form = desk.post(
        "plan_row", reading.pk, pk, htmx=True, status=422, do="save", version="0", title="Người thứ hai"
    )
    assert "vừa được người khác sửa" in form
    assert "Người thứ hai</textarea>" in form


def test_split_opens_the_second_row(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    row = ReadingRow.objects.get(pk=row_ids(reading)[3])
    caret = str(row.title.index(" và mở"))
    parts = desk.post(
        "plan_row", reading.pk, row.pk, htmx=True, do="split", version="0", title=row.title, caret=caret
    )
    assert "Bố trí hòm thư góp ý tại trụ sở</div>" in parts
    assert "và mở hòm thư hằng tuần</textarea>" in parts
    assert reading.rows.count() == 6


def test_merge_takes_the_next_row_off_the_page(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    first, second = row_ids(reading)[:2]
    title = ReadingRow.objects.get(pk=first).title
    parts = desk.post("plan_row", reading.pk, first, htmx=True, do="merge", version="0", title=title)
    assert f'<li id="row-{second}" hx-swap-oob="delete">' in parts
    assert reading.rows.count() == 4


def test_leave_out_and_bring_back(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    pk = row_ids(reading)[0]
    assert "Đã bỏ ra, không thành nhiệm vụ." in desk.post("plan_row", reading.pk, pk, htmx=True, do="out")
    assert "1 dòng bỏ ra" in desk.get("plan_reading", reading.pk)
    assert "Đã bỏ ra" not in desk.post("plan_row", reading.pk, pk, htmx=True, do="back")


def test_doubts_are_said_in_words_and_settled(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in(plan(ROWS[0], "2\tThăm hỏi gia đình có công với cách mạng\t\t\tẢnh\tQuý III"))
    page = desk.get("plan_reading", reading.pk)
    assert "1 chỗ cần xem" in page
    assert "Chưa thấy cơ quan chủ trì" in page
    settled = desk.post("plan_row", reading.pk, row_ids(reading)[1], htmx=True, do="settle")
    assert "Cần xem:" not in settled
    assert "không còn chỗ nào cần xem" in settled


@pytest.mark.usefixtures("with_criteria")
def test_criteria_are_suggested_and_confirmed(desk: Desk, handed_in: HandIn) -> None:
    rows = [
        "1\tCông khai lịch tiếp công dân của lãnh đạo\tVăn phòng HĐND và UBND\t\tẢnh\tThường xuyên",
        "2\tPhun thuốc diệt muỗi\tPhòng Kinh tế\t\tBáo cáo\tQuý II",
    ]
    reading = handed_in(plan(*rows))
    first, second = reading.rows.order_by("position")
    assert first.criterion is not None
    assert second.criterion is None
    shown = desk.post("plan_row", reading.pk, first.pk, htmx=True, do="confirm")
    assert "đã xác nhận" in shown
    desk.post("plan_reading_accept", reading.pk)
    assert Task.objects.get(title__startswith="Công khai").criterion == first.criterion


@pytest.mark.usefixtures("with_criteria")
def test_a_criterion_of_another_set_is_refused(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    pk = row_ids(reading)[0]
    data: dict[str, Any] = {"do": "save", "version": "0", "title": "Việc", "criterion": "999999"}
    assert "không thuộc bộ tiêu chí" in desk.post("plan_row", reading.pk, pk, htmx=True, status=422, **data)


def test_unconfirmed_suggestions_are_told_before_accepting(desk: Desk, handed_in: HandIn) -> None:
    page = desk.get("plan_reading_accept", handed_in().pk)
    assert "Đơn vị chưa chọn bộ tiêu chí năm 2026" in page


def test_a_set_chosen_after_reading_suggests_too(
    desk: Desk, handed_in: HandIn, request: pytest.FixtureRequest
) -> None:
    reading = handed_in()
    request.getfixturevalue("with_criteria")
    assert "Chưa dòng nào gắn tiêu chí." in desk.get("plan_reading_accept", reading.pk)
    page = desk.post("plan_reading_suggest", reading.pk)
    count = reading.rows.filter(criterion__isnull=False).count()
    assert count
    assert f"Đã gợi ý tiêu chí cho {count} dòng." in page
    assert f"{count}</b> tiêu chí gợi ý chưa được xác nhận" in desk.get("plan_reading_accept", reading.pk)


def test_duties_can_be_taken_as_tasks_once(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in(PLAIN_PLAN)
    page = desk.get("plan_reading", reading.pk)
    assert "Kế hoạch này không có bảng phân công" in page
    assert "Đã thêm 2 dòng từ phần tổ chức thực hiện" in desk.post("plan_reading_duties", reading.pk)
    assert "Đã thêm 0 dòng" in desk.post("plan_reading_duties", reading.pk)
    assert reading.rows.count() == 6


def test_document_data_are_corrected(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    page = desk.get("plan_reading_document", reading.pk)
    assert 'value="15/KH-UBND"' in page
    assert 'value="02/03/2026"' in page
    data: dict[str, Any] = {
        "number": "16/KH-UBND",
        "date": "05/03/2026",
        "title": "Thực hiện mô hình",
        "signer": "Đỗ Hoàng Lâm",
        "recipients": "Sở Nội vụ\n\nLưu: VT",
        "bases-TOTAL_FORMS": "1",
        "bases-INITIAL_FORMS": "0",
        "bases-0-kind": "Luật",
        "bases-0-date": "02/2025",
    }
    assert "Đã lưu thông tin văn bản." in desk.post("plan_reading_document", reading.pk, **data)
    reading.refresh_from_db()
    assert (reading.document["number"], reading.document["date"]) == ("16/KH-UBND", "2026-03-05")
    assert reading.document["recipients"] == ["Sở Nội vụ", "Lưu: VT"]
    assert reading.document["legal_bases"][0]["date"] == "2025-02"


def test_a_day_that_is_none_is_told_beside_the_field(desk: Desk, handed_in: HandIn) -> None:
    reading = handed_in()
    data: dict[str, Any] = {"date": "31/02/2026", "bases-TOTAL_FORMS": "0", "bases-INITIAL_FORMS": "0"}
    page = desk.post("plan_reading_document", reading.pk, status=422, **data)
    assert "không có trong lịch" in page
    assert 'value="31/02/2026"' in page


def test_queries_do_not_grow_with_the_rows(desk: Desk, handed_in: HandIn) -> None:
    def queries(*rows: str) -> int:
        reading = handed_in(plan(*rows))
        desk.get("plan_reading", reading.pk)
        with CaptureQueriesContext(connection) as captured:
            desk.get("plan_reading", reading.pk)
        return len(captured)

    assert queries(ROWS[0]) == queries(*ROWS)
