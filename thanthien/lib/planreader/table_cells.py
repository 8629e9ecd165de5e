"""Rows of a real table (Word, PDF, Excel, or text with tabs): merged cells, page breaks, group rows."""

from __future__ import annotations

import re

from thanthien.lib.documents.model import Cell, Row, Table
from thanthien.lib.planreader.columns import Head, Role, by_content, read_head
from thanthien.lib.planreader.keys import fold, is_upper, squeeze, starts_lower
from thanthien.lib.planreader.model import Source
from thanthien.lib.planreader.rows import OWN_CELLS, RawRow, clean_number

_CARRIED: tuple[Role, ...] = (*OWN_CELLS, "criterion", "note", "person")
_JOINED: tuple[Role, ...] = ("lead", "coordinators", "product", "note", "person")


def read_table(table: Table, before: Head | None) -> tuple[list[RawRow], Head | None]:
    """Raw rows and the head used; a table without a head of its own goes on with the one `before`."""
    own = read_head(table)
    head = own or before
    if head is None or (own is None and len(head.roles) != table.columns):
        return [], own
    if own is not None:
        head = Head(by_content(head.roles, table, own.rows), own.rows)
    rows: list[RawRow] = []
    carried: dict[int, tuple[Cell, int]] = {}
    for row in table.rows[own.rows if own else 0 :]:
        raw = _raw(row, head, carried)
        if own is not None and _is_repeated_head(raw, row, table):
            continue
        if rows and _goes_on(raw, rows[-1]):
            _append(raw, rows[-1])
        else:
            rows.append(raw)
    return [r for r in rows if r.no or any(fold(v) for v in r.cells.values())], head


def _raw(row: Row, head: Head, carried: dict[int, tuple[Cell, int]]) -> RawRow:
    raw = RawRow(source=Source(row.place.page, row.place.line, None, row.place.table, row.place.row))
    raw.last_page = row.place.page
    filled = [c for c in row.cells if c is not None and fold(c.text)]
    wide = [c for c in filled if c.column_span >= max(3, len(head.roles) - 2)]
    raw.spanning = bool(wide)
    printed: list[str] = []
    for column, role in enumerate(head.roles):
        cell = row.cells[column] if column < len(row.cells) else None
        text = _text(cell, column, role, carried)
        if cell is not None and cell.printed:
            printed.append(squeeze(cell.printed))
        if not text:
            continue
        if role == "no":
            raw.no = text
        elif role in raw.cells:
            raw.cells[role] += "\n" + text
        else:
            raw.cells[role] = text
    if wide and "title" not in raw.cells:
        raw.no, raw.cells = _split_wide(raw, wide[0].text)
    raw.confidence = min((c.confidence for c in filled), default=1.0)
    raw.printed = " | ".join(printed) or None
    return raw


def _text(cell: Cell | None, column: int, role: Role, carried: dict[int, tuple[Cell, int]]) -> str:
    """The cell's text; agencies, products and times of a cell merged downwards hold for each row it spans."""
    if cell is not None:
        carried.pop(column, None)
        if cell.row_span > 1:
            carried[column] = (cell, cell.row_span - 1)
        return cell.text.strip()
    if column not in carried:
        return ""
    source, left = carried[column]
    if left <= 1:
        del carried[column]
    else:
        carried[column] = (source, left - 1)
    return source.text.strip() if role in _CARRIED else ""


def _split_wide(raw: RawRow, text: str) -> tuple[str, dict[Role, str]]:
    match = re.match(r"^\s*([IVX]+|[A-H]|\d{1,2})\s*[.)/:-]?\s+(?=\S)(.*)$", text, re.DOTALL)
    if match and not raw.no:
        return match[1], {"title": match[2]}
    if raw.no and fold(raw.no) == fold(text):
        return (match[1], {"title": match[2]}) if match else ("", {"title": text})
    return raw.no, {"title": text}


def _is_repeated_head(raw: RawRow, row: Row, table: Table) -> bool:
    first = [fold(c.text) for c in table.rows[0].cells if c is not None]
    return bool(first) and [fold(c.text) for c in row.cells if c is not None] == first


def _goes_on(raw: RawRow, last: RawRow) -> bool:
    """A row broken by a page: no number, and its text carries a sentence on or only other cells go on."""
    if clean_number(raw.no) or raw.spanning:
        return False
    if not fold(raw.title):
        return not raw.bare
    open_end = not last.title.rstrip().endswith((".", ";", ":"))
    if is_upper(raw.title):
        return is_upper(last.title) and open_end and last.bare and raw.bare
    if starts_lower(raw.title) or raw.title.lstrip().startswith("("):
        return open_end or raw.bare
    # At the top of a page a row without number and cells is the rest of the row before.
    new_page = raw.source.page is not None and raw.source.page != last.last_page
    dashed = raw.title.lstrip().startswith(("-", "–", "+"))
    cut_off = not last.bare or len(last.title.split()) <= 4
    return new_page and open_end and raw.bare and cut_off and not dashed


def _append(raw: RawRow, last: RawRow) -> None:
    for role, text in raw.cells.items():
        if role in last.cells and fold(text) == fold(last.cells[role]):
            continue
        glue = "; " if role in _JOINED and not fold(raw.title) and not starts_lower(text) else " "
        last.cells[role] = f"{last.cells[role]}{glue}{text}" if last.cells.get(role) else text
    last.last_page = raw.source.page
    last.source = Source(
        last.source.page, last.source.line, raw.source.line, last.source.table, last.source.row
    )
