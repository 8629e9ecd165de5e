"""One model for every document we read, whatever its format.

A reader turns bytes into a `Document`; nobody above it needs to know whether the
page was Word, a PDF or a photograph. Text is NFC. Pages, lines, tables and rows count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["txt", "docx", "pdf", "scan", "xlsx"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source a piece stands: page and line, or table and row; unknown parts are None."""

    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (Word), or one printed line (text, PDF, scan).

    `printed` keeps the text as it stood in the source where `text` was repaired
    (soft hyphens, legacy fonts, lost tone marks). `confidence` is 0..1; below 1 for OCR.
    """

    text: str
    place: Place
    bold: bool = False
    centred: bool = False
    printed: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A merged cell stands once, at its top left corner; its other places hold None."""

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1
    bold: bool = False
    printed: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row: as many entries as the table has columns; None where a merged cell reaches in."""

    cells: tuple[Cell | None, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Parts of one table broken over pages are joined by the reader, repeated heads dropped."""

    rows: tuple[Row, ...]
    columns: int
    place: Place


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader hands on: blocks in reading order.

    `notes` are things a person should know, in Vietnamese ("Trang 3 mờ, nên kiểm tra lại").
    """

    format: Format
    blocks: tuple[Block, ...]
    pages: int | None = None
    notes: tuple[str, ...] = field(default=())

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))


class CannotRead(Exception):
    """The file cannot be read. The message is for people, in Vietnamese, and says what to do."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
