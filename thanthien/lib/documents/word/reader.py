"""A .docx file → Document."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from thanthien.lib.documents.archive import Package, corrupt
from thanthien.lib.documents.joining import join_broken
from thanthien.lib.documents.layout import without_layout
from thanthien.lib.documents.model import CannotRead, Document
from thanthien.lib.documents.pieces import Line, RawTable, numbered, without_empty_rows
from thanthien.lib.documents.repair import repair_legacy
from thanthien.lib.documents.word.names import local, value, w
from thanthien.lib.documents.word.numbering import Numbering
from thanthien.lib.documents.word.runs import ParagraphText, paragraph_text
from thanthien.lib.documents.word.styles import Look, Styles, look_of
from thanthien.lib.documents.word.tables import read_table

_MAIN = "word/document.xml"
_SCAFFOLD = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
# Letters on the fullest page a commune prints; only to bound the work when Word did not say.
_LETTERS_A_PAGE = 6000
_DEEPEST = 20


def read_docx(package: Package, *, max_pages: int) -> Document:
    """Body of the document: headers, footers, notes, comments and deleted text are left out.

    `place.line` counts the paragraphs that have text; `place.page` is known where Word stored its
    page breaks. Raises CannotRead.
    """
    main = _main_part(package)
    root = package.xml(main)
    body = root.find(w("body"))
    if body is None:
        raise corrupt()
    pages = _stated_pages(package)
    _refuse_long(pages, max_pages)
    folder = main.rpartition("/")[0]
    walker = _Body(
        Styles(package.xml_if_present(f"{folder}/styles.xml")),
        Numbering(package.xml_if_present(f"{folder}/numbering.xml")),
        knows_pages=next(root.iter(w("lastRenderedPageBreak")), None) is not None,
    )
    pieces = walker.read(body)
    _refuse_long(walker.letters // _LETTERS_A_PAGE, max_pages)
    note = repair_legacy(pieces)
    blocks = numbered(_shaped(pieces))
    if not blocks:
        raise CannotRead(
            "Tệp Word không có chữ nào (có thể chỉ có ảnh). Nếu là bản quét, hãy lưu thành PDF hoặc ảnh JPG "
            "rồi tải lên để hệ thống nhận dạng chữ.",
            code="empty",
        )
    notes = [note] if note else []
    if walker.converted and not note:
        notes.append("Văn bản có đoạn dùng phông chữ cũ (TCVN3/VNI), đã được chuyển sang Unicode.")
    if walker.has_changes:
        notes.append("Văn bản còn theo dõi thay đổi (Track Changes): đã đọc theo bản chấp nhận mọi thay đổi.")
    # Programs other than Word leave a "1" from their template where they do not count.
    counted = pages if pages and pages > 1 else walker.page
    return Document("docx", tuple(blocks), pages=counted, notes=tuple(notes))


def _main_part(package: Package) -> str:
    if _MAIN in package:
        return _MAIN
    relations = package.xml_if_present("_rels/.rels")
    for relation in relations if relations is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    raise corrupt()


def _stated_pages(package: Package) -> int | None:
    if "docProps/app.xml" not in package:
        return None
    found = re.search(rb"<Pages>(\d{1,6})</Pages>", package.read("docProps/app.xml"))
    return int(found.group(1)) if found else None


def _refuse_long(pages: int | None, max_pages: int) -> None:
    if pages and pages > max_pages:
        raise CannotRead(
            f"Văn bản dài khoảng {pages} trang, quá mức {max_pages} trang. "
            "Hãy tách phần kế hoạch và phụ lục thành tệp riêng rồi tải lên lại.",
            code="too_many_pages",
        )


def _shaped(pieces: list[Line | RawTable]) -> list[Line | RawTable]:
    kept = [without_empty_rows(piece) if isinstance(piece, RawTable) else piece for piece in pieces]
    return join_broken(without_layout(kept))


class _Body:
    """Walks the body once, in reading order, counting paragraphs, pages and list numbers."""

    def __init__(self, styles: Styles, numbering: Numbering, *, knows_pages: bool) -> None:
        self._styles = styles
        self._numbering = numbering
        self.page: int | None = 1 if knows_pages else None
        self.letters = 0
        self.converted = False
        self.has_changes = False
        self._paragraphs = 0
        self._depth = 0

    def read(self, container: Element) -> list[Line | RawTable]:
        pieces: list[Line | RawTable] = []
        for child in container:
            name = local(child)
            if name == "p":
                pieces += self._paragraph(child)
            elif name == "tbl":
                pieces.append(read_table(child, self._styles, self._cell, lambda: self.page))
            elif name in _SCAFFOLD:
                pieces += self.read(child)
            self.has_changes |= name in ("ins", "del", "moveFrom")
        return pieces

    def _cell(self, cell: Element) -> list[Line]:
        """Lines of a cell; a table inside it is read row by row as lines."""
        self._depth += 1
        lines: list[Line] = []
        if self._depth < _DEEPEST:
            for piece in self.read(cell):
                lines += _rows_as_lines(piece) if isinstance(piece, RawTable) else [piece]
        self._depth -= 1
        return lines

    def _paragraph(self, paragraph: Element) -> list[Line]:
        properties = paragraph.find(w("pPr"))
        style = self._styles.paragraph(value(properties, "pStyle"))
        look = look_of(None, properties).over(style)
        text = paragraph_text(paragraph, self._styles, look)
        self.has_changes |= paragraph.find(w("ins")) is not None or paragraph.find(w("del")) is not None
        self.converted |= text.converted
        if self.page is not None:
            self.page += text.rendered_breaks
        lines = self._lines(text, look)
        for box in text.boxes:
            for piece in self.read(box):
                lines += _rows_as_lines(piece) if isinstance(piece, RawTable) else [piece]
        return lines

    def _lines(self, text: ParagraphText, look: Look) -> list[Line]:
        whole = "".join(run.text for run in text.runs)
        printed = "".join(run.printed for run in text.runs)
        self.letters += len(whole)
        label = self._numbering.label(look.list_id, look.list_level) if look.list_id else ""
        if not whole.strip() and not (label and self._depth):
            return []
        self._paragraphs += 1
        letters = sum(len(run.text.strip()) for run in text.runs)
        bold = letters > 0 and sum(len(run.text.strip()) for run in text.runs if run.bold) >= 0.9 * letters
        shown = f"{label} {whole.lstrip()}" if label else whole
        repaired = text.converted or "\u00ad" in whole
        return [
            Line(
                part,
                bold=bold,
                centred=look.align == "center",
                printed=printed if repaired else None,
                line=self._paragraphs,
                page=self.page,
            )
            for part in shown.split("\n")
            if part.strip()
        ]


def _rows_as_lines(table: RawTable) -> list[Line]:
    lines: list[Line] = []
    for row in range(table.rows):
        begun = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.column)
        texts = [" ".join(line.text.strip() for line in cell.lines) for cell in begun]
        lines.append(Line(" ".join(text for text in texts if text)))
    return lines
