"""The layout of Nghị định 30/2020, Phụ lục I: fonts, sizes, margins, page numbers, annexes, order of the XML."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from typing import Any

import pdfplumber
import pytest
from docx import Document as open_docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from tests.lib.documents.written import REPORT, TASKS
from thanthien.lib.documents import read
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Heading,
    Sheet,
    SheetColumn,
    SheetRow,
    Text,
    write_docx,
    write_pdf,
    write_xlsx,
)

FIRST_PART = replace(REPORT, annexes=())


def word_of(document: AdministrativeDocument = REPORT) -> WordDocument:
    return open_docx(io.BytesIO(write_docx(document)))


def everything(word: WordDocument) -> list[Paragraph]:
    """Paragraphs of the body and of all cells."""
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    return [*word.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def printed(word: WordDocument, text: str) -> Paragraph:
    return next(paragraph for paragraph in everything(word) if paragraph.text == text)


def form(paragraph: Paragraph) -> tuple[float, bool, bool]:
    """(size in pt, bold, italic) of the paragraph's text."""
    run = paragraph.runs[0]
    assert run.font.size is not None
    return run.font.size.pt, bool(run.bold), bool(run.italic)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ỦY BAN NHÂN DÂN", (12, False, False)),  # the body above: upright
        ("XÃ SUỐI MƠ", (12, True, False)),
        ("Số: 05/BC-UBND", (13, False, False)),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, True, False)),
        ("Độc lập - Tự do - Hạnh phúc", (13, True, False)),
        ("Suối Mơ, ngày 05 tháng 02 năm 2026", (13, False, True)),
        ("BÁO CÁO", (14, True, False)),
        ("Căn cứ Kế hoạch số 08/KH-UBND.", (14, False, True)),
        ("I. KẾT QUẢ CHUNG", (14, True, False)),
        ("Nơi nhận:", (12, True, True)),
        ("- Sở Nội vụ;", (11, False, False)),
        ("TM. ỦY BAN NHÂN DÂN", (14, True, False)),
        ("Trần Văn Bình Minh", (14, True, False)),
        ("Phụ lục I", (14, True, False)),
        ("BẢNG TỰ CHẤM ĐIỂM", (14, True, False)),
    ],
)
def test_each_part_has_its_size_and_weight(text: str, wanted: tuple[float, bool, bool]) -> None:
    assert form(printed(word_of(), text)) == wanted


def test_times_new_roman_for_every_script() -> None:
    fonts = word_of().styles["Normal"].element.rPr.rFonts.attrib
    assert set(fonts.values()) == {"Times New Roman"}
    assert len(fonts) == 4


def test_a4_with_margins_of_the_decree_on_every_section() -> None:
    for section in word_of().sections:
        sizes = [section.page_width, section.page_height]
        assert sorted(round(size.cm, 1) for size in sizes if size) == [21.0, 29.7]
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(margin.cm, 1) for margin in margins if margin] == [3.0, 2.0, 2.0, 2.0]


def test_the_page_number_stands_in_the_header_from_page_two_and_annexes_begin_anew() -> None:
    word = word_of()
    for position, section in enumerate(word.sections):
        header = section.header.paragraphs[0]
        assert "PAGE" in header._p.xml
        assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert header.runs[0].font.size.pt == 13
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        assert "PAGE" not in section.first_page_header.paragraphs[0]._p.xml
        assert ("w:pgNumType" in section._sectPr.xml) is (position > 0)


def test_a_landscape_annex_turns_its_own_pages_only() -> None:
    orientations = [section.orientation for section in word_of().sections]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_number_and_date_stand_on_one_line() -> None:
    rows = word_of().tables[0].rows
    assert [cell.text for cell in rows[1].cells] == ["Số: 05/BC-UBND", "Suối Mơ, ngày 05 tháng 02 năm 2026"]
    with pdfplumber.open(io.BytesIO(write_pdf(REPORT))) as pdf:
        words = pdf.pages[0].extract_words()
    tops = {word["text"]: round(word["top"]) for word in words[:60]}
    assert tops["05/BC-UBND"] == tops["Mơ,"]


def test_a_line_of_the_body_is_justified_with_an_indent_and_room_above() -> None:
    paragraph = next(one for one in word_of().paragraphs if one.text.startswith("Cán bộ, công chức"))
    layout: Any = paragraph.paragraph_format
    assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert (round(layout.first_line_indent.cm, 2), layout.space_before.pt) == (1.27, 6)


def test_headings_are_capitals_then_bold_then_bold_italic_and_stay_with_their_text() -> None:
    document = replace(FIRST_PART, blocks=(Heading("I. Chung"), Heading("1. Riêng", 2), Heading("a) Nhỏ", 3)))
    word = word_of(document)
    for text, is_italic in (("I. CHUNG", False), ("1. Riêng", False), ("a) Nhỏ", True)):
        paragraph = printed(word, text)
        assert form(paragraph) == (14.0, True, is_italic)
        assert paragraph.paragraph_format.keep_with_next


def test_bases_end_in_semicolons_and_the_last_in_a_stop() -> None:
    document = replace(FIRST_PART, legal_bases=("Căn cứ A;", "Căn cứ B.", " Căn cứ C "))
    assert document.bases == ("Căn cứ A;", "Căn cứ B;", "Căn cứ C.")
    assert replace(document, legal_bases=()).bases == ()


def test_several_addressees_stand_on_lines_of_their_own() -> None:
    document = replace(FIRST_PART, addressees=("Ủy ban nhân dân tỉnh;", "Sở Nội vụ."))
    assert document.addressee_lines == ("Kính gửi:", "- Ủy ban nhân dân tỉnh;", "- Sở Nội vụ.")
    for write in (write_docx, write_pdf):
        lines = [paragraph.text for paragraph in read(write(document)).paragraphs()]
        assert lines.index("- Sở Nội vụ.") == lines.index("Kính gửi:") + 2


def test_recipients_are_dashed_and_end_in_a_stop() -> None:
    assert REPORT.recipient_lines == ("- Sở Nội vụ;", "- Đảng ủy xã;", "- Lưu: VT, VHXH.")


def test_a_list_without_a_number_prints_none() -> None:
    """A list is no kind of document of the decree: no empty "Số:" waits for the registry."""
    plain = replace(REPORT, number="", kind="DANH SÁCH")
    assert not any(paragraph.text.startswith("Số:") for paragraph in everything(word_of(plain)))
    with pdfplumber.open(io.BytesIO(write_pdf(plain))) as pdf:
        assert "Số:" not in pdf.pages[0].extract_text()
    assert plain.annex_note.startswith("(Kèm theo Danh sách ngày 05")


def test_one_annex_has_no_numeral() -> None:
    alone = replace(REPORT, annexes=REPORT.annexes[:1])
    assert [alone.annex_heading(0), REPORT.annex_heading(0), REPORT.annex_heading(1)] == [
        "Phụ lục",
        "Phụ lục I",
        "Phụ lục II",
    ]
    assert REPORT.annex_note == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân xã Suối Mơ)"
    )


ORDER = (
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
    "jc outlineLvl rPr sectPr"
).split()


def test_properties_of_paragraphs_stand_in_the_order_of_the_schema() -> None:
    """Word refuses or drops what stands out of order; LibreOffice would not tell."""
    for paragraph in everything(word_of()):
        properties = paragraph._p.pPr
        if properties is not None:
            places = [ORDER.index(child.tag.rsplit("}")[-1]) for child in properties]
            assert places == sorted(places), properties.xml


def test_a_group_row_is_one_cell_in_the_words_given() -> None:
    (table,) = read(write_docx(REPORT)).tables()
    group = [cell for cell in table.rows[1].cells if cell]
    assert [(cell.text, cell.column_span, cell.bold) for cell in group] == [
        ("I. CÔNG KHAI, MINH BẠCH", 4, True)
    ]


def test_rows_are_whole_and_only_the_head_is_repeated() -> None:
    (table,) = [one for one in word_of().tables if len(one.columns) == len(TASKS.columns)]
    xml = [row._tr.xml for row in table.rows]
    assert all("w:cantSplit" in row for row in xml)
    assert ["w:tblHeader" in row for row in xml] == [True] + [False] * len(TASKS.rows)


def test_pdf_text_is_found_with_its_tone_marks_and_its_fonts_are_inside() -> None:
    with pdfplumber.open(io.BytesIO(write_pdf(REPORT))) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
        fonts = {char["fontname"] for page in pdf.pages for char in page.chars}
        sizes = [(round(page.width), round(page.height)) for page in pdf.pages]
    assert "Niêm yết công khai nhóm thủ tục hành chính số 40" in " ".join(text.split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert fonts
    assert all("+" in name for name in fonts), fonts  # subset fonts carry a prefix
    assert sizes[0] == (595, 842)
    assert (842, 595) in sizes


def test_pdf_head_of_a_long_table_is_on_every_page() -> None:
    with pdfplumber.open(io.BytesIO(write_pdf(REPORT))) as pdf:
        wide = [page.extract_text() for page in pdf.pages if page.width > page.height]
    assert len(wide) > 1
    assert all("Tiêu chí Điểm Lý do" in text for text in wide)


def test_markup_in_words_is_only_words() -> None:
    document = replace(FIRST_PART, blocks=(Text("<b>Đậm</b> & <script>x</script> <br/> 1 < 2"),))
    for write in (write_docx, write_pdf):
        lines = " ".join(paragraph.text for paragraph in read(write(document)).paragraphs())
        assert "<b>Đậm</b> & <script>x</script> <br/> 1 < 2" in lines


def test_an_annex_without_blocks_and_a_document_without_an_end_are_written() -> None:
    document = replace(
        REPORT, blocks=(), recipients=(), authority=(), signer="", annexes=(Annex("Trống", ()),)
    )
    for write in (write_docx, write_pdf):
        lines = [paragraph.text for paragraph in read(write(document)).paragraphs()]
        assert "TRỐNG" in lines
        assert "Nơi nhận:" not in lines


def sheet_of(**changes: Any) -> Sheet:
    plain = Sheet("Bảng", "Tiêu đề", (SheetColumn("Cột"),), (SheetRow(("chữ",)),))
    return replace(plain, **changes)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_no_words_become_a_formula_anywhere(words: str) -> None:
    sheet = sheet_of(title=words, notes=(words,), columns=(SheetColumn(words),), rows=(SheetRow((words,)),))
    target = load_workbook(io.BytesIO(write_xlsx((sheet,)))).worksheets[0]
    cells = [target[name] for name in ("A1", "A2", "A4", "A5")]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", words)] * 4


@pytest.mark.parametrize("name", ["", "'Điểm'", "a" * 40, "[x]:*?/\\", "\x00"])
def test_any_name_gives_a_sheet(name: str) -> None:
    book = load_workbook(io.BytesIO(write_xlsx((sheet_of(name=name), sheet_of(name=name)))))
    assert len(set(book.sheetnames)) == 2
    assert all(0 < len(title) <= 31 for title in book.sheetnames)


def test_the_hour_of_saving_is_in_no_workbook() -> None:
    first = write_xlsx((sheet_of(),))
    time.sleep(1.1)  # the properties count in seconds
    assert write_xlsx((sheet_of(),)) == first
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml").decode()
    assert core.count("2026-01-01T00:00:00Z") == 2
