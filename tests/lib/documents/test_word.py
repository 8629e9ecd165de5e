"""Word files: what the reader of the page sees is what comes out."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.lib.documents import word_files as word
from tests.lib.documents.likeness import likeness
from tests.lib.documents.old_charsets import to_tcvn3, to_vni
from tests.lib.documents.plan_content import INVENTED
from tests.lib.documents.plan_files import plan_docx
from thanthien.lib.documents import Document, Paragraph, read


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs()]


def grid(document: Document, at: int = 0) -> list[list[str | None]]:
    table = list(document.tables())[at]
    return [[cell.text if cell else None for cell in row.cells] for row in table.rows]


def test_a_plan_comes_back_whole() -> None:
    document = read(plan_docx(INVENTED))
    assert likeness(INVENTED, document) == (1.0, 1.0)
    found = [paragraph.text for paragraph in document.paragraphs()]
    assert found[:6] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ SUỐI MƠ",
        "Số: 08/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Suối Mơ, ngày 05 tháng 02 năm 2026",
    ]
    assert found.index("- Lưu: VT, VHXH.") < found.index("TM. ỦY BAN NHÂN DÂN") < found.index("PHỤ LỤC")


def test_table_broken_in_two_with_its_head_again_is_one() -> None:
    document = read(plan_docx(INVENTED, split_after=9))
    assert len(list(document.tables())) == 1
    assert likeness(INVENTED, document) == (1.0, 1.0)


def test_tables_with_text_between_or_other_heads_stay_apart() -> None:
    def fill(document: WordDocument) -> None:
        for head, between in ((("TT", "Việc"), ""), (("TT", "Tiêu chí"), ""), (("TT", "Việc"), "Bảng 3")):
            if between:
                document.add_paragraph(between)
            table = document.add_table(rows=2, cols=2, style="Table Grid")
            for cell, text in zip(table.rows[0].cells, head, strict=True):
                cell.text = text
            table.cell(1, 1).text = "Nội dung"

    assert len(list(read(word.built(fill)).tables())) == 3


def test_spans_down_and_across() -> None:
    def fill(document: WordDocument) -> None:
        table = document.add_table(rows=3, cols=3, style="Table Grid")
        table.cell(0, 0).merge(table.cell(1, 0)).text = "xuống"
        table.cell(2, 1).merge(table.cell(2, 2)).text = "ngang"
        for row, column, text in ((0, 1, "a"), (0, 2, "b"), (1, 1, "c"), (1, 2, "d"), (2, 0, "e")):
            table.cell(row, column).text = text

    document = read(word.built(fill))
    assert grid(document) == [["xuống", "a", "b"], [None, "c", "d"], ["e", "ngang", None]]
    (table,) = document.tables()
    down, across = table.rows[0].cells[0], table.rows[2].cells[1]
    assert down is not None
    assert across is not None
    assert (down.row_span, across.column_span) == (2, 2)


def test_table_inside_a_cell_is_read_as_its_lines() -> None:
    def fill(document: WordDocument) -> None:
        table = document.add_table(rows=2, cols=2, style="Table Grid")
        inner = table.cell(1, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "trong", "nữa"
        table.cell(0, 0).text = "ngoài"

    assert grid(read(word.built(fill)))[1][1] == "trong nữa"


def test_numbers_and_bullets_are_printed() -> None:
    levels = (
        word.level(0, "upperRoman", "%1.")
        + word.level(1, "decimal", "%1.%2.")
        + word.level(2, "lowerLetter", "%3)", start=2)
        + word.level(3, "bullet", "\uf02d")
    ).replace('w:val="%1.%2."/></w:lvl>', 'w:val="%1.%2."/><w:isLgl/></w:lvl>')
    order = (
        (0, "Một"),
        (1, "Hai"),
        (2, "Ba"),
        (2, "Bốn"),
        (3, "Năm"),
        (1, "Sáu"),
        (2, "Bảy"),
        (0, "Tám"),
        (1, "Chín"),
    )
    body = "".join(word.item(text, depth) for depth, text in order)
    data = word.raw(body, parts={"word/numbering.xml": word.numbering_part(levels)})
    assert texts(data) == [
        "I. Một",
        "1.1. Hai",
        "b) Ba",
        "c) Bốn",
        "- Năm",
        "1.2. Sáu",
        "b) Bảy",
        "II. Tám",
        "2.1. Chín",
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Trước ngày </w:t></w:r>'
        '<w:del w:id="1"><w:r><w:delText>20</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>15</w:t></w:r></w:ins><w:r><w:t>/11</w:t></w:r></w:p>'
    )
    document = read(word.raw(body))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["Trước ngày 15/11"]
    assert "Track Changes" in document.notes[0]


def test_text_box_comes_once_and_hidden_text_not_at_all() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Ngoài khung</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>{box}</v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>" + word.paragraph("Ẩn", "<w:vanish/>")
    )
    assert texts(word.raw(body)) == ["Ngoài khung", "Trong khung"]


def test_breaks_tabs_soft_hyphens_and_capitals() -> None:
    body = (
        "<w:p><w:r><w:t>KẾ HOẠCH</w:t><w:br/><w:t>Năm</w:t><w:tab/><w:t>20\u00ad26</w:t></w:r></w:p>"
        + word.paragraph("phòng kinh tế", "<w:caps/>")
    )
    document = read(word.raw(body))
    assert [paragraph.text for paragraph in document.paragraphs()] == [
        "KẾ HOẠCH",
        "Năm\t2026",
        "PHÒNG KINH TẾ",
    ]


def test_bold_and_centred_are_known() -> None:
    def fill(document: WordDocument) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("KẾ HOẠCH").bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("thường")

    first, second = read(word.built(fill)).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.bold, first.centred, second.bold, second.centred) == (True, True, False, False)


def test_old_fonts_are_converted_run_by_run() -> None:
    abc = to_tcvn3("Chính quyền thân thiện").decode("latin-1")
    capital = to_tcvn3("ủy ban nhân dân").decode("latin-1")
    vni = to_vni("Phòng Kinh tế").decode("latin-1")
    body = (
        word.paragraph(abc, '<w:rFonts w:ascii=".VnTime"/>')
        + word.paragraph(capital, '<w:rFonts w:ascii=".VnTimeH"/>')
        + word.paragraph(vni, '<w:rFonts w:ascii="VNI-Times"/>')
        + word.paragraph("Đã là Unicode", '<w:rFonts w:ascii=".VnTime"/>')
    )
    document = read(word.raw(body))
    assert [paragraph.text for paragraph in document.paragraphs()] == [
        "Chính quyền thân thiện",
        "ỦY BAN NHÂN DÂN",
        "Phòng Kinh tế",
        "Đã là Unicode",
    ]
    assert next(document.paragraphs()).printed == abc
    assert "phông chữ cũ" in document.notes[0]


def test_whole_document_in_an_old_charset_without_old_fonts() -> None:
    line = "Các phòng, ban, đơn vị phối hợp tổ chức thực hiện kế hoạch, báo cáo kết quả định kỳ"
    body = word.paragraph(to_tcvn3(line).decode("latin-1")) * 3
    assert texts(word.raw(body)) == [line] * 3
