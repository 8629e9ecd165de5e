"""A Document as one stream of printed lines and task tables.

Layout tables (the head with its two columns, the signature block) are turned back into lines;
lines that carry tabs become rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from thanthien.lib.documents.model import Block, Cell, Document, Paragraph, Place, Row, Table
from thanthien.lib.planreader.columns import read_head
from thanthien.lib.planreader.keys import squeeze
from thanthien.lib.planreader.page_numbers import page_number_lines

_TRAIL = re.compile(r"[ \t]{2,}$")
_STRAY = re.compile(r"[\W_]*|[A-Za-z.·,'`] ?")


@dataclass(slots=True)
class Line:
    """One printed line. `gap` blank lines stand before it; `ends_cell`: blanks trail it in the source."""

    text: str
    place: Place
    gap: int = 0
    ends_cell: bool = False
    bold: bool = False
    centred: bool = False
    whole: bool = False
    printed: str | None = None
    confidence: float = 1.0

    @property
    def shown(self) -> str:
        return self.printed if self.printed is not None else self.text


Item = Line | Table


@dataclass(slots=True)
class Stream:
    items: list[Item] = field(default_factory=list)

    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]

    def tables(self) -> list[Table]:
        return [item for item in self.items if isinstance(item, Table)]


def stream(document: Document) -> Stream:
    """The document in reading order. Word paragraphs count as whole (not wrapped) lines."""
    items: list[Item] = []
    blocks = list(document.blocks)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table):
            items += [block] if _is_task_table(block, items) else _flatten(block)
            at += 1
        elif "\t" in block.text.strip():
            end = _tab_run(blocks, at)
            table = _tab_table([b for b in blocks[at:end] if isinstance(b, Paragraph)], at)
            items += [table] if _is_task_table(table, items) else _untab(blocks[at:end])
            at = end
        else:
            items += _lines(block, whole=document.format in ("docx", "xlsx"))
            at += 1
    items = _without_page_numbers(items)
    _set_gaps(items)
    return Stream(items)


def _without_page_numbers(items: list[Item]) -> list[Item]:
    lines = [item for item in items if isinstance(item, Line)]
    numbers = page_number_lines([line.text for line in lines], [line.place.page for line in lines])
    dropped = {id(lines[i]) for i in numbers}
    return [item for item in items if id(item) not in dropped]


def _lines(block: Paragraph, *, whole: bool) -> Iterator[Line]:
    raw = block.printed if block.printed is not None else block.text
    ends_cell = bool(_TRAIL.search(raw.rstrip("\r\n")))
    for part in re.split(r"\n|(?<=\S)\s+(?=PHỤ LỤC(?:\s|$)|PHU LUC(?:\s|$)|Nơi nhận\s*:)", block.text):
        text = part.strip()
        if not text or _STRAY.fullmatch(text):
            continue
        yield Line(
            text, block.place, ends_cell=ends_cell, bold=block.bold, centred=block.centred, whole=whole,
            printed=squeeze(raw) if block.printed and squeeze(raw) != squeeze(text) else None,
            confidence=block.confidence,
        )  # fmt: skip


def _set_gaps(items: list[Item]) -> None:
    last: Line | None = None
    for item in items:
        if not isinstance(item, Line):
            last = None
            continue
        if last is not None and item.place.line and last.place.line:
            item.gap = max(0, item.place.line - last.place.line - 1)
        last = item


def _is_task_table(table: Table, before: list[Item]) -> bool:
    """Tables with a head naming tasks and agencies; a part after such a table with as many columns too."""
    if table.columns < 3 or not table.rows:
        return False
    if read_head(table) is not None:
        return True
    follows = next((i for i in reversed(before) if isinstance(i, Table)), None)
    return follows is not None and follows.columns == table.columns and table.columns >= 4


def _flatten(table: Table) -> Iterator[Line]:
    """Cells of a layout table, column by column where two columns stand side by side, else row by row."""
    cells = [[c for c in row.cells if c is not None and c.text.strip()] for row in table.rows]
    order: list[tuple[Cell, Place]] = []
    if table.columns <= 3:
        for column in range(table.columns):
            order += [
                (c, row.place)
                for row in table.rows
                for i, c in enumerate(row.cells)
                if i == column and c is not None and c.text.strip()
            ]
    else:
        order = [(c, row.place) for row, filled in zip(table.rows, cells, strict=True) for c in filled]
    for cell, place in order:
        for text in cell.text.split("\n"):
            if squeeze(text):
                yield Line(squeeze(text), place, bold=cell.bold, whole=True, confidence=cell.confidence)


def _tab_run(blocks: list[Block], at: int) -> int:
    """End of a run of tabbed lines; a line without tabs between two of them belongs to the run."""
    end = at + 1
    while end < len(blocks):
        block = blocks[end]
        if isinstance(block, Table):
            break
        if "\t" not in block.text.strip("\n "):
            if re.match(r"\s*PHỤ LỤC\b|\s*PHU LUC\b|\s*Phụ lục\s+(?:số\s+)?[\dIVX]+\W*$", block.text):
                break
            after = [b for b in blocks[end + 1 : end + 3] if isinstance(b, Paragraph)]
            if not any("\t" in b.text for b in after):
                if not (block.text[:1].islower() and len(block.text) > 3):
                    break
                return end + 1
        end += 1
    return end


def _tab_table(paragraphs: list[Paragraph], number: int) -> Table:
    width = max(p.text.count("\t") for p in paragraphs) + 1
    rows = []
    for p in paragraphs:
        texts = p.text.strip("\n").split("\t")
        if len(texts) == 1:
            texts = ["", *texts] if not re.fullmatch(r"\s*[\dIVX.]+\s*", p.text) else texts
        shown = p.printed.strip("\n").split("\t") if p.printed else []
        shown = shown if len(shown) == len(texts) else []
        cells: list[Cell | None] = [
            Cell(squeeze(t), i + 1, printed=_changed(shown[i], t) if shown else None, confidence=p.confidence)
            for i, t in enumerate(texts)
        ]
        cells += [Cell("", column=i + 1) for i in range(len(texts), width)]
        rows.append(Row(tuple(cells), p.place))
    return Table(tuple(rows), width, replace(paragraphs[0].place, table=number))


def _changed(printed: str, text: str) -> str | None:
    return squeeze(printed) if squeeze(printed) != squeeze(text) else None


def _untab(blocks: list[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for part in block.text.split("\t"):
                if squeeze(part):
                    yield Line(squeeze(part), block.place, confidence=block.confidence)
