"""A small set of the invented city Hải Minh (20 points, five rows), and point tables for it as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import docx
from openpyxl import Workbook

from tests.assessment.year import HERE
from tests.cast import FIRST_DAY
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.actions import load_set, load_weights
from thanthien.programme.criteria.definition import CriteriaSetDefinition, load_definition
from thanthien.programme.criteria.definition import load_weights as read_weights
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.weighing import draft_weights

SOURCE = (HERE / "criteria.yaml").read_text(encoding="utf-8")
# key → (printed number, printed text, points); the city's wording differs a little from the set's
ROWS: dict[str, tuple[str, str, str]] = {
    "I": ("I", "Tiêu chí công khai", "8"),
    "I#1": ("-", "Niêm yết thủ tục hành chính", "5"),
    "I#2": ("-", "Lịch tiếp dân hằng tháng", "3"),
    "II": ("II", "Tiêu chí phục vụ", "12"),
    "II.1": ("1", "Giải quyết hồ sơ đúng hạn", "6"),
    "II.2": ("2", "Lượt cài ứng dụng của người dân", "4"),
    "II.3": ("3", "Thái độ phục vụ", "2"),
}
HEAD = ("STT", "Nội dung tiêu chí", "Điểm tối đa")


def small_definition() -> CriteriaSetDefinition:
    return load_definition(SOURCE)


def keep_small_set(source: str = SOURCE, at: datetime = FIRST_DAY) -> CriteriaSet:
    return load_set(definition=load_definition(source), source=source, at=at)[0]


def keep_sample_points(kept: CriteriaSet, at: datetime = FIRST_DAY) -> WeightTable:
    definition = read_weights(HERE / "weights.yaml", load_definition(kept.source))
    return load_weights(criteria_set=kept, definition=definition, source="", at=at)[0]


def lines(changed: Mapping[str, str] | None = None, total: str = "20") -> list[tuple[str, str, str]]:
    """The table's rows; `changed` puts other points on a row, or leaves it out with "-"."""
    other = changed or {}
    body = [(n, text, other.get(key, points)) for key, (n, text, points) in ROWS.items()]
    return [line for line in body if line[2] != "-"] + [("", "Tổng cộng", total)]


def as_xlsx(changed: Mapping[str, str] | None = None, total: str = "20") -> bytes:
    """A title in row 1, the head in row 2, the first criterion in row 3."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["BẢNG ĐIỂM CHÍNH QUYỀN THÂN THIỆN"])
    sheet.append(list(HEAD))
    for number, text, points in lines(changed, total):
        is_number = points.replace(".", "", 1).isdigit()
        sheet.append([number, text, float(points) if is_number else points or None])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(changed: Mapping[str, str] | None = None, total: str = "20") -> bytes:
    made = docx.Document()
    made.add_paragraph("BẢNG ĐIỂM CHÍNH QUYỀN THÂN THIỆN")
    table = made.add_table(rows=0, cols=3, style="Table Grid")
    for line in [HEAD, *lines(changed, total)]:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text.replace(".", ",") if text.replace(".", "", 1).isdigit() else text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def keep_draft(
    kept: CriteriaSet, city: Unit, actor: Person | None, data: bytes | None = None, at: datetime = FIRST_DAY
) -> WeightTable:
    return draft_weights(
        actor=actor,
        at=at,
        unit=city,
        criteria_set=kept,
        data=data or as_xlsx(),
        filename="bang-diem.xlsx",
        title="Bảng điểm 2026",
    )


def points_of(table: WeightTable) -> dict[str, Decimal | None]:
    rows = table.weights.filter(criterion__isnull=False).select_related("criterion")
    return {row.criterion.key: row.points for row in rows if row.criterion}
