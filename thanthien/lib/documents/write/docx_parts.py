"""Small pieces of Word that python-docx does not have: borders, page numbers, fonts for every script."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from thanthien.lib.documents.write.packing import printable

FONT = "Times New Roman"
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}

_AFTER_BORDER = ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr")


def base_style(word: WordDocument) -> None:
    """Times New Roman 14, black, for Latin and for every other script Word may guess."""
    style = word.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)


def write(paragraph: Paragraph, text: str, *, size: float, bold: bool = False, italic: bool = False) -> Run:
    run = paragraph.add_run(printable(text))
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    return run


def rule_below(paragraph: Paragraph, *, width: float, within: float) -> None:
    """A line `width` cm long centred in `within` cm, under the paragraph's own (empty) line.

    The border is the lower one: LibreOffice draws an upper one through the words above.
    """
    side = Cm(max(0.0, (within - width) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    flat(paragraph, 2)
    paragraph.paragraph_format.space_after = Pt(3)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    properties = paragraph._p.get_or_add_pPr()
    # The schema fixes the order: the border stands before spacing, indents and alignment.
    later = [child for child in properties if child.tag in {qn(f"w:{name}") for name in _AFTER_BORDER}]
    if later:
        later[0].addprevious(border)
    else:
        properties.append(border)


def flat(paragraph: Paragraph, height: float) -> None:
    """An empty paragraph `height` pt high, its mark no larger than that."""
    paragraph.paragraph_format.line_spacing = Pt(height)
    mark, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), str(round(height * 2)))
    mark.append(size)
    properties = paragraph._p.get_or_add_pPr()
    section = properties.find(qn("w:sectPr"))
    if section is None:
        properties.append(mark)
    else:
        section.addprevious(mark)  # the schema fixes the order


def page_number(paragraph: Paragraph) -> None:
    """The PAGE field: Arabic, 13 pt, centred."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = write(paragraph, "", size=13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def borders(cell: _Cell) -> None:
    properties = cell._tc.get_or_add_tcPr()
    edges = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
    properties.append(edges)


def row_flag(row: object, name: str) -> None:
    """`tblHeader` repeats a row on each page; `cantSplit` keeps it whole."""
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement(f"w:{name}"))
