"""A document as Word, laid out by Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from thanthien.lib.documents.write.docx_parts import (
    ALIGN,
    base_style,
    flat,
    page_number,
    row_flag,
    rule_below,
    write,
)
from thanthien.lib.documents.write.docx_rows import Rows
from thanthien.lib.documents.write.model import (
    AdministrativeDocument,
    Annex,
    Block,
    Heading,
    TableBlock,
    Text,
)
from thanthien.lib.documents.write.packing import WRITTEN_AT, printable, timeless

TEXT_WIDTH = 16.0  # cm: A4 less 3 cm on the left and 2 cm on the right
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def write_docx(document: AdministrativeDocument) -> bytes:
    """The document as .docx bytes: A4, Times New Roman, page numbers in the top margin from page 2 on."""
    return write_docx_set([document])


def write_docx_set(documents: Sequence[AdministrativeDocument]) -> bytes:
    """One or more documents in one file, each on pages of its own that count from 1."""
    word = docx.Document()
    base_style(word)
    rows = Rows()
    for number, document in enumerate(documents):
        if number:
            section = word.add_section(WD_SECTION.NEW_PAGE)
            flat(word.paragraphs[-1], 1)
        else:
            section = word.sections[0]
        _page(section, landscape=False, restart=number > 0)
        _head(word, document)
        _title(word, document)
        append_blocks(word, document.blocks, rows)
        _end(word, document)
        append_annexes(word, document, rows)
    properties = word.core_properties
    properties.title, properties.author = printable(documents[0].subject), printable(documents[0].issuer)
    properties.language = "vi-VN"
    properties.created = properties.modified = WRITTEN_AT
    out = io.BytesIO()
    word.save(out)
    return timeless(out.getvalue(), rows.put_in)


def append_blocks(word: WordDocument, blocks: Sequence[Block], rows: Rows) -> None:
    for block in blocks:
        _block(word, block, rows)


def append_annexes(word: WordDocument, document: AdministrativeDocument, rows: Rows) -> None:
    """Each annex on pages of its own at the end."""
    for position, annex in enumerate(document.annexes):
        _annex(word, document, annex, position, rows)


def _page(section: Section, *, landscape: bool, restart: bool) -> None:
    short, long = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    page_number(section.header.paragraphs[0])
    if restart:
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.find(qn("w:pgMar")).addnext(numbering)  # the schema fixes the order


def _head(word: WordDocument, document: AdministrativeDocument) -> None:
    """Issuer beside the country, and below them on one line the number beside place and date."""
    left, right = 6.6, 9.9
    table = word.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    (one, two), (number, when) = (row.cells for row in table.rows)
    _widths(table, (left, right))
    if document.parent_issuer:
        _centred(one, document.parent_issuer.upper(), size=12)
    for line in document.issuer.upper().split("\n"):
        _centred(one, line, size=12, bold=True)
    rule_below(_next(one), width=2.4, within=left - 0.4)
    _centred(two, COUNTRY, size=12, bold=True)
    _centred(two, MOTTO, size=13, bold=True)
    rule_below(_next(two), width=5.7, within=right - 0.4)
    if document.number:
        _centred(number, f"Số: {document.number}", size=13)
    if document.letter:
        _centred(number, document.about, size=12)
    _centred(when, document.place_and_date, size=13, italic=True)


def _next(cell: _Cell) -> Paragraph:
    """The cell's first paragraph while it is unused, else a new one."""
    first = cell.paragraphs[0]
    used = first.text or first.paragraph_format.line_spacing is not None
    paragraph: Paragraph = cell.add_paragraph() if used or len(cell.paragraphs) > 1 else first
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def _centred(cell: _Cell, text: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
    paragraph = _next(cell)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, size=size, bold=bold, italic=italic)


def _title(word: WordDocument, document: AdministrativeDocument) -> None:
    if not document.letter:
        _line(word, document.kind.upper(), size=14, bold=True, before=14)
        _line(word, document.subject, size=14, bold=True)
        rule_below(word.add_paragraph(), width=5, within=TEXT_WIDTH)
    if document.decides:
        _line(word, document.decides.upper(), size=14, bold=True, before=8)
    for n, line in enumerate(document.addressee_lines):
        paragraph = _line(word, line, size=14, before=14 if document.letter and not n else 6)
        if n:
            paragraph.alignment, paragraph.paragraph_format.left_indent = WD_ALIGN_PARAGRAPH.LEFT, Cm(5)
    for base in document.bases:
        _text(word, Text(base, italic=True))


def _line(
    word: WordDocument, text: str, *, size: float, bold: bool = False, italic: bool = False, before: float = 0
) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    write(paragraph, text, size=size, bold=bold, italic=italic)
    return paragraph


def _block(word: WordDocument, block: Block, rows: Rows) -> None:
    match block:
        case Heading():
            paragraph = _text(word, block.as_text())
            paragraph.paragraph_format.keep_with_next = True
        case Text():
            for line in block.lines:
                _text(word, line)
        case TableBlock():
            _space(word)
            _table(word, block, rows)


def _space(word: WordDocument) -> None:
    """Room above a table, which has none of its own; it stays with the table."""
    paragraph = word.add_paragraph()
    flat(paragraph, 5)
    paragraph.paragraph_format.keep_with_next = True


def _text(word: WordDocument, text: Text) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph.alignment = ALIGN[text.align]
    form = paragraph.paragraph_format
    form.space_before = Pt(6)
    form.line_spacing = 1.1
    if text.indent and text.align in ("justify", "left"):
        form.first_line_indent = Cm(1.27)
    write(paragraph, text.text, size=14, bold=text.bold, italic=text.italic)
    return paragraph


def _table(word: WordDocument, block: TableBlock, rows: Rows) -> None:
    table = word.add_table(rows=0, cols=len(block.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _widths(table, [column.width for column in block.columns])
    rows.stand_in(table, block)


def _widths(table: Table, widths: Sequence[float]) -> None:
    """Word reads the grid, LibreOffice the cells: both are told. In cm."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _end(word: WordDocument, document: AdministrativeDocument) -> None:
    if not (document.recipients or document.authority or document.signer):
        return
    # A page with nothing but signatures could be put under any paper: the last words go with them.
    if word.paragraphs and word.element.body[-2] is word.paragraphs[-1]._p:
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    above = word.add_paragraph()
    flat(above, 12)
    above.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    table.autofit = False
    row_flag(table.rows[0], "cantSplit")
    one, two = table.rows[0].cells
    _widths(table, (8, 8))
    if document.second_signer:
        _signature(one, document.second_signer[:1], document.second_signer[1])
        if document.recipients:
            # In the same cell: a row is not cut by a page's end, so they stay with the signatures.
            _recipients([one.add_paragraph() for _ in range(len(document.recipients) + 1)], document)
    elif document.recipients:
        _recipients([_next(one), *(one.add_paragraph() for _ in document.recipients)], document)
    _signature(two, document.authority, document.signer)


def _recipients(paragraphs: Sequence[Paragraph], document: AdministrativeDocument) -> None:
    write(paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for paragraph, line in zip(paragraphs[1:], document.recipient_lines, strict=True):
        paragraph.paragraph_format.line_spacing = 1.0
        write(paragraph, line, size=11)


def _signature(cell: _Cell, lines: Sequence[str], name: str) -> None:
    for line in lines:
        _centred(cell, line.upper(), size=14, bold=True)
    for _ in range(4):
        cell.add_paragraph()
    _centred(cell, name, size=14, bold=True)


def _annex(
    word: WordDocument, document: AdministrativeDocument, annex: Annex, position: int, rows: Rows
) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the section before: a whole line of it could fall on a page of its own.
    flat(word.paragraphs[-1], 1)
    _page(section, landscape=annex.landscape, restart=True)
    _line(word, document.annex_heading(position), size=14, bold=True)
    _line(word, annex.title.upper(), size=14, bold=True)
    note = _line(word, document.annex_note, size=14, italic=True)
    note.paragraph_format.space_after = Pt(8)
    for block in annex.blocks:
        _block(word, block, rows)
