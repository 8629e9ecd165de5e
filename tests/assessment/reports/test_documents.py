"""The unit's documents: what each says of the year, what it needs, and that both formats hold it."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from tests.assessment.year import Year
from tests.cast import VIETNAM, Cast
from thanthien.assessment.reports import planning
from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.gaps import gaps_of
from thanthien.assessment.reports.kinds import KINDS, document_file, draw_up
from thanthien.assessment.reports.sources import Sources, Span, last_whole_month, month_span
from thanthien.assessment.rounds.actions import register_level
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
    write_docx,
    write_pdf,
)
from thanthien.programme.impediments.models import Impediment
from thanthien.programme.inspections.models import Finding, Inspection
from thanthien.programme.merit.models import Practice
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.reviews.models import Lesson, Review, YearResult
from thanthien.programme.steering.models import Committee, CommitteeMember

TODAY = date(2026, 7, 1)
JUNE = month_span(2026, 6)


@pytest.fixture
def sources(year: Year, cast: Cast, now: datetime) -> Sources:
    """June: one task reported done, one late, two proofs, a figure; level 2 registered in February."""
    posting, calendar = year.add_task("I#1", cast.office), year.add_task("I#2", cast.office, no="2")
    done = datetime(2026, 6, 10, 9, 0, tzinfo=VIETNAM)
    TaskAgency.objects.filter(task=posting).update(state=Task.State.DONE, done_at=done)
    Task.objects.filter(pk=posting.pk).update(state=Task.State.DONE)
    Task.objects.filter(pk=calendar.pk).update(due_date=date(2026, 6, 20))
    year.add_proof(posting, cast.office, date(2026, 6, 2))
    year.add_proof(calendar, cast.office, date(2026, 6, 3), state="waiting")
    year.add_proof(calendar, cast.office, date(2026, 5, 3))
    year.add_reading("case_on_time", date(2026, 6, 30), 19, 20)
    register_level(
        actor=cast.leader, at=now, unit=cast.unit, year=2026, level=2, registered_date=date(2026, 2, 10)
    )
    _steer(cast, now)
    _review(cast, now)
    return Sources(cast.unit, 2026, TODAY, JUNE)


def _review(cast: Cast, now: datetime) -> Review:
    """Planned for 2026–2027: results are those of today; one lesson in hand."""
    review = Review.objects.create(
        unit=cast.unit, kind="interim", from_year=2026, to_year=2027, due_date=date(2027, 12, 31), planned_at=now,
        planned_by=cast.coordinator, place="Hội trường xã", conclusion="Tiếp tục nhân rộng",
    )  # fmt: skip
    Lesson.objects.create(
        review=review, text="Minh chứng dồn vào cuối năm", follow_up="Nộp theo quý", agency=cast.culture,
        due_date=date(2027, 9, 30), added_at=now, added_by=cast.coordinator,
    )  # fmt: skip
    return review


def _steer(cast: Cast, now: datetime) -> None:
    """A committee of two, an inspection with one finding, a difficulty answered in June."""
    committee = Committee.objects.create(
        unit=cast.unit, name="Ban Chỉ đạo Chính quyền thân thiện", start_year=2026, created_at=now
    )
    for role, person in (("head", cast.leader), ("member", cast.head)):
        CommitteeMember.objects.create(
            committee=committee, role=role, person=person, title="Chức vụ", start_date=date(2026, 1, 1)
        )
    held = Inspection.objects.create(
        unit=cast.unit, year=2026, inspection_date=date(2026, 6, 4), agency=cast.office, place=cast.office.name,
        title="Kiểm tra niêm yết thủ tục", state="held", planned_at=now, conclusion="Cơ bản đạt yêu cầu",
    )  # fmt: skip
    held.inspectors.add(cast.head)
    Finding.objects.create(
        inspection=held, text="Bảng niêm yết cũ", agency=cast.office, due_date=date(2026, 6, 20)
    )
    Impediment.objects.create(
        unit=cast.unit, year=2026, number=1, text="Thiếu bảng niêm yết.", state="answered", answer="Đã cấp bảng",
        reported_at=datetime(2026, 6, 5, 9, 0, tzinfo=VIETNAM), reported_by=cast.officer,
    )  # fmt: skip


def said(document: AdministrativeDocument) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Heading | Text))


def cells(document: AdministrativeDocument) -> list[tuple[str, ...]]:
    blocks = [block for annex in document.annexes for block in annex.blocks if isinstance(block, TableBlock)]
    return [row.cells for block in blocks for row in block.rows]


def test_the_plan_names_its_aim_and_lists_every_task(sources: Sources) -> None:
    document = draw_up(KINDS["plan"], sources)
    assert document.number.strip() == "/KH-UBND"
    assert "Phấn đấu năm 2026 đạt “Chính quyền thân thiện” mức 2." in said(document)
    assert [row[1] for row in cells(document)] == [task.title for task in sources.tasks]
    assert cells(document)[0][2] == "Văn phòng HĐND và UBND"
    assert "dự toán kinh phí" in said(document)


def test_without_a_plan_the_criteria_give_the_draft(year: Year, cast: Cast) -> None:
    year.plan.delete()
    sources = Sources(cast.unit, 2026, TODAY)
    document = draw_up(KINDS["plan"], sources)
    leaves = [line.title for line in sources.sheet.leaves]
    titles = [row[1] for row in cells(document)]
    assert [title for title in titles if title in leaves] == leaves
    assert document.signer == "[họ và tên người ký]"
    assert "[Bảng tại Phụ lục lập từ bộ tiêu chí" in said(document)


def test_the_registration_is_a_letter_to_the_level_above(sources: Sources) -> None:
    document = draw_up(KINDS["registration"], sources)
    assert document.letter
    assert document.about.startswith("V/v đăng ký mức đạt chuẩn")
    assert document.addressee_lines[1] == "- Ủy ban nhân dân thành phố Hải Minh;"
    assert "đạt “Chính quyền thân thiện” mức 2 năm 2026" in said(document)
    assert "Trần Thị Hòa, Phòng Văn hóa - Xã hội" in said(document)
    word = Document(io.BytesIO(document_file(KINDS["registration"], sources, form="docx").content))
    assert "CÔNG VĂN" not in [paragraph.text for paragraph in word.paragraphs]
    assert document.about in [p.text for p in word.tables[0].rows[1].cells[0].paragraphs]


def test_the_submission_is_signed_by_the_head_of_the_division(sources: Sources) -> None:
    document = draw_up(KINDS["submission"], sources)
    assert document.issuer == "Phòng Văn hóa - Xã hội"
    assert (document.authority, document.signer) == (("Trưởng phòng",), "Phạm Quốc Dũng")
    assert document.addressees == ("Ủy ban nhân dân xã Thanh Bình",)


@pytest.mark.parametrize(
    ("title", "post"),
    [
        ("Trưởng phòng Văn hóa - Xã hội", "Trưởng phòng"),
        ("Phó Trưởng phòng", "Phó Trưởng phòng"),
        ("", "Trưởng phòng"),
    ],
)
def test_the_post_above_a_signature_does_not_name_the_agency_again(title: str, post: str) -> None:
    assert planning.post_of(title, "Phòng Văn hóa - Xã hội") == post


def test_rows_of_the_plan_without_a_number_are_counted(sources: Sources) -> None:
    Task.objects.filter(unit=sources.unit).update(no="-")
    rows = cells(draw_up(KINDS["plan"], Sources(sources.unit, 2026, TODAY)))
    assert [row[0] for row in rows if len(row) > 1 and row[1]] == ["1", "2"]


def test_the_assignment_goes_agency_by_agency_with_officers(sources: Sources, cast: Cast) -> None:
    part = TaskAgency.objects.get(task=sources.tasks[0])
    part.assignee = cast.officer
    part.save()
    rows = cells(draw_up(KINDS["assignment"], Sources(cast.unit, 2026, TODAY)))
    assert rows[0][0] == "Văn phòng HĐND và UBND"
    assert rows[1][3] == "Nguyễn Văn An"
    assert rows[2][3] == "[chưa phân công]"


def test_the_month_tells_done_proved_measured_late(sources: Sources) -> None:
    document = draw_up(KINDS["month"], sources)
    text = said(document)
    assert document.subject.endswith("tháng 6 năm 2026")
    assert "Trong kỳ, 1 nhiệm vụ được cơ quan chủ trì báo hoàn thành" in text
    assert "gửi 2 minh chứng" in text
    assert "1 đã được kiểm tra, chấp nhận; 1 chờ kiểm tra" in text
    assert "19/20" in text
    assert "Đến ngày 30/06/2026, 1 nhiệm vụ quá hạn" in text
    assert "IV. NHIỆM VỤ THÁNG 7 NĂM 2026" in text
    assert "- Thiếu bảng niêm yết (đã trả lời). Trả lời: Đã cấp bảng." in text
    assert cells(document)[0][0] == "Nhiệm vụ hoàn thành trong kỳ: 1"


def test_what_lies_outside_the_days_is_left_out(sources: Sources, cast: Cast) -> None:
    may = draw_up(KINDS["month"], Sources(cast.unit, 2026, TODAY, month_span(2026, 5)))
    assert "gửi 1 minh chứng" in said(may)
    assert "không có nhiệm vụ nào được báo hoàn thành" in said(may)
    assert "không có nhiệm vụ quá hạn" in said(may)
    assert may.annexes == ()


def test_the_decision_names_who_decides_and_the_members(sources: Sources) -> None:
    document = draw_up(KINDS["committee"], sources)
    assert document.number.strip() == "/QĐ-UBND"
    assert document.decides == "Ủy ban nhân dân xã Thanh Bình"
    assert [(row[1], row[3]) for row in cells(document)] == [
        ("Đỗ Hoàng Lâm", "Trưởng ban"),
        ("Phạm Quốc Dũng", "Ủy viên"),
    ]
    word = Document(io.BytesIO(document_file(KINDS["committee"], sources, form="docx").content))
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert lines.index("ỦY BAN NHÂN DÂN XÃ THANH BÌNH") < lines.index("QUYẾT ĐỊNH:")


def test_the_record_of_an_inspection_is_signed_by_both_sides(sources: Sources) -> None:
    document = draw_up(KINDS["inspection"], sources)
    assert "Thời gian, địa điểm: ngày 04 tháng 6 năm 2026, tại Văn phòng HĐND và UBND." in said(document)
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert tables[0].rows[0].cells[1:2] + tables[0].rows[0].cells[4:] == ("Bảng niêm yết cũ", "20/06/2026")
    assert document.second_signer is not None
    assert document.signer == "Phạm Quốc Dũng"


def table_rows(document: AdministrativeDocument) -> list[tuple[str, ...]]:
    return [row.cells for block in document.blocks if isinstance(block, TableBlock) for row in block.rows]


def test_the_review_tells_years_lessons_and_leaves_proposals_blank(sources: Sources) -> None:
    document = draw_up(KINDS["review"], sources)
    assert (document.kind, document.number.strip()) == ("BÁO CÁO", "/BC-UBND")
    assert document.subject == "Sơ kết thực hiện mô hình “Chính quyền thân thiện” giai đoạn 2026–2027"
    years, lesson = table_rows(document)
    assert years[:2] == ("2026", "mức 2")
    assert years[2].endswith("(điểm mẫu)")
    assert lesson[1:3] == ("Minh chứng dồn vào cuối năm", "Nộp theo quý")
    assert lesson[3:] == ("Phòng Văn hóa - Xã hội, 30/09/2027", "Đang thực hiện")
    text = said(document)
    assert "dự kiến tổ chức [ngày … tháng … năm …] tại hội trường xã" in text
    assert "Tiếp tục nhân rộng." in text
    assert "[Đơn vị ghi đề xuất, kiến nghị với cấp trên" in text


def test_the_review_takes_limits_and_proposals_from_what_was_recorded(sources: Sources, cast: Cast) -> None:
    Impediment.objects.update(state="escalated", proposal="Cấp thêm bảng điện tử")
    Impediment.objects.create(
        unit=cast.unit, year=2027, number=1, text="Việc của năm sau", state="waiting",
        reported_at=datetime(2027, 6, 5, 9, 0, tzinfo=VIETNAM), reported_by=cast.officer,
    )  # fmt: skip
    Practice.objects.create(
        unit=cast.unit, year=2026, code="ngay-hen", title="Ngày không hẹn", state="recognised",
        document_number="31/QĐ-UBND", written_at=datetime(2026, 6, 1, tzinfo=VIETNAM), written_by=cast.coordinator,
    )  # fmt: skip
    text = said(draw_up(KINDS["review"], Sources(cast.unit, 2026, TODAY)))
    assert "- Ngày không hẹn (năm 2026, Quyết định số 31/QĐ-UBND)." in text
    assert "phản ánh 1 vướng mắc; 0 đã giải quyết xong:" in text
    assert "- Thiếu bảng niêm yết (năm 2026, chờ lãnh đạo UBND)." in text
    assert "- Cấp thêm bảng điện tử (vướng mắc số 1/2026)." in text
    assert "- Nộp theo quý (Phòng Văn hóa - Xã hội, trước hoặc trong ngày 30/09/2027)." in text
    assert "Việc của năm sau" not in text


def test_what_a_document_leaves_open_is_listed_once_with_its_count(sources: Sources) -> None:
    table = TableBlock((Column("TT", 2),), tuple(TableRow(("[chưa xác định]",)) for _ in range(2)))
    paper = replace(
        draw_up(KINDS["month"], sources),
        blocks=(Text("Mức […] và [ghi dự toán.]"), table),
        signer="[họ tên]",
        annexes=(),
    )
    assert gaps_of(paper) == [("Ghi dự toán", 1), ("Chưa xác định", 2), ("Họ tên", 1)]


def test_a_review_held_keeps_its_years_and_compares_official_points_alone(
    sources: Sources, cast: Cast
) -> None:
    review = Review.objects.get()
    Review.objects.update(state="held", conference_date=date(2027, 12, 20))
    for year, points, sample in ((2025, 70, True), (2026, 80, False), (2027, "85.5", False)):
        YearResult.objects.create(review=review, year=year, points=points, level="Mức 1", is_sample=sample)
    document = draw_up(KINDS["review"], Sources(cast.unit, 2026, TODAY))
    assert [row[2] for row in table_rows(document)[:3]] == ["70 (điểm mẫu)", "80", "85,5"]
    assert "Điểm năm 2027 tăng 5,5 điểm so với năm 2026." in said(document)
    assert "đã được tổ chức ngày 20 tháng 12 năm 2027" in said(document)


def test_recognition_asks_for_no_level_on_sample_points(sources: Sources) -> None:
    text = said(draw_up(KINDS["recognition"], sources))
    assert "ĐIỂM MẪU" in text
    assert "mức […] năm 2026" in text


def test_what_is_missing_is_named_and_refused(cast: Cast) -> None:
    bare = Sources(cast.other_unit, 2026, TODAY)
    assert [code for code, kind in KINDS.items() if not kind.lacking(bare)] == ["registration"]
    with pytest.raises(CannotReport, match=r"Chưa có nhiệm vụ của kế hoạch\. Nhập kế hoạch trước"):
        draw_up(KINDS["month"], bare)
    with pytest.raises(CannotReport, match=r"\.docx hoặc \.pdf"):
        document_file(KINDS["registration"], bare, form="odt")


@pytest.mark.parametrize("code", list(KINDS))
def test_every_kind_comes_as_word_and_pdf_with_the_same_words(sources: Sources, code: str) -> None:
    kind = KINDS[code]
    word = Document(io.BytesIO(document_file(kind, sources, form="docx").content))
    paper = document_file(kind, sources, form="pdf", font_folders=settings.FONT_DIRS)
    pdf = " ".join(
        " ".join(page.get_textpage().get_text_range() for page in PdfDocument(paper.content)).split()
    )
    first = next(block for block in draw_up(kind, sources).blocks if isinstance(block, Text))
    assert first.text in [paragraph.text for paragraph in word.paragraphs]
    assert first.text[:60] in pdf
    assert paper.filename.endswith(".pdf")
    assert paper.filename.isascii()


@pytest.mark.slow
def test_libreoffice_opens_them(sources: Sources, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine")
    for code, kind in KINDS.items():
        (tmp_path / f"{code}.docx").write_bytes(document_file(kind, sources, form="docx").content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        [*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=240
    )
    made = {path.stem: len(PdfDocument(path)) for path in (tmp_path / "out").glob("*.pdf")}
    assert set(made) == set(KINDS)
    assert made["registration"] == 1


def test_minutes_are_signed_by_two_with_the_recipients_below(sources: Sources) -> None:
    plain = draw_up(KINDS["month"], sources)
    minutes = replace(plain, second_signer=("Thư ký", "Lê Thị Thu"), annexes=())
    word = Document(io.BytesIO(write_docx(minutes)))
    left, right = (
        [one.text for one in cell.paragraphs if one.text] for cell in word.tables[-1].rows[0].cells
    )
    assert left[:3] == ["THƯ KÝ", "Lê Thị Thu", "Nơi nhận:"]
    assert (left[-1], right[-1].split()[-1]) == ("- Lưu: VT, VHXH.", "Lâm")
    pdf = PdfDocument(write_pdf(minutes, font_folders=settings.FONT_DIRS))
    assert "Lê Thị Thu" in pdf[len(pdf) - 1].get_textpage().get_text_range()


def test_spans_say_themselves() -> None:
    assert month_span(2026, 12).last == date(2026, 12, 31)
    assert Span(date(2026, 4, 1), date(2026, 6, 30)).words == "quý II năm 2026"
    assert Span(date(2026, 1, 1), date(2026, 12, 31)).words == "năm 2026"
    assert Span(date(2026, 3, 2), date(2026, 3, 9)).words == "từ ngày 02/03/2026 đến ngày 09/03/2026"
    assert last_whole_month(2026, date(2026, 1, 9)) == month_span(2026, 1)
    assert last_whole_month(2025, date(2026, 1, 9)) == month_span(2025, 12)


@given(first=st.dates(date(2020, 1, 1), date(2090, 1, 1)), days=st.integers(0, 400))
def test_the_span_after_begins_the_day_after(first: date, days: int) -> None:
    span = Span(first, date.fromordinal(first.toordinal() + days))
    assert (span.after.first - span.last).days == 1
    assert span.after.last >= span.after.first
