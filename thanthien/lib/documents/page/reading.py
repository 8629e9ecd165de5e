"""A printed page → lines and tables in reading order."""

from __future__ import annotations

from thanthien.lib.documents.page.columns import in_reading_order, text_bounds
from thanthien.lib.documents.page.geometry import PrintedPage, Segment, Word, lines_of
from thanthien.lib.documents.page.grid import Grid, find_grids
from thanthien.lib.documents.pieces import Line, RawCell, RawTable

# A heading is centred when both sides are free by this share of the text width and differ by less than
# the second share.
_CENTRE_FREE = 0.08
_CENTRE_SLACK = 0.05
# Cell padding left and right together, in points (Word's and LibreOffice's defaults lie near).
_PADDING = 9.0
_PARAGRAPH_GAP = 0.6


def read_page(page: PrintedPage) -> list[Line | RawTable]:
    """Pieces of the page; `line` counts printed lines from 1, tables have their cells' lines joined."""
    grids = [grid for grid in find_grids(page.rules, page.unit) if len(grid.xs) > 2]
    inside: list[list[Word]] = [[] for _ in grids]
    free: list[Word] = []
    for word in page.words:
        at = next((at for at, grid in enumerate(grids) if grid.holds(word.centre, word.middle)), None)
        (free if at is None else inside[at]).append(word)
    tables = [
        (grid.ys[0], _table(grid, words, page)) for grid, words in zip(grids, inside, strict=True) if words
    ]
    return _interleaved(free, tables, page)


def _interleaved(
    free: list[Word], tables: list[tuple[float, RawTable]], page: PrintedPage
) -> list[Line | RawTable]:
    """Text above each table, the table, and so on down the page."""
    pieces: list[Line | RawTable] = []
    count = 0
    bounds = text_bounds(page.words) if page.words else (0.0, page.width)
    for top, table in [*tables, (float("inf"), None)]:
        above = [word for word in free if word.middle < top]
        free = [word for word in free if word.middle >= top]
        for segment, is_beside in in_reading_order(lines_of(above), *bounds):
            count += 1
            pieces.append(_line(segment, bounds, count, page, is_beside=is_beside))
        if table is not None:
            pieces.append(table)
    return pieces


def _line(
    segment: Segment, bounds: tuple[float, float], number: int, page: PrintedPage, *, is_beside: bool
) -> Line:
    left, right = segment.x0 - bounds[0], bounds[1] - segment.x1
    width = bounds[1] - bounds[0] or 1.0
    centred = (
        not is_beside
        and min(left, right) > _CENTRE_FREE * width
        and abs(left - right) < _CENTRE_SLACK * width
    )
    return Line(
        segment.text,
        bold=segment.bold,
        centred=centred,
        confidence=round(segment.confidence, 3),
        line=number,
        page=page.number,
    )


def _table(grid: Grid, words: list[Word], page: PrintedPage) -> RawTable:
    cells: list[RawCell] = []
    boxes = [grid.box(cell) for cell in grid.cells]
    held: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        held[_box_of(word, boxes)].append(word)
    for cell, box, found in zip(grid.cells, boxes, held, strict=True):
        lines = cell_paragraphs(found, box[2] - box[0] - _PADDING * page.unit)
        cells.append(RawCell(cell.row, cell.column, cell.row_span, cell.column_span, lines))
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    edges = tuple(edge / page.unit for edge in grid.xs)
    return RawTable(cells, rows, columns, page.number, [page.number] * rows, True, edges)


def _box_of(word: Word, boxes: list[tuple[float, float, float, float]]) -> int:
    for at, (left, top, right, bottom) in enumerate(boxes):
        if left <= word.centre <= right and top <= word.middle <= bottom:
            return at
    return min(
        range(len(boxes)),
        key=lambda at: (
            abs((boxes[at][0] + boxes[at][2]) / 2 - word.centre)
            + abs((boxes[at][1] + boxes[at][3]) / 2 - word.middle)
        ),
    )


def cell_paragraphs(words: list[Word], room: float) -> list[Line]:
    """Wrapped lines of a cell put together again.

    A line was ended by hand where the next line's first word would still have fitted into `room`, or
    where a wider gap follows.
    """
    paragraphs: list[list[Word]] = []
    above: Segment | None = None
    for line in lines_of(words):
        if above is None or _was_ended(above, line, room):
            paragraphs.append([])
        paragraphs[-1] += line.words
        above = line
    whole = [Segment(paragraph) for paragraph in paragraphs]
    return [Line(part.text, bold=part.bold, confidence=round(part.confidence, 3)) for part in whole]


def _was_ended(above: Segment, line: Segment, room: float) -> bool:
    first = line.words[0]
    blank = 0.3 * line.height
    fitted = above.x1 - above.x0 + blank + (first.x1 - first.x0) < room - 0.2 * line.height
    return fitted or line.top - above.bottom > _PARAGRAPH_GAP * line.height
