"""What readers gather before it becomes the model: lines, and tables whose cells still hold lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from thanthien.lib.documents.cleaning import clean, one_line
from thanthien.lib.documents.model import Cell, Paragraph, Place, Row, Table


@dataclass(slots=True)
class Line:
    """One line of text with its looks; `printed` where the source read otherwise."""

    text: str
    bold: bool = False
    centred: bool = False
    printed: str | None = None
    confidence: float = 1.0
    line: int | None = None
    page: int | None = None

    def paragraph(self) -> Paragraph:
        text = clean(self.text).strip(" \r\n")
        place = Place(page=self.page, line=self.line)
        return Paragraph(text, place, self.bold, self.centred, self.printed, self.confidence)


@dataclass(slots=True)
class RawCell:
    """A cell at its top left corner; `row` and `column` count from 0."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    lines: list[Line] = field(default_factory=list)

    def cell(self) -> Cell:
        lines = [line for line in self.lines if line.text.strip()]
        printed = [line.text if line.printed is None else line.printed for line in lines]
        repaired = any(line.printed is not None for line in lines)
        weights = [max(len(line.text), 1) for line in lines]
        sure = sum(line.confidence * weight for line, weight in zip(lines, weights, strict=True))
        return Cell(
            text="\n".join(one_line(line.text) for line in lines),
            column=self.column + 1,
            row_span=self.row_span,
            column_span=self.column_span,
            bold=bool(lines) and all(line.bold for line in lines),
            printed="\n".join(printed) if repaired else None,
            confidence=round(sure / sum(weights), 3) if lines else 1.0,
        )


@dataclass(slots=True)
class RawTable:
    """Cells of a table before its parts are joined. `edges` are column edges in any unit, for likeness.

    `row_lines` are the row numbers that a spreadsheet shows beside its rows.
    """

    cells: list[RawCell]
    rows: int
    columns: int
    page: int | None = None
    row_pages: list[int | None] = field(default_factory=list)
    bordered: bool = True
    edges: tuple[float, ...] = ()
    row_lines: list[int | None] = field(default_factory=list)

    def grid(self) -> list[list[RawCell | None]]:
        """Rows of cells; None where a merged cell reaches in."""
        rows: list[list[RawCell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell
        return rows

    def row_texts(self, row: int) -> tuple[str, ...]:
        """Texts of the cells that begin in `row`, in column order."""
        begun = sorted((cell for cell in self.cells if cell.row == row), key=lambda cell: cell.column)
        return tuple(one_line(" ".join(line.text for line in cell.lines)) for cell in begun)

    def table(self, number: int) -> Table:
        """The model's table, the `number`-th of the document."""
        rows = []
        for at, cells in enumerate(self.grid()):
            page = self.row_pages[at] if at < len(self.row_pages) else self.page
            line = self.row_lines[at] if at < len(self.row_lines) else None
            place = Place(page=page, line=line, table=number, row=at + 1)
            rows.append(Row(tuple(cell.cell() if cell else None for cell in cells), place))
        return Table(tuple(rows), self.columns, Place(page=self.page, table=number))


def without_empty_rows(table: RawTable) -> RawTable:
    """The table without rows in which nothing is written and into which nothing reaches."""
    kept: list[int] = []
    for row in range(table.rows):
        cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span]
        if any(_is_written(cell) for cell in cells) or any(cell.row_span > 1 for cell in cells):
            kept.append(row)
    if len(kept) == table.rows:
        return table
    moved = {old: new for new, old in enumerate(kept)}
    cells = [cell for cell in table.cells if cell.row in moved]
    for cell in cells:
        cell.row = moved[cell.row]
    pages = [page for row, page in enumerate(table.row_pages) if row in moved]
    shown = [line for row, line in enumerate(table.row_lines) if row in moved]
    return RawTable(cells, len(kept), table.columns, table.page, pages, table.bordered, table.edges, shown)


def _is_written(cell: RawCell) -> bool:
    return any(line.text.strip() for line in cell.lines)


def numbered(pieces: Iterable[Line | RawTable]) -> list[Paragraph | Table]:
    """Lines and tables as the model's blocks, tables numbered from 1, blank lines dropped."""
    blocks: list[Paragraph | Table] = []
    tables = 0
    for piece in pieces:
        if isinstance(piece, RawTable):
            tables += 1
            blocks.append(piece.table(tables))
        elif piece.text.strip():
            blocks.append(piece.paragraph())
    return blocks
