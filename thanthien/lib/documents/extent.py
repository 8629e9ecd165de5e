"""How far a workbook's cells reach, asked before it is opened whole.

Readers of Excel set aside room for every cell up to the farthest one. A single cell at the far corner, put there by a
slip of the hand or on purpose, asks for more memory than any machine has, and the process ends without an error.
"""

from __future__ import annotations

import re

from thanthien.lib.documents.archive import UNPACKED_LIMIT, Package
from thanthien.lib.documents.model import CannotRead

MOST_CELLS = 12_000_000  # 100,000 rows of 120 columns: about 400 MB while they are read
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)\d""")
_LINE = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*(\d+)["']""")
_TOO_FAR = (
    "Bảng tính có ô ghi quá xa phần còn lại (đến dòng {row}, cột thứ {column}) nên không mở được. "
    "Anh/chị chép riêng phần có dữ liệu sang một tệp mới, hoặc lưu lại thành CSV, rồi gửi lại."
)


def require_near(package: Package) -> None:
    """Raises CannotRead where the rows times the columns up to the farthest cell of a part are too many."""
    for name in package.names():
        last, widest = _reach(package.read(name, limit=UNPACKED_LIMIT))
        if last * widest > MOST_CELLS:
            said = (str(min(one, 10**9)) for one in (last, widest))
            raise CannotRead(_TOO_FAR.format(row=next(said), column=next(said)), code="too_large")


def _reach(sheet: bytes) -> tuple[int, int]:
    """(rows, columns) up to the farthest cell; a cell that names no place follows the one before it."""
    lines, placed = set(_LINE.findall(sheet)), _COLUMN.findall(sheet)
    columns = max(map(_column, set(placed)), default=0)
    if len(_CELL.findall(sheet)) > len(placed):
        columns += max(len(_CELL.findall(row)) for row in _ROW.split(sheet))
    rows = max(len(lines), len(_ROW.findall(sheet)))
    return max([rows, *(int(one[:18]) for one in lines)]), columns


def _column(letters: bytes) -> int:
    """ "A" is 1, "XFD" 16,384."""
    found = 0
    for letter in letters.upper()[:8]:
        found = found * 26 + letter - 64
    return found
