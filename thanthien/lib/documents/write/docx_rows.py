"""Rows of Word tables as text. A list of thousands of proofs would fill the memory as a tree of elements, and
python-docx walks the whole table for each row: the rows are written as text and put in when the file is packed."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement
from docx.table import Table

from thanthien.lib.documents.write.model import Align, Column, TableBlock, TableRow
from thanthien.lib.documents.write.packing import printable

_JC = {"left": "left", "centre": "center", "right": "right"}
_EDGE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
_BORDERS = (
    f"<w:tcBorders>{''.join(_EDGE.format(side) for side in ('top', 'left', 'bottom', 'right'))}</w:tcBorders>"
)
_TWIPS = 1440 / 2.54  # a cm


class Rows:
    """The rows of a document's tables, each table under a mark of its own."""

    def __init__(self) -> None:
        self._kept: list[TableBlock] = []

    def stand_in(self, table: Table, block: TableBlock) -> None:
        """Leave a mark in the table where its rows will be."""
        mark = OxmlElement(self._tag(len(self._kept)))
        table._tbl.append(mark)
        self._kept.append(block)

    @staticmethod
    def _tag(number: int) -> str:
        return f"w:rows{number}"

    def put_in(self, name: str, content: bytes) -> bytes:
        """The part of the package with its marks replaced by rows; other parts as they are."""
        if name != "word/document.xml" or not self._kept:
            return content
        pieces: list[bytes] = []
        for number, block in enumerate(self._kept):
            before, _, content = content.partition(f"<{self._tag(number)}/>".encode())
            pieces += [before, "".join(rows_of(block)).encode()]
        return b"".join([*pieces, content])


def rows_of(block: TableBlock) -> Iterator[str]:
    head = TableRow(tuple(column.title for column in block.columns), bold=True)
    yield _row(block, head, is_head=True)
    for row in block.rows:
        yield _row(block, row)


def _row(block: TableBlock, row: TableRow, *, is_head: bool = False) -> str:
    flags = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    keep = row.span or is_head
    if row.span:
        width = sum(column.width for column in block.columns)
        cells = _cell(row.cells[0], width, block, row, "left", span=len(block.columns), keep=keep)
    else:
        cells = "".join(
            _cell(text, column.width, block, row, _align(column, is_head), keep=keep)
            for column, text in zip(block.columns, row.cells, strict=True)
        )
    return f"<w:tr><w:trPr>{flags}</w:trPr>{cells}</w:tr>"


def _align(column: Column, is_head: bool) -> Align:
    return "centre" if is_head else column.align


def _cell(
    text: str,
    width: float,
    block: TableBlock,
    row: TableRow,
    align: Align,
    *,
    span: int = 1,
    keep: bool = False,
) -> str:
    """`keep`: on the page of the next row, for a head and for the name of a group."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shape = f'<w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/>{wide}{_BORDERS}</w:tcPr>'
    together = "<w:keepNext/>" if keep else ""
    place = f'<w:spacing w:before="40" w:after="40"/><w:jc w:val="{_JC[align]}"/>'
    form = f"<w:pPr>{together}{place}</w:pPr>"
    marks = ("<w:b/>" if row.bold else "") + ("<w:i/>" if row.italic else "")
    look = f'<w:rPr>{marks}<w:sz w:val="{round(block.size * 2)}"/></w:rPr>'
    return f"<w:tc>{shape}<w:p>{form}<w:r>{look}{_text(text)}</w:r></w:p></w:tc>"


def _text(text: str) -> str:
    lines = printable(text).replace("\t", " ").split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
