"""The report: what it says of the year, in Word, PDF and Excel alike."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from docx import Document
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.readiness import concerns_of
from thanthien.assessment.reports.self_assessment import report_file, self_assessment
from thanthien.assessment.reports.tables import ranges, tables_of
from thanthien.assessment.rounds.actions import register_level
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.lib.documents.write import Heading, Text
from thanthien.programme.criteria.models import WeightTable
from thanthien.programme.plans.models import Plan, Task

MID = date(2026, 7, 1)
MAY = date(2026, 5, 6)


@pytest.fixture
def sheet(year: Year, cast: Cast, now: datetime) -> ScoreSheet:
    """16 of 20 points: the office's calendar proved twice, all cases on time, half the posting proved."""
    posting, calendar = year.add_task("I#1", cast.office), year.add_task("I#2", cast.office, no="2")
    year.add_proof(posting, cast.office, MAY, title="Ảnh bảng niêm yết")
    year.add_proof(calendar, cast.office, MAY, title="Lịch tháng 5")
    year.add_proof(calendar, cast.office, date(2026, 6, 2), title="Lịch tháng 6")
    year.add_proof(calendar, cast.office, date(2026, 6, 3), state="waiting", title="Lịch chờ")
    year.add_reading("case_on_time", MAY, 20, 20)
    year.add_reading("city_app_per_household", MAY, 120, 100)
    register_level(
        actor=cast.leader,
        at=now,
        unit=cast.unit,
        year=2026,
        level=1,
        registered_date=date(2026, 2, 10),
        document_number="12/TTr-UBND",
    )
    return score_sheet(cast.unit, 2026, MID)


def said(sheet: ScoreSheet, plan: Plan | None) -> str:
    document = self_assessment(sheet, plan)
    return "\n".join(block.text for block in document.blocks if isinstance(block, Heading | Text))


def official(year: Year, cast: Cast) -> ScoreSheet:
    """The same year under points that are not a sample."""
    WeightTable.objects.filter(pk=year.weights.pk).update(is_sample=False)
    return score_sheet(cast.unit, 2026, MID)


def test_the_head_leaves_number_and_day_to_the_registry(sheet: ScoreSheet, year: Year) -> None:
    document = self_assessment(sheet, year.plan)
    assert document.issuer == "ỦY BAN NHÂN DÂN\nXÃ THANH BÌNH"
    assert document.number.strip() == "/BC-UBND"
    assert document.signed_on is None
    assert document.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert document.signer == "Đỗ Hoàng Lâm"
    assert document.recipient_lines[0] == "- UBND thành phố Hải Minh (để báo cáo);"
    assert document.recipient_lines[-1] == "- Lưu: VT, VHXH."


def test_legal_bases_come_from_the_plan_and_end_with_it(sheet: ScoreSheet, year: Year) -> None:
    assert self_assessment(sheet, year.plan).bases == (
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 01 tháng 12 năm 2025 của UBND thành phố Hải Minh "
        "về bộ tiêu chí Chính quyền thân thiện;",
        "Căn cứ Kế hoạch số 05/KH-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân xã Thanh Bình "
        "về xây dựng Chính quyền thân thiện năm 2026.",
    )


def test_without_a_plan_the_decision_of_the_set_is_the_basis(sheet: ScoreSheet) -> None:
    assert self_assessment(sheet, None).bases == (
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 01 tháng 12 năm 2025 của Ủy ban nhân dân thành phố Hải Minh "
        "ban hành bộ tiêu chí thử của Hải Minh.",
    )


def test_the_body_says_results_weak_rows_and_what_is_left(sheet: ScoreSheet, year: Year) -> None:
    text = said(sheet, year.plan)
    assert "Tổng điểm tự chấm: 14/20 điểm (điểm mẫu, không phải bảng điểm chính thức)" in text
    assert "đăng ký đạt mức 1 năm 2026, ngày 10 tháng 02 năm 2026, văn bản số 12/TTr-UBND." in text
    assert "3 minh chứng đã được kiểm tra và chấp nhận; 1 minh chứng đang chờ kiểm tra" in text
    assert "- Niêm yết thủ tục: có minh chứng được chấp nhận trong 1/2 quý, được 3/6 điểm." in text
    assert "- 1 nội dung chưa được chấm điểm: thái độ phục vụ." in text
    assert "[Đơn vị bổ sung nguyên nhân" in text


def test_sample_points_never_ask_for_recognition(sheet: ScoreSheet, year: Year, cast: Cast) -> None:
    assert "đề nghị Ủy ban nhân dân" not in said(sheet, year.plan)
    assert "ĐIỂM MẪU" in said(sheet, year.plan)
    real = said(official(year, cast), year.plan)
    assert "ĐIỂM MẪU" not in real
    assert (
        "Ủy ban nhân dân xã Thanh Bình đề nghị Ủy ban nhân dân thành phố Hải Minh xem xét, thẩm định và công "
        "nhận xã Thanh Bình đạt “Chính quyền thân thiện” mức 1 năm 2026." in real
    )


def test_proofs_are_numbered_once_and_named_in_the_score_table(sheet: ScoreSheet) -> None:
    tables = tables_of(sheet)
    assert [(row.number, row.title) for group in tables.proofs for row in group.rows] == [
        (1, "Ảnh bảng niêm yết"),
        (2, "Lịch tháng 5"),
        (3, "Lịch tháng 6"),
    ]
    words = {row.line.key: row.proof_words for row in tables.scores}
    assert words["I#2"] == "Phụ lục II, số 2–3"
    assert words["II.1"] == "1 số liệu đã ghi trong năm"
    assert ranges([7, 1, 2, 3]) == "1–3, 7"


def test_word_holds_the_tables_and_what_they_sum_to(sheet: ScoreSheet, year: Year) -> None:
    made = report_file(sheet, year.plan, form="docx")
    assert made.filename == "tu-danh-gia-xa-thanh-binh-2026.docx"
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(io.BytesIO(made.content)).tables
    ]
    scores = next(rows for rows in tables if "Điểm tự chấm" in rows[0] and "Lý do" in rows[0])
    assert scores[1][:4] == ["I", "Công khai", "8", "5"]
    assert scores[-1][:4] == ["", "Tổng cộng", "20", "14"]


def test_excel_holds_numbers_that_agree(sheet: ScoreSheet, year: Year) -> None:
    book = load_workbook(io.BytesIO(report_file(sheet, year.plan, form="xlsx").content))
    rows: list[tuple[Any, ...]] = list(book["Bảng điểm"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "TT")
    leaves = [row for row in rows[head + 1 : -1] if row[1] in {line.key for line in sheet.leaves}]
    assert sum(row[4] for row in leaves) == rows[-1][4] == 14
    assert sum(row[3] for row in leaves) == rows[-1][3] == 20
    assert any("ĐIỂM MẪU" in str(row[0]) for row in rows[:head])


def test_pdf_says_the_same(sheet: ScoreSheet, year: Year) -> None:
    made = report_file(sheet, year.plan, form="pdf", font_folders=settings.FONT_DIRS)
    text = "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(made.content))
    assert "Tổng điểm tự chấm: 14/20" in " ".join(text.split())
    assert "Phụ lục II" in text


def test_without_points_the_tables_say_so_and_have_no_points(
    sheet: ScoreSheet, year: Year, cast: Cast
) -> None:
    year.adopt(weights=False)
    bare = score_sheet(cast.unit, 2026, MID)
    assert "chưa có bảng điểm nên báo cáo chưa nêu điểm" in said(bare, year.plan)
    made = Document(io.BytesIO(report_file(bare, year.plan, form="docx").content))
    heads = [[cell.text for cell in table.rows[0].cells] for table in made.tables]
    assert ["TT", "Tiêu chí, nội dung", "Kết quả", "Lý do", "Minh chứng"] in heads
    assert not any("Điểm tự chấm" in head for head in heads)


def test_what_stops_the_report_comes_first(sheet: ScoreSheet, year: Year, cast: Cast) -> None:
    found = [(one.text.split(":")[0].rstrip("."), one.stops) for one in concerns_of(sheet, year.plan)]
    assert found == [
        ("Đang dùng điểm mẫu", True),
        ("1 minh chứng chờ kiểm tra, chưa tính vào điểm", False),
        ("1 nội dung chưa được chấm", False),
    ]
    assert all(one.target != "register" for one in concerns_of(official(year, cast), year.plan))


def test_no_set_and_unknown_forms_are_refused(sheet: ScoreSheet, year: Year, cast: Cast) -> None:
    with pytest.raises(CannotReport, match="chưa chọn bộ tiêu chí năm 2026"):
        report_file(score_sheet(cast.other_unit, 2026, MID), None, form="docx")
    with pytest.raises(CannotReport, match=r"\.docx, \.pdf hoặc \.xlsx"):
        report_file(sheet, year.plan, form="odt")


def test_what_people_typed_never_becomes_a_formula(year: Year, cast: Cast) -> None:
    task = year.add_task("I#2", cast.office)
    year.add_proof(task, cast.office, MAY, title='=HYPERLINK("http://x")')
    content = report_file(score_sheet(cast.unit, 2026, MID), year.plan, form="xlsx").content
    cells = [cell for row in load_workbook(io.BytesIO(content))["Minh chứng"].iter_rows() for cell in row]
    typed = [cell for cell in cells if cell.value == '=HYPERLINK("http://x")']
    assert [cell.data_type for cell in typed] == ["s"]


def test_headings_and_groups_of_agencies_are_not_counted_among_the_tasks(
    year: Year, sheet: ScoreSheet, cast: Cast
) -> None:
    """The plan prints as many tasks: two papers of one dossier must not differ."""
    heading = year.add_task("I#2", group="Các cơ quan, đơn vị có liên quan", no="3")
    Task.objects.filter(pk=heading.pk).update(is_header=True)
    said_ = said(score_sheet(cast.unit, 2026, MID), year.plan)
    assert "cụ thể hóa thành 2 nhiệm vụ, giao cho 1 cơ quan, đơn vị chủ trì" in said_
