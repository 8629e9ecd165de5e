"""Printed pages → Document: furniture off, pieces read, broken tables joined."""

from __future__ import annotations

from thanthien.lib.documents.joining import join_broken
from thanthien.lib.documents.layout import without_layout
from thanthien.lib.documents.model import Document, Format
from thanthien.lib.documents.page.furniture import remove_furniture
from thanthien.lib.documents.page.geometry import PrintedPage
from thanthien.lib.documents.page.reading import read_page
from thanthien.lib.documents.pieces import Line, RawTable, numbered, without_empty_rows
from thanthien.lib.documents.repair import repair_legacy
from thanthien.lib.documents.scan.numerals import mend_numerals


def document_of(
    pages: list[PrintedPage], form: Format, *, notes: list[str], scanned: frozenset[int]
) -> Document:
    """`scanned` are the numbers of pages read by OCR, whose lone numerals need mending."""
    remove_furniture(pages)
    pieces: list[Line | RawTable] = []
    for page in pages:
        read = read_page(page)
        if page.number in scanned:
            mend_numerals(read)
        pieces += read
    note = repair_legacy(pieces)
    kept = [without_empty_rows(piece) if isinstance(piece, RawTable) else piece for piece in pieces]
    blocks = numbered(join_broken(without_layout(kept)))
    return Document(form, tuple(blocks), pages=len(pages), notes=(*notes, *((note,) if note else ())))
