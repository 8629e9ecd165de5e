"""Documents tell what budget, inspections and reviews hold; a blank stands where nothing is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.year import Year, year
from tests.cast import NOW, Cast
from tests.programme.budget.factories import approved_item, draft_item
from thanthien.assessment.reports.gaps import gaps_of
from thanthien.assessment.reports.kinds import KINDS, draw_up
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import Heading, Text
from thanthien.programme.budget.actions import move_item
from thanthien.programme.budget.states import Move
from thanthien.programme.inspections.models import Finding, Inspection
from thanthien.programme.reviews.models import Review

__all__ = ["year"]


def said(cast: Cast, kind: str) -> tuple[str, str]:
    """(the words of the document, its blanks)."""
    document = draw_up(KINDS[kind], Sources(cast.unit, 2026, NOW.date()))
    words = "\n".join(block.text for block in document.blocks if isinstance(block, Heading | Text))
    return words, "; ".join(gap for gap, _ in gaps_of(document))


@pytest.mark.parametrize("kind", ["plan", "submission"])
def test_the_estimate_is_that_of_the_items(kind: str, year: Year, cast: Cast) -> None:
    year.add_task("I#1", cast.office)
    assert "hi dự toán" in said(cast, kind)[1]
    approved_item(cast, estimate=12_000_000)
    words, blanks = said(cast, kind)
    assert "Dự toán kinh phí năm 2026: 12.000.000 đồng (ngân sách cấp xã 12.000.000 đồng)." in words
    assert "hi dự toán" not in blanks
    given_up = draft_item(cast, estimate=99)
    move_item(actor=cast.coordinator, at=NOW, item=given_up, move=Move.WITHDRAW, seen=given_up.version)
    draft_item(cast, estimate=3_000_000)
    words, _ = said(cast, kind)
    assert "15.000.000 đồng (ngân sách cấp xã 15.000.000 đồng; đã được duyệt 12.000.000 đồng)" in words


def test_the_year_tells_conferences_and_inspections_that_were_held(year: Year, cast: Cast) -> None:
    year.add_task("I#1", cast.office)
    assert "Đơn vị bổ sung: hội nghị, tuyên truyền, kiểm tra" in said(cast, "year")[1]
    visits = [
        Inspection.objects.create(
            unit=cast.unit, year=2026, inspection_date=date(2026, 6, 4), agency=cast.office, place="Văn phòng",
            title="Kiểm tra niêm yết", state=state, planned_at=NOW,
        )
        for state in ("held", "closed", "planned", "cancelled")
    ]  # fmt: skip
    Finding.objects.create(inspection=visits[0], text="Bảng cũ", state="ordered")
    Finding.objects.create(inspection=visits[1], text="Thiếu ghế", state="passed")
    Review.objects.create(
        unit=cast.unit, kind="interim", from_year=2025, to_year=2026, due_date=date(2026, 12, 31), planned_at=NOW,
        planned_by=cast.coordinator, place="Hội trường xã", conference_date=date(2026, 6, 30), state="held",
    )  # fmt: skip
    words, blanks = said(cast, "year")
    assert "Đã tổ chức 2 cuộc kiểm tra, ghi nhận 2 tồn tại, 1 đã xử lý xong." in words
    assert "Hội nghị sơ kết 2025–2026 được tổ chức ngày 30/06/2026 tại hội trường xã." in words
    assert "Đơn vị bổ sung: tuyên truyền đã tổ chức" in blanks
