"""A Word table → RawTable: spans, vertical merges, columns dragged a little out of line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from thanthien.lib.documents.pieces import Line, RawCell, RawTable
from thanthien.lib.documents.word.names import local, number, value, w
from thanthien.lib.documents.word.styles import Styles, draws

# Edges nearer than this (twips; 3 mm) are one edge dragged by hand.
_SAME_EDGE = 170
_GUESSED_WIDTH = 1000

CellReader = Callable[[Element], list[Line]]


@dataclass(slots=True)
class _Found:
    """A `w:tc` with its grid columns [start, end)."""

    element: Element
    start: int
    end: int
    continues: bool


def read_table(
    table: Element, styles: Styles, read_cell: CellReader, page: Callable[[], int | None]
) -> RawTable:
    """`read_cell` gives the lines of a `w:tc`, `page` the page at that moment of reading."""
    widths = [_width(column) for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
    rows: list[list[_Found]] = []
    lines: dict[int, list[Line]] = {}
    pages: list[int | None] = []
    first_page = page()
    for row in _rows(table):
        found = _cells(row)
        for cell in found:
            lines[id(cell)] = read_cell(cell.element)
        pages.append(page())
        rows.append(found)
    edges, column_of = _columns(rows, widths)
    cells = _merged(rows, lines, column_of)
    return RawTable(
        cells=cells,
        rows=len(rows),
        columns=len(edges) - 1,
        page=first_page,
        row_pages=pages,
        bordered=_is_bordered(table, styles),
        edges=tuple(edges),
    )


def _width(column: Element) -> int:
    text = column.get(w("w")) or ""
    return int(text) if text.isdigit() and int(text) > 0 else _GUESSED_WIDTH


def _rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in table:
        name = local(child)
        if name == "tr" and child.find(f"{w('trPr')}/{w('del')}") is None:
            rows.append(child)
        elif name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            rows += _rows(child)
    return rows


def _cells(row: Element) -> list[_Found]:
    found: list[_Found] = []
    at = number(row.find(w("trPr")), "gridBefore") or 0
    for element in _cell_elements(row):
        properties = element.find(w("tcPr"))
        span = max(number(properties, "gridSpan") or 1, 1)
        across = None if properties is None else properties.find(w("hMerge"))
        if across is not None and across.get(w("val")) != "restart" and found:
            found[-1].end += span
        else:
            down = None if properties is None else properties.find(w("vMerge"))
            continues = down is not None and down.get(w("val")) != "restart"
            found.append(_Found(element, at, at + span, continues))
        at += span
    return found


def _cell_elements(row: Element) -> list[Element]:
    cells: list[Element] = []
    for child in row:
        name = local(child)
        if name == "tc":
            cells.append(child)
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            cells += _cell_elements(child)
    return cells


def _columns(rows: list[list[_Found]], widths: list[int]) -> tuple[list[float], dict[int, int]]:
    """Positions of the edges really used, near ones put together, and grid edge → column."""
    used = sorted({edge for row in rows for cell in row for edge in (cell.start, cell.end)} | {0})
    missing = max(used) - len(widths)
    positions = [0]
    for width in widths + [_GUESSED_WIDTH] * max(missing, 0):
        positions.append(positions[-1] + width)
    _keep_narrow_cells(rows, positions)
    column_of: dict[int, int] = {}
    edges: list[float] = []
    for grid_edge in used:
        if not edges or positions[grid_edge] - edges[-1] > _SAME_EDGE:
            edges.append(float(positions[grid_edge]))
        column_of[grid_edge] = len(edges) - 1
    return (edges, column_of) if len(edges) > 1 else ([0.0, 1.0], dict.fromkeys(used, 0) | {max(used): 1})


def _keep_narrow_cells(rows: list[list[_Found]], positions: list[int]) -> None:
    """What some row shows as a cell is a column, however narrow: widen it beyond the slack."""
    for row in rows:
        for cell in row:
            short = _SAME_EDGE + 1 - (positions[cell.end] - positions[cell.start])
            if short > 0:
                for edge in range(cell.end, len(positions)):
                    positions[edge] += short


def _merged(
    rows: list[list[_Found]], lines: dict[int, list[Line]], column_of: dict[int, int]
) -> list[RawCell]:
    cells: list[RawCell] = []
    open_above: dict[int, RawCell] = {}
    for at, row in enumerate(rows):
        still_open: dict[int, RawCell] = {}
        for found in row:
            column = column_of[found.start]
            span = max(column_of[found.end] - column, 1)
            above = open_above.get(column)
            if found.continues and above is not None:
                above.row_span += 1
                above.lines += lines[id(found)]
                still_open[column] = above
                continue
            cell = RawCell(at, column, 1, span, lines[id(found)])
            cells.append(cell)
            still_open[column] = cell
        open_above = still_open
    return cells


def _is_bordered(table: Element, styles: Styles) -> bool:
    """Borders may be said by the table, its style, or cell by cell."""
    properties = table.find(w("tblPr"))
    borders = None if properties is None else properties.find(w("tblBorders"))
    if borders is not None:
        if draws(borders):
            return True
    elif styles.table_has_borders(value(properties, "tblStyle")):
        return True
    return any(draws(edges) for edges in table.iter(w("tcBorders")))
