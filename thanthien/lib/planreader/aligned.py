"""Tables that a plain text prints with blanks: columns stand one beside another, as `pdftotext -layout` does.

A column's edge is a run of places that is blank on (nearly) every line of a page. The page is the unit,
because such prints move their columns from page to page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from thanthien.lib.documents.model import Block, Cell, Document, Paragraph, Place, Row, Table
from thanthien.lib.planreader.column_edges import cut_page, parts_of
from thanthien.lib.planreader.columns import read_head, role_of
from thanthien.lib.planreader.keys import fold, is_upper, squeeze, starts_lower
from thanthien.lib.planreader.markers import roman_value

_AFTER = re.compile(
    r"^(?:phu luc|noi nhan|tren day la|luu vt)\b|^(?:[ivx]+|[a-h]) (?:to chuc thuc hien|kinh phi)\b"
)
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[A-H])[.)]?")
_NUMBER_HEADS = {"tt", "stt", "so", "so tt"}
_FEWEST = 3  # lines and columns that make a table


@dataclass(frozen=True, slots=True)
class _Line:
    raw: str
    block: Paragraph

    @property
    def parts(self) -> list[str]:
        return parts_of(self.raw)


_Cut = tuple[list[str], _Line]  # a line's cells and the line


def with_aligned_tables(document: Document) -> Document:
    """The document with every such table as a Table; other blocks and other formats stay as they are."""
    if document.format != "txt":
        return document
    blocks, out, at, count = document.blocks, list[Block](), 0, 0
    while at < len(blocks):
        found = _table_at(blocks, at, count + 1) if isinstance(blocks[at], Paragraph) else None
        if found is None:
            out.append(blocks[at])
            at += 1
            continue
        table, end = found
        out.append(table)
        at, count = end, count + 1
    return replace(document, blocks=tuple(out)) if count else document


def _table_at(blocks: tuple[Block, ...], at: int, number: int) -> tuple[Table, int] | None:
    """The table whose head starts at block `at`, and the block after it."""
    window = [_line(b) for b in blocks[at : at + 4] if isinstance(b, Paragraph)]
    if not _opens(window):
        return None
    lines = _extent(blocks, at)
    if len(lines) < _FEWEST:
        return None
    head = max(len(line.parts) for line in lines[:3])
    for width in (2, 1):
        rows: list[_Cut] = []
        for page in _pages(lines):
            raws = [line.raw for line in page]
            cells = cut_page(raws, len(rows[0][0]) if rows else 0, at_least=head, width=width)
            rows += zip(cells, page, strict=False)
        table = _table(rows, number) if len(rows) == len(lines) else None
        if table is not None and read_head(table) is not None:
            return table, at + len(lines)
    return None


def _line(block: Paragraph) -> _Line:
    return _Line((block.printed if block.printed is not None else block.text).rstrip().expandtabs(8), block)


def _opens(window: list[_Line]) -> bool:
    """Do these lines open a head: a first line of three or more parts, with names of columns among them?"""
    if not window or "\t" in window[0].block.text or not 2 <= len(window[0].parts) <= 12:
        return False
    roles = {role_of(part)[0] for line in window for part in line.parts if role_of(part)[1] >= 0.5}
    named = roles - {"other"}
    widest = max(len(line.parts) for line in window)
    short = max(len(part) for part in window[0].parts) <= 40
    has_first = any(fold(line.parts[0]) in _NUMBER_HEADS for line in window[:3])
    return short and widest >= 3 and len(named) >= 2 and (has_first or "title" in named)


def _extent(blocks: tuple[Block, ...], at: int) -> list[_Line]:
    """Lines of the table: up to a heading, or to running text that no line of columns follows."""
    lines: list[_Line] = []
    for index in range(at, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Paragraph) or "\t" in block.text.strip():
            break
        line = _line(block)
        if lines and _AFTER.match(fold(line.raw)):
            break
        if (
            lines
            and len(line.parts) == 1
            and len(line.raw.strip()) > 60
            and not _columns_follow(blocks, index)
        ):
            break
        lines.append(line)
    return lines


def _columns_follow(blocks: tuple[Block, ...], at: int) -> bool:
    after = [_line(b) for b in blocks[at + 1 : at + 4] if isinstance(b, Paragraph)]
    return any(len(line.parts) >= 3 for line in after)


def _pages(lines: list[_Line]) -> list[list[_Line]]:
    pages: list[list[_Line]] = []
    for line in lines:
        if pages and pages[-1][-1].block.place.page == line.block.place.page:
            pages[-1].append(line)
        else:
            pages.append([line])
    return pages


def _is_wide(line: _Line, cells: list[str]) -> bool:
    """A group row: after its number, one run of words without a gap that crosses columns."""
    texts = line.parts[1:] if _NUMBER.fullmatch(line.parts[0]) else line.parts
    from_edge = bool(cells[0]) and not _is_number(cells[0])
    return len(texts) == 1 and (from_edge or sum(bool(c) for c in cells[1:]) >= 2)


def _table(rows: list[_Cut], number: int) -> Table | None:
    rows = _without_false_columns(rows)
    body = next((i for i, cut in enumerate(rows) if i and _opens_body(cut)), None)
    if body is None or len(rows[0][0]) < _FEWEST:
        return None
    body = _head_height(rows, body)
    starts = _starts(rows[body:])
    groups = [rows[:body]] + [
        rows[body:][a:b] for a, b in zip(starts, [*starts[1:], len(rows) - body], strict=True)
    ]
    place = rows[0][1].block.place
    made = [_row(group, number, at) for at, group in enumerate(groups, 1)]
    return Table(tuple(made), len(rows[0][0]), Place(place.page, place.line, number))


def _opens_body(cut: _Cut) -> bool:
    cells, line = cut
    return _is_number(cells[0]) or bool(cells[0] and _is_wide(line, cells))


def _head_height(rows: list[_Cut], body: int) -> int:
    """Lines of the head: those that name columns best; the first number may stand half-way down its row."""
    if not starts_lower(rows[body][0][1]):
        return body
    named = []
    for height in range(1, body + 1):
        texts = [" ".join(cells[c] for cells, _ in rows[:height]) for c in range(1, len(rows[0][0]))]
        named.append((sum(role_of(text)[1] for text in texts), -height))
    return -max(named)[1]


def _without_false_columns(rows: list[_Cut]) -> list[_Cut]:
    """A column that no word of the head names is a part of its left neighbour, torn off by chance."""
    body = next((i for i, cut in enumerate(rows) if i and _opens_body(cut)), 0)
    keep = [c for c in range(len(rows[0][0])) if c == 0 or any(cells[c] for cells, _ in rows[:body])]
    ends = [*keep[1:], len(rows[0][0])]
    return [
        ([" ".join(filter(None, cells[a:b])) for a, b in zip(keep, ends, strict=True)], line)
        for cells, line in rows
    ]


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and (
        text[0].isdigit() or len(text) == 1 or bool(roman_value(text.rstrip(".)")))
    )


def _starts(rows: list[_Cut]) -> list[int]:
    """Where rows start: at their number, or, where numbers stand half-way down, at the title's first line."""
    numbers = [i for i, (cells, _) in enumerate(rows) if _is_number(cells[0])]
    low = sum(1 for i in numbers if len(rows[i][0]) > 1 and starts_lower(rows[i][0][1]))
    centred = low * 3 > len(numbers)
    starts: list[int] = []
    for place, at in enumerate(numbers):
        before = numbers[place - 1] if place else -1
        starts.append(_first_line(rows, before, at) if centred else at)
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    loose = [i for i in range(len(rows)) if i not in starts and _opens_row(rows, i)]
    return sorted({*starts, *loose})


def _first_line(rows: list[_Cut], before: int, at: int) -> int:
    """The line between two numbers from which the second number stands half-way down its row."""
    able = [i for i in range(before + 1, at + 1) if rows[i][0][1][:1].isupper()] or [at]
    if before < 0:
        return able[0]
    ends = [i - 1 - before for i in able]
    return min(zip(able, ends, strict=True), key=lambda pair: abs((at - pair[0]) - pair[1]))[0]


def _opens_row(rows: list[_Cut], at: int) -> bool:
    """A row without a number: a group over all columns, or all cells start anew with capitals."""
    cells, line = rows[at]
    above = rows[at - 1]
    if is_upper(line.raw) and is_upper(above[1].raw) and _is_wide(above[1], above[0]):
        return False
    if cells[0]:
        return not _is_number(cells[0]) and _is_wide(line, cells)
    if line.parts and len(line.parts) == 1 and sum(bool(c) for c in cells) >= 3:
        return True
    last = rows[at - 1][0]
    anew = [c for c in cells[1:] if c[:1].isupper() or c[:1].isdigit()]
    grown = sum(map(bool, cells)) > sum(map(bool, last[1:]))
    return cells[1][:1].isupper() and len(anew) >= max(3, len(cells) - 2) and grown


def _row(group: list[_Cut], table: int, at: int) -> Row:
    first, columns = group[0][1], len(group[0][0])
    place = Place(first.block.place.page, first.block.place.line, table, at)
    if _is_wide(first, group[0][0]) and all(len(line.parts) == 1 for _, line in group[1:]):
        texts = [squeeze(" ".join(cells[0] for cells, _ in group if _is_number(cells[0])))]
        whole = squeeze(" ".join(line.raw for _, line in group))
        rest = whole[len(texts[0]) :].strip()
        wide = Cell(rest, 2, column_span=columns - 1)
        return Row((Cell(texts[0], 1), wide, *(None for _ in range(columns - 2))), place)
    texts = ["\n".join(cells[c] for cells, _ in group if cells[c]) for c in range(columns)]
    return Row(tuple(Cell(text, i) for i, text in enumerate(texts, 1)), place)
