"""Which column holds the number, the criterion and its points: by the printed heads, else by content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thanthien.lib.documents.model import Row, Table
from thanthien.lib.vietnamese import search_key, tidy
from thanthien.programme.criteria.point_table.outline import is_number, read_points

_HEAD_ROWS = 20
_NUMBER = re.compile(r"(so )?t ?t|stt|so thu tu|muc|ma|ky hieu")
# Earlier patterns win: a table that prints both "Thang điểm" and "Điểm" means the first by maximum.
_POINTS = (
    re.compile(r"\b(so )?diem (toi da|cao nhat)\b"),
    re.compile(r"\b(thang|bang) (bang )?diem\b"),
    re.compile(r"\bdiem (chuan|quy dinh|so chuan|danh gia chuan)\b"),
    re.compile(r"\b(trong so|so diem)\b"),
    re.compile(r"^(tong )?diem( so)?$"),
)
# Points that somebody got or lost, not points that can be had.
_NOT_POINTS = re.compile(
    r"\b(tu cham|tu danh gia|dat|dat duoc|tham dinh|phuc tra|tru|thuong|cham|ket qua|dieu kien)\b"
)
_SUB_HEAD = re.compile(
    r"(so |thang )?(diem )?(toi da|cao nhat|chuan|quy dinh|tu cham|tham dinh|dat( duoc)?|tru|diem)"
)
_TEXT = re.compile(r"\b(tieu chi|noi dung|chi tieu|tieu chuan|dau viec|nhiem vu)\b")
_NOT_TEXT = re.compile(
    r"\b(minh chung|kiem chung|ghi chu|huong dan|chu tri|phoi hop|san pham|co quan|thoi gian)\b"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Column positions, from 0, and the row from which the body starts, from 0."""

    number: int | None
    text: int
    points: int
    body: int
    headings: dict[str, str]


def find_columns(table: Table) -> Columns | None:
    """None where the table has no criteria with points."""
    return _by_heads(table) or _by_content(table)


def cell_text(row: Row, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else None
    return tidy(cell.text) if cell is not None else ""


def _by_heads(table: Table) -> Columns | None:
    for start in range(min(_HEAD_ROWS, len(table.rows))):
        height = _head_height(table.rows, start)
        heads = _heads(table.rows[start : start + height], table.columns)
        found = _roles(heads)
        if found is None:
            continue
        body = start + height
        if body < len(table.rows) and _is_column_numbers(table.rows[body]):
            body += 1
        number, text, points = _by_body(found, heads, table.rows[body:])
        names = {"text": heads[text], "points": heads[points]}
        if number is not None:
            names["number"] = heads[number]
        if any(read_points(cell_text(row, points)) is not None for row in table.rows[body:]):
            return Columns(number, text, points, body, names)
    return None


def _by_body(
    found: tuple[int | None, int, int], heads: Sequence[str], rows: Sequence[Row]
) -> tuple[int | None, int, int]:
    """The columns mended by what stands in them: a head "Tiêu chí" or "Số" may stand over the numbers.

    A number column without a number is none: the numbers then stand before the titles.
    """
    number, text, points = found
    if number is None:
        number = next((c for c in range(points) if _holds_numbers(rows, c)), None)
    if number == text or not _is_filled(rows, text):
        others = [c for c in range(len(heads)) if c not in (text, points) and _is_filled(rows, c)]
        named = [c for c in others if _TEXT.search(search_key(heads[c]))]
        text = next(iter(named or [c for c in others if c < points]), text)
    return (
        (number if number is not None and number != text and _is_filled(rows, number) else None),
        text,
        points,
    )


def _is_filled(rows: Sequence[Row], column: int) -> bool:
    return any(cell_text(row, column) for row in rows)


def _holds_numbers(rows: Sequence[Row], column: int) -> bool:
    filled = [text for row in rows if (text := cell_text(row, column))]
    return bool(filled) and sum(map(is_number, filled)) > 0.8 * len(filled)


def _heads(rows: Sequence[Row], columns: int) -> list[str]:
    """Head of each column: its cells from the top down, a cell over several columns given to each."""
    heads = [""] * columns
    for row in rows:
        for column, cell in enumerate(row.cells):
            if cell is None:
                continue
            for covered in range(column, min(column + cell.column_span, columns)):
                heads[covered] = f"{heads[covered]} {tidy(cell.text)}".strip()
    return heads


def _roles(heads: Sequence[str]) -> tuple[int | None, int, int] | None:
    keys = [search_key(head) for head in heads]
    if any(len(key) > 120 for key in keys):
        return None
    points = _points_column(keys)
    texts = [
        c for c, key in enumerate(keys) if _TEXT.search(key) and not _NOT_TEXT.search(key) and c != points
    ]
    if points is None or not texts:
        return None
    numbers = [c for c, key in enumerate(keys) if _NUMBER.fullmatch(key) and c not in (points, texts[0])]
    return (numbers[0] if numbers else None), texts[0], points


def _points_column(keys: Sequence[str]) -> int | None:
    for rank, pattern in enumerate(_POINTS):
        for column, key in enumerate(keys):
            # "Điểm chấm / Điểm tối đa" in two lines of head is still the maximum.
            if pattern.search(key) and (rank == 0 or not _NOT_POINTS.search(key)):
                return column
    return None


def _head_height(rows: Sequence[Row], start: int) -> int:
    """Rows of the head that starts here: as deep as its merged cells, or while only sub-heads follow."""
    spans = [cell.row_span for cell in rows[start].cells if cell is not None and tidy(cell.text)]
    height = min(max(spans, default=1), 3)
    while start + height < len(rows) and height < 3 and _is_sub_head(rows[start + height]):
        height += 1
    return height


def _is_sub_head(row: Row) -> bool:
    keys = [search_key(tidy(cell.text)) for cell in row.cells if cell is not None and tidy(cell.text)]
    return bool(keys) and all(len(key) < 30 and _SUB_HEAD.fullmatch(key) for key in keys)


def _is_column_numbers(row: Row) -> bool:
    """The line "(1) (2) (3)" below many heads."""
    texts = [cell_text(row, column).strip("() ") for column in range(len(row.cells))]
    filled = [text for text in texts if text]
    if len(filled) < 3 or not all(text.isdigit() for text in filled):
        return False
    return [int(text) for text in filled] == list(range(int(filled[0]), int(filled[0]) + len(filled)))


def _by_content(table: Table) -> Columns | None:
    """Without readable heads: the column of numbers furthest right, and the one with most words."""
    if len(table.rows) < 4 or table.columns < 2:
        return None
    words = [0] * table.columns
    numeric = [0] * table.columns
    filled = [0] * table.columns
    for row in table.rows:
        for column in range(table.columns):
            text = cell_text(row, column)
            words[column] += len(text.split())
            filled[column] += bool(text)
            numeric[column] += read_points(text) is not None
    text_column = max(range(table.columns), key=words.__getitem__)
    numbers = [c for c in range(table.columns) if filled[c] > 2 and numeric[c] > 0.8 * filled[c]]
    right = [c for c in numbers if c > text_column]
    if not right or words[text_column] < 3 * len(table.rows):
        return None
    left = [c for c in range(text_column) if filled[c]]
    return Columns(left[0] if left else None, text_column, right[0], 0, {})
