"""Excel workbooks as a Vietnamese reader sees them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from thanthien.lib.documents import CannotRead, Document, read


def workbook_of(fill: Callable[[Worksheet], None]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def task_sheet(sheet: Worksheet) -> None:
    sheet["A1"] = "KẾ HOẠCH NĂM 2026"
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Hạn"])
    sheet.append(["I", "CÔNG KHAI"])
    sheet.merge_cells("B4:D4")
    sheet.append([1, "Niêm yết thủ tục", "Phòng Kinh tế", dt.date(2026, 2, 27)])
    sheet.append([2, "Cập nhật thủ tục", None, "Thường xuyên"])
    sheet.merge_cells("C5:C6")
    sheet.append(["Người lập biểu"])


def table_texts(document: Document) -> list[list[str | None]]:
    (table,) = document.tables()
    return [[cell.text if cell else None for cell in row.cells] for row in table.rows]


def test_text_above_table_merged_cells_and_closing_line() -> None:
    document = read(workbook_of(task_sheet))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["KẾ HOẠCH NĂM 2026", "Người lập biểu"]
    assert table_texts(document) == [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Hạn"],
        ["I", "CÔNG KHAI", None, None],
        ["1", "Niêm yết thủ tục", "Phòng Kinh tế", "27/02/2026"],
        ["2", "Cập nhật thủ tục", None, "Thường xuyên"],
    ]
    (table,) = document.tables()
    lead = table.rows[2].cells[2]
    assert lead is not None
    assert lead.row_span == 2
    assert [row.place.line for row in table.rows] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1234.5, "General", "1.234,5"),
        (1234.5, "#,##0.00", "1.234,50"),
        (0.925, "0.0%", "92,5%"),
        (0.1 + 0.2, "General", "0,3"),
        (2026, "General", "2026"),
        (2026, "0", "2026"),
        (1500000, "#,##0", "1.500.000"),
        (True, "General", "Có"),
        (dt.datetime(2026, 2, 5, 7, 30), "dd/mm/yyyy hh:mm", "05/02/2026 07:30"),
        (dt.datetime(2026, 2, 5), "dd/mm/yyyy", "05/02/2026"),
    ],
)
def test_values_print_as_in_vietnam(value: object, form: str, printed: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["TT", "Giá trị"])
        sheet.append([1, value])
        sheet["B2"].number_format = form

    assert table_texts(read(workbook_of(fill)))[1] == ["1", printed]


def test_two_columns_without_numbers_are_a_table() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Nội dung tiêu chí", "Điểm tối đa"])
        sheet.append(["Công khai thủ tục hành chính", 2.5])

    assert table_texts(read(workbook_of(fill)))[1] == ["Công khai thủ tục hành chính", "2,5"]


def test_hidden_rows_and_sheets_are_left_out_and_said() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in (["TT", "Việc", "Hạn"], [1, "Hiện", "Quý I"], [2, "Ẩn", "Quý II"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    workbook.create_sheet("Nháp").sheet_state = "hidden"
    stream = io.BytesIO()
    workbook.save(stream)
    document = read(stream.getvalue())
    assert [row[0] for row in table_texts(document)] == ["TT", "1"]
    assert "1 trang tính bị ẩn" in document.notes[0]


def test_empty_workbook_is_refused() -> None:
    with pytest.raises(CannotRead) as caught:
        read(workbook_of(lambda sheet: None))
    assert caught.value.code == "empty"
