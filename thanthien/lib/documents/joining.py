"""Parts of one table, broken over pages, become one table again."""

from __future__ import annotations

import re
from dataclasses import replace

from thanthien.lib.documents.pieces import Line, RawCell, RawTable

_HEAD_WORDS = re.compile(r"(?i)^(tt|stt|số\s*tt|số thứ tự)\.?$")
_HEAD_ROWS = 3
# Column edges of two parts may differ by this share of the table's width.
_EDGE_SLACK = 0.03


def join_broken(pieces: list[Line | RawTable]) -> list[Line | RawTable]:
    """Adjacent tables of the same shape, with nothing written between, joined; repeated heads dropped."""
    joined: list[Line | RawTable] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, RawTable) and isinstance(last, RawTable) and _continues(last, piece):
            joined[-1] = _joined(last, piece)
        elif isinstance(piece, RawTable) or piece.text.strip():
            joined.append(piece)
    return joined


def _continues(first: RawTable, second: RawTable) -> bool:
    if first.columns != second.columns or first.columns < 2 or first.bordered != second.bordered:
        return False
    if _repeated_head(first, second):
        return True
    return _edges_alike(first, second) and not _has_own_head(second)


def _has_own_head(table: RawTable) -> bool:
    texts = table.row_texts(0)
    return bool(texts) and _HEAD_WORDS.match(texts[0]) is not None


def _edges_alike(first: RawTable, second: RawTable) -> bool:
    if len(first.edges) != len(second.edges) or not first.edges:
        return not first.edges and not second.edges
    width = first.edges[-1] - first.edges[0] or 1.0
    pairs = zip(first.edges, second.edges, strict=True)
    return max(abs(one - other) for one, other in pairs) <= _EDGE_SLACK * width


def _repeated_head(first: RawTable, second: RawTable) -> int:
    """How many rows at the top of `second` print the top of `first` again."""
    for count in range(min(_HEAD_ROWS, first.rows, second.rows), 0, -1):
        same = all(_same(first.row_texts(row), second.row_texts(row)) for row in range(count))
        written = any(any(first.row_texts(row)) for row in range(count))
        if same and written and not _is_cut(second, count):
            return count
    return 0


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [_key(text) for text in one] == [_key(text) for text in other]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _is_cut(table: RawTable, row: int) -> bool:
    """Whether a merged cell reaches over the boundary above `row`."""
    return any(cell.row < row < cell.row + cell.row_span for cell in table.cells)


def _joined(first: RawTable, second: RawTable) -> RawTable:
    dropped = _repeated_head(first, second)
    body = [replace(cell, row=cell.row - dropped) for cell in second.cells if cell.row >= dropped]
    rows = second.rows - dropped
    pages, lines = list(second.row_pages[dropped:]), list(second.row_lines[dropped:])
    cells = list(first.cells)
    if rows and _is_cut_row(first, body):
        _append_cut_row(cells, first.rows - 1, [cell for cell in body if cell.row == 0])
        body = [replace(cell, row=cell.row - 1) for cell in body if cell.row > 0]
        rows, pages, lines = rows - 1, pages[1:], lines[1:]
    body = _without_stretched(cells, body, first.rows)
    cells += [replace(cell, row=cell.row + first.rows) for cell in body]
    return replace(
        first,
        cells=cells,
        rows=first.rows + rows,
        row_pages=list(first.row_pages) + pages,
        row_lines=[*first.row_lines, *lines],
    )


def _text(cell: RawCell) -> str:
    return " ".join(line.text.strip() for line in cell.lines if line.text.strip())


def _is_cut_row(first: RawTable, body: list[RawCell]) -> bool:
    """Whether the first row of the new part carries on the last row before the break.

    Only where it is evident: no number, every written cell was already begun above, and its first or
    most of its cells begin in the middle of a sentence.
    """
    top = [cell for cell in body if cell.row == 0]
    last = {cell.column: cell for cell in first.cells if cell.row + cell.row_span == first.rows}
    written = [cell for cell in top if _text(cell)]
    if not written or any(cell.row_span > 1 for cell in top) or any(cell.column == 0 for cell in written):
        return False
    if not all(cell.column in last and _text(last[cell.column]) for cell in written):
        return False
    carried_on = [_text(cell)[0].islower() for cell in written]
    return carried_on[0] or sum(carried_on) * 2 > len(carried_on)


def _append_cut_row(cells: list[RawCell], row: int, more: list[RawCell]) -> None:
    for extra in more:
        for at, cell in enumerate(cells):
            if cell.column == extra.column and cell.row + cell.row_span == row + 1:
                cells[at] = replace(cell, lines=_carried_on(cell.lines, extra.lines))


def _carried_on(before: list[Line], after: list[Line]) -> list[Line]:
    """Lines put together; a line that begins small goes on in the last one."""
    if not before or not after or not after[0].text[:1].islower():
        return [*before, *after]
    last, first = before[-1], after[0]
    share = len(last.text) / (len(last.text) + len(first.text))
    sure = round(last.confidence * share + first.confidence * (1 - share), 3)
    whole = replace(last, text=f"{last.text} {first.text}", confidence=sure)
    return [*before[:-1], whole, *after[1:]]


def _without_stretched(cells: list[RawCell], body: list[RawCell], rows: int) -> list[RawCell]:
    """A merged cell cut by the page goes on as an empty merged cell below: stretch the upper one."""
    kept: list[RawCell] = []
    for cell in body:
        above = next(
            (
                at
                for at, upper in enumerate(cells)
                if upper.column == cell.column
                and upper.column_span == cell.column_span
                and upper.row + upper.row_span == rows
            ),
            None,
        )
        is_rest = cell.row == 0 and cell.row_span > 1 and not _text(cell)
        if is_rest and above is not None and _text(cells[above]):
            cells[above] = replace(cells[above], row_span=cells[above].row_span + cell.row_span)
        else:
            kept.append(cell)
    return kept
