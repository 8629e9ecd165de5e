"""From a document to the rows of its point table, with sums checked against the print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from thanthien.lib.documents.model import Document, Format, Place, Row, Table
from thanthien.lib.vietnamese import number_vi, search_key
from thanthien.programme.criteria.point_table.columns import Columns, cell_text, find_columns
from thanthien.programme.criteria.point_table.model import (
    NotAPointTable,
    PointRow,
    PointTable,
    RowKind,
    TableProblem,
)
from thanthien.programme.criteria.point_table.outline import (
    is_note,
    is_subtotal,
    is_total,
    parents_of,
    points_in_text,
    read_mark,
    read_points,
)

MAX_ROWS = 600
_CHECK_FILE = "Chưa có điểm nào được nạp. Hãy xem lại tệp đã chọn."
_ADVICE = (
    "Không tìm thấy bảng có cột tên tiêu chí và cột điểm, nên chưa đọc được điểm nào. Hãy gửi tệp có bảng, "
    "với đầu cột như “STT”, “Nội dung tiêu chí”, “Điểm tối đa”."
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the body before the outline is known."""

    place: Place
    kind: RowKind
    number: str
    rank: int
    text: str
    points: Decimal | None
    printed: str


def read_point_table(document: Document) -> PointTable:
    """Rows, outline and points of the table(s) with criteria and points.

    A table without a head continues the one before it. Raises `NotAPointTable`.
    """
    lines: list[_Line] = []
    columns: Columns | None = None
    for table in document.tables():
        found = find_columns(table)
        if found is None and columns is not None and _continues(table, columns):
            found = replace(columns, body=0)
        if found is None or (not found.headings and columns is not None and columns.headings):
            continue
        columns = columns or found
        lines.extend(_lines(table, found))
    if columns is None or not any(line.points is not None for line in lines):
        raise NotAPointTable(_ADVICE)
    if len(lines) > MAX_ROWS:
        message = f"Bảng điểm có {len(lines)} dòng, nhiều hơn {MAX_ROWS} dòng nên không giống bảng điểm. {_CHECK_FILE}"
        raise NotAPointTable(message)
    rows = _with_options(_outlined(lines, document.format))
    return checked(PointTable(tuple(rows), columns.headings, None))


def checked(table: PointTable) -> PointTable:
    """The table with its printed total and the problems of its rows and sums, looked for anew."""
    total = next((row.points for row in reversed(table.rows) if row.kind == "total"), None)
    found = replace(table, printed_total=total, problems=())
    return replace(found, problems=tuple(_problems(found)))


def _continues(table: Table, columns: Columns) -> bool:
    """A part of the table on the next page: the same width, with points in the same column."""
    widest = max(columns.text, columns.points)
    if table.columns <= widest:
        return False
    return any(read_points(cell_text(row, columns.points)) is not None for row in table.rows)


def _lines(table: Table, columns: Columns) -> Iterator[_Line]:
    head = search_key(columns.headings.get("text", ""))
    for row in table.rows[columns.body :]:
        line = _line(row, columns)
        repeats_head = bool(head) and search_key(line.text) == head
        if (line.text or line.points is not None) and not repeats_head:
            yield line


def _line(row: Row, columns: Columns) -> _Line:
    number = cell_text(row, columns.number) if columns.number is not None else ""
    text, printed = cell_text(row, columns.text), cell_text(row, columns.points)
    bare = columns.number is None
    if not text and len(number.split()) > 1:
        # A group row merged over all columns stands in the first of them.
        number, text, bare = "", number, True
    points = read_points(printed)
    if points is None and not printed:
        text, points = points_in_text(text)
    kind = _kind(text or number)
    mark, text = read_mark(number, text, bare=bare)
    return _Line(row.place, kind, mark.printed, mark.rank, text, points, printed)


def _kind(text: str) -> RowKind:
    if is_subtotal(text):
        return "subtotal"
    if is_total(text):
        return "total"
    return "note" if is_note(text) else "item"


def _outlined(lines: Sequence[_Line], file_format: Format) -> list[PointRow]:
    places = [index for index, line in enumerate(lines) if line.kind == "item"]
    outline = dict(zip(places, parents_of([lines[index].rank for index in places]), strict=True))
    rows = []
    for index, line in enumerate(lines):
        parent, depth = outline.get(index, (None, 1))
        above = places[parent] if parent is not None else None
        spot = _spot(line.place, file_format)
        said = (line.kind, line.number, line.text, line.points, line.printed)
        rows.append(PointRow(index, line.place, spot, *said, depth, above))
    return rows


def _spot(place: Place, file_format: Format) -> str:
    if file_format == "xlsx" and place.line is not None:
        return f"trang tính {place.page}, dòng {place.line}"
    parts = (("trang", place.page), ("bảng", place.table), ("dòng", place.row))
    return ", ".join(f"{word} {value}" for word, value in parts if value is not None) or "không rõ chỗ"


def _with_options(rows: Sequence[PointRow]) -> list[PointRow]:
    """Mark graded outcomes: unnumbered rows below an item of which the best alone gives its points."""
    table = PointTable(tuple(rows), {}, None)
    options: set[int] = set()
    for row in rows:
        below = table.children_of(row.index) if row.kind == "item" else ()
        if row.points is None or len(below) < 2 or any(table.children_of(child.index) for child in below):
            continue
        given = [child.points for child in below if child.points is not None]
        is_graded = len(given) == len(below) and max(given) == row.points and sum(given) != row.points
        if is_graded and not any(child.number[:1].isdigit() for child in below):
            options.update(child.index for child in below)
    return [replace(row, kind="option") if row.index in options else row for row in rows]


def _problems(table: PointTable) -> Iterator[TableProblem]:
    for row in table.rows:
        if row.kind == "item":
            yield from _row_problems(table, row)
    yield from _subtotal_problems(table)
    if table.printed_total is not None and table.printed_total != table.counted_total():
        message = (
            f"Dòng tổng ghi {number_vi(table.printed_total)} điểm, cộng các nội dung được "
            f"{number_vi(table.counted_total())} điểm. Hãy đối chiếu lại với văn bản gốc."
        )
        yield TableProblem(message)


def _row_problems(table: PointTable, row: PointRow) -> Iterator[TableProblem]:
    if row.points is None and row.printed_points:
        message = f"{row.told()}: không hiểu điểm “{row.printed_points}”. Hãy ghi một số, ví dụ 2 hoặc 1,5."
        yield TableProblem(message, row=row.index)
    below = table.children_of(row.index)
    if row.points is None or not below:
        return
    if all(child.points is None and table.worth(child) == 0 for child in below):
        return
    added = sum((table.worth(child) for child in below), Decimal(0))
    if added != row.points:
        message = f"{row.told()}: ghi {number_vi(row.points)} điểm, các dòng con cộng lại được {number_vi(added)} điểm."
        yield TableProblem(message, row=row.index)


def _subtotal_problems(table: PointTable) -> Iterator[TableProblem]:
    """A sum printed below a group against the group that stands above it."""
    top: PointRow | None = None
    for row in table.rows:
        if row.kind == "item" and row.parent is None:
            top = row
        if row.kind == "subtotal" and row.points is not None and top is not None:
            worth = table.worth(top)
            if worth != row.points:
                message = (
                    f"{row.told()}: ghi {number_vi(row.points)} điểm, cộng lại được {number_vi(worth)} điểm."
                )
                yield TableProblem(message, row=row.index)
