"""Where pages break and lines end: signatures, groups of rows, lines that a person typed."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pytest

from tests.lib.documents.test_write_layout import FIRST_PART, everything, word_of
from tests.lib.documents.written import TASKS
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Heading,
    TableRow,
    Text,
    write_pdf,
)

LAST = "Trên đây là báo cáo của Ủy ban nhân dân xã./."


def pages_of(document: AdministrativeDocument) -> list[str]:
    with pdfplumber.open(io.BytesIO(write_pdf(document))) as pdf:
        return [" ".join(page.extract_text().split()) for page in pdf.pages]


@pytest.mark.parametrize("before", range(14, 24))
def test_no_page_of_the_pdf_holds_signatures_alone(before: int) -> None:
    lines = tuple(Text(f"Nội dung thứ {number}.") for number in range(before))
    pages = pages_of(replace(FIRST_PART, blocks=(*lines, Text(LAST))))
    (last,) = [page for page in pages if FIRST_PART.signer in page]
    assert LAST in last


def test_the_last_words_of_word_go_with_the_signatures() -> None:
    word = word_of(replace(FIRST_PART, blocks=(Text("Nội dung."), Text(LAST))))
    last = next(n for n, one in enumerate(word.paragraphs) if one.text == LAST)
    kept = [one.paragraph_format.keep_with_next for one in word.paragraphs[last - 1 : last + 2]]
    assert kept == [None, True, True]
    assert "w:cantSplit" in word.tables[-1].rows[0]._tr.xml


def test_lines_that_a_person_typed_are_paragraphs_and_not_stretched() -> None:
    document = replace(FIRST_PART, blocks=(Text("Niêm yết thủ tục\n\n  Biển hiệu\r\nThái độ"),))
    typed = ["Niêm yết thủ tục", "Biển hiệu", "Thái độ"]
    assert [one.text for one in everything(word_of(document)) if one.text in typed] == typed
    with pdfplumber.open(io.BytesIO(write_pdf(document))) as pdf:
        words = {word["text"]: word for word in pdf.pages[0].extract_words()}
    assert words["tục"]["x1"] < 250  # the line ends where its words do
    assert words["Biển"]["x0"] == pytest.approx(words["Niêm"]["x0"], abs=1)


def test_headings_are_not_stretched() -> None:
    assert Heading("1. Một", 2).as_text().align == "left"


@pytest.mark.parametrize("before", range(17, 23))
def test_the_name_of_a_group_is_never_the_last_line_of_a_page(before: int) -> None:
    rows = tuple(TableRow((str(n), "Một việc", "", "")) for n in range(1, before))
    group = (TableRow(("NHÓM VIỆC SAU",), bold=True, span=True), TableRow(("1", "Việc đầu của nhóm", "", "")))
    table = replace(TASKS, rows=(*rows, *group))
    (page,) = [
        one
        for one in pages_of(replace(FIRST_PART, annexes=(Annex("Bảng", (table,), landscape=True),)))
        if "NHÓM VIỆC SAU" in one
    ]
    assert "Việc đầu của nhóm" in page


def test_the_head_and_the_name_of_a_group_stay_with_the_next_row_in_word() -> None:
    document = replace(FIRST_PART, annexes=(Annex("Bảng", (TASKS,), landscape=True),))
    (table,) = [one for one in word_of(document).tables if len(one.columns) == len(TASKS.columns)]
    assert ["w:keepNext" in row._tr.xml for row in table.rows[:4]] == [True, True, False, False]


def test_the_section_before_an_annex_ends_on_its_own_page() -> None:
    """Its last paragraph carries the size of the pages; a whole line of it would open an empty page."""
    document = replace(FIRST_PART, annexes=(Annex("Bảng", (Text("Một dòng."),)),))
    (ending,) = [one for one in word_of(document).paragraphs if one._p.xpath("./w:pPr/w:sectPr")]
    assert ending.paragraph_format.line_spacing is not None
    assert ending.paragraph_format.line_spacing.pt == 1


def test_rules_are_drawn_below_the_words() -> None:
    """LibreOffice draws an upper border of a flat line through the words above it."""
    ruled = [one._p.xml for one in everything(word_of(FIRST_PART)) if one._p.xpath("./w:pPr/w:pBdr")]
    assert len(ruled) == 3
    assert all("<w:bottom " in xml and "<w:top " not in xml for xml in ruled)
