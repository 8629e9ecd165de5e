"""A PDF file → Document, page by page from its text layer or, where that is none, by OCR."""

from __future__ import annotations

from collections.abc import Callable

from thanthien.lib.documents.joining import join_broken
from thanthien.lib.documents.layout import without_layout
from thanthien.lib.documents.model import CannotRead, Document
from thanthien.lib.documents.page.furniture import remove_furniture
from thanthien.lib.documents.page.geometry import PrintedPage
from thanthien.lib.documents.page.reading import read_page
from thanthien.lib.documents.pdf.engine import open_pdf
from thanthien.lib.documents.pdf.text_layer import printed_page
from thanthien.lib.documents.pieces import Line, RawTable, numbered, without_empty_rows
from thanthien.lib.documents.repair import repair_legacy


def read_pdf(data: bytes, *, max_pages: int, progress: Callable[[int, int], None]) -> Document:
    """Printed lines and ruled tables in reading order. Raises CannotRead."""
    with open_pdf(data) as document:
        count = len(document)
        if count > max_pages:
            raise CannotRead(
                f"Tệp PDF dài {count} trang, quá mức {max_pages} trang. "
                "Hãy tách phần kế hoạch và phụ lục thành tệp riêng rồi tải lên lại.",
                code="too_many_pages",
            )
        pages: list[PrintedPage] = []
        for number in range(1, count + 1):
            pages.append(printed_page(document, number))
            progress(number, count)
    return document_of(pages, "pdf")


def document_of(pages: list[PrintedPage], form: str) -> Document:
    remove_furniture(pages)
    pieces: list[Line | RawTable] = [piece for page in pages for piece in read_page(page)]
    note = repair_legacy(pieces)
    kept = [without_empty_rows(piece) if isinstance(piece, RawTable) else piece for piece in pieces]
    blocks = numbered(join_broken(without_layout(kept)))
    return Document("pdf", tuple(blocks), pages=len(pages), notes=(note,) if note else ())
