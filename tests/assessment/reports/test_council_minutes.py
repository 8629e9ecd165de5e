"""The minutes of the council: what was frozen, who was there, each voice, both formats."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.conf import settings
from docx import Document
from pypdfium2 import PdfDocument

from tests.assessment.rounds.conftest import steps
from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.assessment.year import year
from tests.cast import Cast
from thanthien.assessment.reports.council_minutes import council_minutes, council_minutes_file
from thanthien.assessment.reports.council_tables import SIDE_BY_SIDE, voices_blocks
from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.rounds.appraising import close_appraisal, set_chair_point
from thanthien.assessment.rounds.models import Appraisal, CouncilMember
from thanthien.assessment.rounds.queries import decided_appraisals_of, sheets_of, snapshot_of
from thanthien.lib.documents.write import AdministrativeDocument, Annex, Heading, TableBlock, Text

__all__ = ["steps", "year"]


@pytest.fixture
def closed(steps: Steps, cast: Cast) -> Appraisal:
    """Chair, secretary on the sheets; Mặt trận's paper sheet never came; the commune's own member recused."""
    steps.submitted()
    appraisal = steps.appraising()
    steps.hand_in(appraisal, steps.seat(appraisal, "chair"), cast.appraiser, {"I#1": "5"})
    steps.hand_in(appraisal, steps.seat(appraisal, "secretary"), cast.city_admin)
    steps.looked_at(appraisal)
    set_chair_point(
        actor=cast.appraiser,
        at=DECEMBER,
        appraisal=appraisal,
        key="I#2",
        points=Decimal(1),
        reason="Ảnh quý IV trùng",
    )
    return close_appraisal(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, seen=steps.round().version)


def said(document: AdministrativeDocument) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Heading | Text))


def table(where: AdministrativeDocument | Annex) -> list[tuple[str, ...]]:
    return [row.cells for block in where.blocks if isinstance(block, TableBlock) for row in block.rows]


def test_it_names_who_was_there_who_was_not_and_why(closed: Appraisal, cast: Cast) -> None:
    document = council_minutes(closed)
    part = {row[1]: row[4] for row in table(document)}
    assert part == {
        str(cast.appraiser): "Đã nộp phiếu",
        str(cast.city_admin): "Đã nộp phiếu",
        "Lý Thu Thảo": "Vắng",
        str(cast.council): "Không chấm, có liên quan",
    }
    text = said(document)
    assert (
        "Có 3 thành viên được chấm điểm hồ sơ này; 2 thành viên đã nộp phiếu. Số phiếu tối thiểu là 2" in text
    )
    assert "Vắng, không nộp phiếu: Lý Thu Thảo (Ủy ban MTTQ thành phố)." in text
    assert f"Không tham gia chấm vì có liên quan đến đơn vị: {cast.council}" in text
    assert document.second_signer == ("Thư ký", str(cast.city_admin))
    assert (document.authority, document.signer) == (("CHỦ TỊCH HỘI ĐỒNG",), str(cast.appraiser))


def test_who_leaves_the_council_afterwards_was_still_a_voice(closed: Appraisal) -> None:
    before = said(council_minutes(closed))
    CouncilMember.objects.update(left_at=DECEMBER.replace(day=20))
    assert said(council_minutes(closed)) == before


def test_points_are_those_that_were_frozen_with_each_voice(closed: Appraisal) -> None:
    first, second, third = council_minutes(closed).annexes
    points = {row[1]: row[2:] for row in table(first)}
    assert points["Niêm yết thủ tục"][1:] == ("6", "5 – 6", "5,5", "5,5")
    assert table(first)[-1][-1] == str(closed.total).rstrip("0").rstrip(".").replace(".", ",")
    assert {row[1]: row[2:] for row in table(second)}["Niêm yết thủ tục"] == ("5", "6")
    assert {row[3] for row in table(third)} == {"Đúng"}
    assert len(table(third)) == closed.sample.count()
    text = said(council_minutes(closed))
    assert "quyết định 1 điểm. Lý do: ảnh quý IV trùng." in text
    assert "Thiếu ảnh quý IV." in text
    assert closed.result_sha256 in text


def test_sample_points_ask_for_no_recognition_and_gaps_are_seen(closed: Appraisal) -> None:
    text = said(council_minutes(closed))
    assert "ĐIỂM MẪU" in text
    assert "chưa dùng làm căn cứ đề nghị công nhận" in text
    assert "[3. Kết quả biểu quyết" in text


def test_a_large_council_goes_on_in_a_second_table(closed: Appraisal) -> None:
    sheets = [one for one in sheets_of(closed) if one.state == "handed_in"] * 5
    blocks = [b for b in voices_blocks(snapshot_of(closed.submission), sheets) if isinstance(b, TableBlock)]
    assert [len(block.columns) - 2 for block in blocks] == [SIDE_BY_SIDE, 2]
    assert max(sum(column.width for column in block.columns) for block in blocks) <= 24.7


def test_both_formats_say_the_same(closed: Appraisal) -> None:
    word = Document(io.BytesIO(council_minutes_file(closed, form="docx").content))
    paper = council_minutes_file(closed, form="pdf", font_folders=settings.FONT_DIRS)
    pages = PdfDocument(paper.content)
    pdf = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    line = next(p.text for p in word.paragraphs if p.text.startswith("1. Tổng điểm thẩm định"))
    assert line in pdf
    assert "BIÊN BẢN" in pdf
    assert paper.filename == "bien-ban-tham-dinh-xa-thanh-binh-2026-lan-1.pdf"
    with pytest.raises(CannotReport, match=r"\.docx hoặc \.pdf"):
        council_minutes_file(closed, form="odt")


def test_a_running_appraisal_has_no_minutes(steps: Steps) -> None:
    steps.submitted()
    with pytest.raises(CannotReport, match="chưa kết thúc thẩm định"):
        council_minutes(steps.appraising())


def test_the_commune_reads_them_once_a_decision_has_followed(closed: Appraisal, steps: Steps) -> None:
    assert decided_appraisals_of(steps.round()) == []
    steps.decided()
    assert decided_appraisals_of(steps.round()) == [closed]
