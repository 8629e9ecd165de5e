"""What is written reads back: by our own readers, part by part."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
import reportlab
from docx import Document as open_docx
from openpyxl import load_workbook
from reportlab.pdfbase import pdfmetrics

from tests.lib.documents.written import REPORT, TASKS
from thanthien.lib.documents import read
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    FontMissing,
    Sheet,
    SheetColumn,
    SheetRow,
    TableBlock,
    TableRow,
    fonts,
    write_docx,
    write_pdf,
    write_xlsx,
)

Writer = Callable[[AdministrativeDocument], bytes]
WRITERS = pytest.mark.parametrize("write", [write_docx, write_pdf])


@WRITERS
def test_parts_come_back_in_order(write: Writer) -> None:
    lines = [paragraph.text for paragraph in read(write(REPORT)).paragraphs()]
    order = (
        "ỦY BAN NHÂN DÂN",
        "XÃ SUỐI MƠ",
        "Số: 05/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Suối Mơ, ngày 05 tháng 02 năm 2026",
        "BÁO CÁO",
        "Kính gửi: Ủy ban nhân dân tỉnh",
        "Căn cứ Quyết định số 77/QĐ-UBND ngày 12/01/2026;",
        "Căn cứ Kế hoạch số 08/KH-UBND.",
        "I. KẾT QUẢ CHUNG",
        "1. Thuận lợi",
        "II. KIẾN NGHỊ",
        "Nơi nhận:",
        "- Sở Nội vụ;",
        "- Lưu: VT, VHXH.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Văn Bình Minh",
        "Phụ lục I",
        "BẢNG TỰ CHẤM ĐIỂM",
        "Phụ lục II",
    )
    places = [lines.index(text) for text in order]
    assert places == sorted(places)
    assert any("5 < 6 & “dấu ngoặc”" in line for line in lines)


@WRITERS
def test_annex_table_comes_back_as_one_table(write: Writer) -> None:
    (table,) = read(write(REPORT)).tables()
    texts = [[cell.text for cell in row.cells if cell] for row in table.rows]
    assert texts[0] == ["TT", "Tiêu chí", "Điểm", "Lý do"]
    assert texts[1] == ["I. CÔNG KHAI, MINH BẠCH"]
    assert [" ".join(text[1].split()) for text in texts[2:]] == [row.cells[1] for row in TASKS.rows[1:]]


@WRITERS
def test_same_document_same_bytes(write: Writer) -> None:
    assert write(REPORT) == write(REPORT)


@WRITERS
def test_a_cell_longer_than_a_page_is_written_whole(write: Writer) -> None:
    words = " ".join(f"chữ{number}" for number in range(2500))
    long_row = TableRow(("1", words, "1", "dài"))
    document = replace(REPORT, annexes=(Annex("Dài", (TableBlock(TASKS.columns, (long_row,)),)),))
    document = replace(document, annexes=(replace(document.annexes[0], landscape=True),))
    read_back = read(write(document))
    text = " ".join(
        cell.text for table in read_back.tables() for row in table.rows for cell in row.cells if cell
    )
    assert text.split().count("chữ2499") == 1
    assert text.split().count("chữ0") == 1


@WRITERS
def test_characters_no_file_may_hold_are_dropped(write: Writer) -> None:
    document = replace(REPORT, subject="Kết quả\x00 thực hiện\x0b năm 2026", annexes=())
    lines = [paragraph.text for paragraph in read(write(document)).paragraphs()]
    assert any(line.startswith("Kết quả") and "năm 2026" in line for line in lines)


def test_page_one_has_no_number_and_annexes_count_for_themselves() -> None:
    pdf = pypdfium2.PdfDocument(write_pdf(REPORT))
    firsts = [page.get_textpage().get_text_range().split("\n")[0].strip() for page in pdf]
    sizes = [round(page.get_width()) > round(page.get_height()) for page in pdf]
    assert not firsts[0].isdigit()
    annex = sizes.index(True)
    assert not firsts[annex].isdigit()
    assert firsts[annex + 1] == "2"


def test_word_page_layout() -> None:
    word = open_docx(io.BytesIO(write_docx(REPORT)))
    section = word.sections[0]
    assert section.page_width is not None
    assert section.left_margin is not None
    assert (round(section.page_width.cm, 1), round(section.left_margin.cm, 1)) == (21.0, 3.0)
    assert section.different_first_page_header_footer
    assert word.styles["Normal"].font.name == "Times New Roman"
    heads = [row for table in word.tables for row in table.rows if b"tblHeader" in _xml(row)]
    assert len(heads) == 1
    landscape = word.sections[1]
    assert landscape.page_width is not None
    assert landscape.page_height is not None
    assert landscape.page_width > landscape.page_height


def _xml(row: object) -> bytes:
    text: str = row._tr.xml  # type: ignore[attr-defined]
    return text.encode()


def test_blank_date_and_serial_are_left_to_fill() -> None:
    document = replace(REPORT, signed_on=None, year=2026, number="      /BC-UBND")
    lines = [paragraph.text for paragraph in read(write_docx(document)).paragraphs()]
    assert "Suối Mơ, ngày      tháng      năm 2026" in lines
    assert "Số:       /BC-UBND" in lines


def test_missing_font_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr(pdfmetrics, "getRegisteredFontNames", list)
    with pytest.raises(FontMissing, match="Hãy"):
        fonts.register_fonts((tmp_path,))


def test_a_face_without_vietnamese_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        shutil.copy(bundled, tmp_path / f"LiberationSerif-{style}.ttf")
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr(pdfmetrics, "getRegisteredFontNames", list)
    with pytest.raises(FontMissing):
        fonts.register_fonts((tmp_path,))


SHEET = Sheet(
    name="Điểm/2026",
    title="BẢNG TỰ CHẤM ĐIỂM",
    columns=(
        SheetColumn("TT", 6),
        SheetColumn("Tiêu chí", 50),
        SheetColumn("Điểm", 10, "0.00"),
        SheetColumn("Ngày", 12, "dd/mm/yyyy"),
    ),
    rows=(
        SheetRow(("I", "CÔNG KHAI", Decimal("2.5"), None), level=1),
        SheetRow((1, '=HYPERLINK("http://x")', Decimal("1.25"), date(2026, 2, 27))),
        SheetRow(("", "Tổng", "=SUM(C5:C5)", None), formulas=frozenset({2})),
    ),
)


def test_sheet_cells_are_typed_and_what_people_typed_is_no_formula() -> None:
    book = load_workbook(io.BytesIO(write_xlsx((SHEET,))))
    sheet = book.worksheets[0]
    assert sheet.title == "Điểm 2026"
    assert sheet.freeze_panes == "A4"
    assert (sheet["C5"].value, sheet["C5"].number_format) == (1.25, "0.00")
    assert (sheet["B5"].data_type, sheet["C6"].data_type) == ("s", "f")
    assert sheet["D5"].is_date


def test_sheet_reads_back() -> None:
    document = read(write_xlsx((SHEET,)))
    (table,) = document.tables()
    assert [cell.text for cell in table.rows[2].cells if cell][2:] == ["1,25", "27/02/2026"]


def test_same_sheet_same_bytes() -> None:
    first = write_xlsx((SHEET,))
    assert first == write_xlsx((SHEET,))
    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert len(stamps) == 1
