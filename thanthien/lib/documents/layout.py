"""Tables that only place things on the page: the letterhead, the signature, a frame round text."""

from __future__ import annotations

import re

from thanthien.lib.documents.pieces import Line, RawTable

_LETTERHEAD = re.compile(
    r"(?i)cộng h[òo][àa] xã hội chủ nghĩa|độc lập\s*[-–—]\s*tự do|nơi nhận\s*:|kính gửi\s*:"
)
_DATA_HEAD = re.compile(r"(?i)^(tt|stt|số\s*tt)\.?$")
_LAYOUT_ROWS = 6
_LAYOUT_COLUMNS = 3


def is_layout(table: RawTable) -> bool:
    """A frame round one cell; a small table without borders and head; a letterhead or signature block."""
    if table.rows == 0 or (table.rows == 1 and len(table.cells) == 1):
        return True
    if table.columns > _LAYOUT_COLUMNS or table.rows > _LAYOUT_ROWS or _has_head(table):
        return False
    return not table.bordered or bool(_LETTERHEAD.search(" ".join(table.row_texts(0) + table.row_texts(1))))


def _has_head(table: RawTable) -> bool:
    return any(_DATA_HEAD.match(text) for text in table.row_texts(0))


def unfold(table: RawTable) -> list[Line]:
    """The lines of a layout table, column by column, as a person reads a letterhead."""
    ordered = sorted(table.cells, key=lambda cell: (cell.column, cell.row))
    return [line for cell in ordered for line in cell.lines]


def without_layout(pieces: list[Line | RawTable]) -> list[Line | RawTable]:
    """Layout tables replaced by their lines."""
    out: list[Line | RawTable] = []
    for piece in pieces:
        if isinstance(piece, RawTable) and is_layout(piece):
            out += unfold(piece)
        else:
            out.append(piece)
    return out
