"""A document as PDF, in the same layout as the Word file, drawn by reportlab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from thanthien.lib.documents.write.fonts import register_fonts
from thanthien.lib.documents.write.model import (
    AdministrativeDocument,
    Annex,
    Block,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.documents.write.packing import printable

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_ALIGN = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}
_TOP, _SIDE_LEFT, _SIDE_RIGHT, _BOTTOM = 2 * cm, 3 * cm, 2 * cm, 2 * cm


def write_pdf(document: AdministrativeDocument, *, font_folders: Sequence[Path] = ()) -> bytes:
    """The document as PDF bytes, fonts embedded. Raises `FontMissing` where no face is found."""
    return write_pdf_set([document], font_folders=font_folders)


def write_pdf_set(documents: Sequence[AdministrativeDocument], *, font_folders: Sequence[Path] = ()) -> bytes:
    """One or more documents in one file, each on pages of its own that count from 1."""
    sheet = _Sheet(register_fonts(font_folders))
    out = io.BytesIO()
    pages = _Pages(out, documents)
    story: list[Flowable] = []
    for number, document in enumerate(documents):
        if number:
            story += [NextPageTemplate(f"{number}-body"), PageBreak()]
        story += _story(sheet, document, number)
    pages.build(story)
    return out.getvalue()


def _story(sheet: _Sheet, document: AdministrativeDocument, number: int) -> list[Flowable]:
    story: list[Flowable] = [*sheet.head(document), *sheet.title(document)]
    for block in document.blocks:
        story += sheet.block(block)
    # A page with nothing but signatures could be put under any paper: the last words go with them.
    last = [story.pop()] if document.blocks and isinstance(document.blocks[-1], Text) else []
    story += sheet.end(document, last)
    for position, annex in enumerate(document.annexes):
        story += [NextPageTemplate(f"{number}-annex{position}"), PageBreak()]
        story += sheet.annex(document, annex, position)
    return story


class _Pages(BaseDocTemplate):  # type: ignore[misc]
    """Page templates: one for each body, one for each annex, each counting its own pages from 1."""

    def __init__(self, out: io.BytesIO, documents: Sequence[AdministrativeDocument]) -> None:
        first = documents[0]
        super().__init__(
            out, title=printable(first.subject), author=printable(first.issuer), lang="vi", invariant=1
        )
        self._counted: dict[str, int] = {}
        sizes: dict[str, tuple[float, float]] = {}
        for number, document in enumerate(documents):
            sizes[f"{number}-body"] = A4
            for position, annex in enumerate(document.annexes):
                sizes[f"{number}-annex{position}"] = landscape(A4) if annex.landscape else A4
        self.addPageTemplates([self._template(name, size) for name, size in sizes.items()])

    def _template(self, name: str, size: tuple[float, float]) -> PageTemplate:
        width, height = size[0] - _SIDE_LEFT - _SIDE_RIGHT, size[1] - _TOP - _BOTTOM
        frame = Frame(
            _SIDE_LEFT, _BOTTOM, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )

        def number(canvas: Any, _: BaseDocTemplate) -> None:
            page = self._counted[name] = self._counted.get(name, 0) + 1
            if page > 1:
                canvas.setFont(register_fonts(), 13)
                canvas.drawCentredString(size[0] / 2, size[1] - 1.3 * cm, str(page))

        return PageTemplate(id=name, frames=[frame], pagesize=size, onPage=number)


class _Sheet:
    """The styles of one face, and the parts of a document in them."""

    def __init__(self, family: str) -> None:
        self.family = family

    def paragraph(
        self, text: str, *, size: float = 14, bold: bool = False, italic: bool = False, align: str = "centre",
        indent: float = 0, before: float = 0, after: float = 0, leading: float = 1.22, keep: bool = False,
        aside: float = 0,
    ) -> Paragraph:  # fmt: skip
        style = ParagraphStyle(
            "one", fontName=self.family, fontSize=size, leading=size * leading, alignment=_ALIGN[align],
            firstLineIndent=indent, spaceBefore=before, spaceAfter=after, textColor=black, keepWithNext=keep,
            splitLongWords=True, leftIndent=aside,
        )  # fmt: skip
        words = escape(printable(text)).replace("\n", "<br/>")
        words = f"<b>{words}</b>" if bold else words
        return Paragraph(f"<i>{words}</i>" if italic else words, style)

    def rule(self, width: float) -> Flowable:
        return HRFlowable(
            width=width, thickness=0.7, color=black, spaceBefore=2, spaceAfter=4, hAlign="CENTER"
        )

    def head(self, document: AdministrativeDocument) -> list[Flowable]:
        one: list[Flowable] = []
        if document.parent_issuer:
            one.append(self.paragraph(document.parent_issuer.upper(), size=12))
        one.append(self.paragraph(document.issuer.upper(), size=12, bold=True))
        one.append(self.rule(2.4 * cm))
        two: list[Flowable] = [
            self.paragraph(COUNTRY, size=12, bold=True),
            self.paragraph(MOTTO, size=13, bold=True),
            self.rule(5.7 * cm),
        ]
        numbered = f"Số: {_blanks(document.number)}" if document.number else ""
        number = [self.paragraph(numbered, size=13)]
        if document.letter:
            number.append(self.paragraph(document.about, size=12))
        when = [self.paragraph(_blanks(document.place_and_date), size=13, italic=True)]
        widths = (6.4 * cm, 9.6 * cm)
        return [_side_by_side(one, two, widths), _side_by_side(number, when, widths), Spacer(1, 14)]

    def title(self, document: AdministrativeDocument) -> list[Flowable]:
        parts: list[Flowable] = []
        if not document.letter:
            parts = [
                self.paragraph(document.kind.upper(), bold=True),
                self.paragraph(document.subject, bold=True),
                self.rule(5 * cm),
            ]
        if document.decides:
            parts.append(self.paragraph(document.decides.upper(), bold=True, before=6))
        for n, line in enumerate(document.addressee_lines):
            align, aside = ("left", 5 * cm) if n else ("centre", 0)
            parts.append(self.paragraph(line, before=6, align=align, aside=aside))
        return parts + [self.text(Text(base, italic=True)) for base in document.bases]

    def text(self, text: Text, *, keep: bool = False) -> Paragraph:
        indent = 1.27 * cm if text.indent and text.align in ("justify", "left") else 0
        return self.paragraph(
            text.text,
            bold=text.bold,
            italic=text.italic,
            align=text.align,
            indent=indent,
            before=6,
            keep=keep,
        )

    def block(self, block: Block) -> list[Flowable]:
        match block:
            case Heading():
                return [self.text(block.as_text(), keep=True)]
            case Text():
                return [self.text(line) for line in block.lines]
            case TableBlock():
                return [Spacer(1, 6), self.table(block)]

    def table(self, block: TableBlock) -> Table:
        size = block.size
        head = [self.paragraph(column.title, size=size, bold=True, leading=1.15) for column in block.columns]
        rows: list[list[Any]] = [head]
        style: list[tuple[Any, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        for n, row in enumerate(block.rows, 1):
            rows.append(self.row(block, row))
            if row.span:
                style += [("SPAN", (0, n), (-1, n)), ("NOSPLIT", (0, n), (-1, min(n + 1, len(block.rows))))]
        widths = [column.width * cm for column in block.columns]
        return Table(
            rows, colWidths=widths, repeatRows=1, style=TableStyle(style), splitByRow=1, splitInRow=1
        )

    def row(self, block: TableBlock, row: TableRow) -> list[Any]:
        """The cells of one row, as many as the table has columns."""
        columns = block.columns[:1] if row.span else block.columns
        cells: list[Any] = [
            self.paragraph(
                text,
                size=block.size,
                bold=row.bold,
                italic=row.italic,
                align="left" if row.span else column.align,
                leading=1.15,
            )
            for column, text in zip(columns, row.cells, strict=not row.span)
        ]
        return cells + [""] * (len(block.columns) - len(cells))

    def end(self, document: AdministrativeDocument, last: list[Flowable]) -> list[Flowable]:
        """The signatures, on one page with the last words of the body."""
        if not (document.recipients or document.authority or document.signer):
            return last
        two = self.signature(document.authority, document.signer)
        one = self.recipients(document)
        below: list[Flowable] = []
        if document.second_signer:
            post, name = document.second_signer
            one, below = self.signature((post,), name), one
        signed = _side_by_side(one or [Spacer(1, 1)], two, (8 * cm, 8 * cm))
        return [KeepTogether([*last, Spacer(1, 12), signed, *below])]

    def recipients(self, document: AdministrativeDocument) -> list[Flowable]:
        if not document.recipients:
            return []
        head = self.paragraph("Nơi nhận:", size=12, bold=True, italic=True, align="left")
        return [
            head,
            *(self.paragraph(line, size=11, align="left") for line in document.recipient_lines),
        ]

    def signature(self, lines: Sequence[str], name: str) -> list[Flowable]:
        above: list[Flowable] = [self.paragraph(line.upper(), bold=True) for line in lines]
        return [*above, Spacer(1, 62), self.paragraph(name, bold=True)]

    def annex(self, document: AdministrativeDocument, annex: Annex, position: int) -> list[Flowable]:
        parts: list[Flowable] = [
            self.paragraph(document.annex_heading(position), bold=True),
            self.paragraph(annex.title.upper(), bold=True),
            self.paragraph(_blanks(document.annex_note), italic=True, after=8),
        ]
        for block in annex.blocks:
            parts += self.block(block)
        return parts


def _side_by_side(one: list[Flowable], two: list[Flowable], widths: tuple[float, float]) -> Table:
    plain = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
                        ("LEFTPADDING", (0, 0), (-1, -1), 0),
                        ("RIGHTPADDING", (0, 0), (-1, -1), 0)])  # fmt: skip
    return Table([[one, two]], colWidths=widths, style=plain)


def _blanks(text: str) -> str:
    """Blanks left for the registry's pen are kept wide: markup would fold them."""
    return text.replace("  ", "\u00a0\u00a0")
