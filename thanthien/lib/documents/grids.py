"""Small tables as people lay them out (Excel, CSV): every sheet cell by cell, as printed, merged cells filled.

Where `records` takes an export whose first table is one long list, a grid keeps what stands above the table and how
its head is joined, for reports made to be read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from thanthien.lib.documents.archive import Package, corrupt
from thanthien.lib.documents.charsets import decode
from thanthien.lib.documents.extent import require_near
from thanthien.lib.documents.model import CannotRead
from thanthien.lib.documents.ole import ole_refusal
from thanthien.lib.documents.records import csv_lines
from thanthien.lib.documents.sheets import printed_value
from thanthien.lib.documents.sniff import Kind, sniff
from thanthien.lib.vietnamese import tidy

MOST_CELLS = 200_000
_MOST_COLUMNS = 400
_LONGEST = 500  # letters of a cell that are kept
_EMPTY = CannotRead("Tệp không có ô nào được ghi. Anh/chị kiểm tra lại tệp đã chọn.", code="empty")
_KIND = CannotRead("Tệp phải là Excel (.xlsx) hoặc CSV. Anh/chị lưu lại thành .xlsx rồi gửi.", code="kind")
_TOO_BIG = CannotRead(
    "Bảng tính có quá nhiều ô (trên 200.000). Anh/chị chỉ giữ trang tính chứa số liệu rồi gửi lại.",
    code="too_large",
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: `rows` are (line as its own program counts it, texts of the columns), rows without a text left out.

    Numbers read as printed in Vietnam ("1.234,5", "92,5%"); an empty cell is "".
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_grids(data: bytes) -> list[Grid]:
    """The visible sheets that hold something, in order; a CSV file is one without a name. Raises CannotRead."""
    match sniff(data):
        case Kind.ZIP:
            found = _xlsx(Package(data))
        case Kind.TEXT:
            lines = ((n, tuple(map(_clean, row))) for n, row in csv_lines(decode(data).text.lstrip("\ufeff")))
            found = [Grid("", _even(lines))]
        case Kind.OLE:
            raise ole_refusal(data)
        case _:
            raise _KIND
    found = [one for one in found if one.rows]
    if not found:
        raise _EMPTY
    return found


def _xlsx(package: Package) -> list[Grid]:
    if "xl/workbook.xml" not in package:
        raise _KIND
    package.refuse_macros()
    require_near(package)
    sheets = [name for name in package.names() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if sum(package.read(name).count(b"<c ") for name in sheets) > MOST_CELLS:
        raise _TOO_BIG
    try:
        book = load_workbook(io.BytesIO(package.data), data_only=True, keep_links=False, rich_text=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, ParseError, OSError) as error:
        raise corrupt() from error
    return [_sheet(one) for one in book.worksheets if one.sheet_state == "visible"]


def _sheet(sheet: Worksheet) -> Grid:
    texts: dict[tuple[int, int], str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and (text := _clean(printed_value(cell))):
                texts[cell.row, cell.column] = text
    for area in sheet.merged_cells.ranges:
        text = texts.get((area.min_row, area.min_col), "")
        if text and area.size["rows"] * area.size["columns"] <= MOST_CELLS:
            columns = range(area.min_col, area.max_col + 1)
            texts |= {(r, c): text for r in range(area.min_row, area.max_row + 1) for c in columns}
    last = max((column for _, column in texts), default=0)
    lines: dict[int, list[str]] = {}
    for (row_number, column), text in texts.items():
        lines.setdefault(row_number, [""] * last)[column - 1] = text
    return Grid(tidy(sheet.title), _even((n, tuple(lines[n])) for n in sorted(lines)))


def _even(lines: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Rows of one width, those without a text left out."""
    kept = [(n, texts) for n, texts in lines if any(texts)]
    width = max((len(texts) for _, texts in kept), default=0)
    if width > _MOST_COLUMNS:
        raise CannotRead(
            f"Tệp có hơn {_MOST_COLUMNS} cột. Anh/chị xóa các cột trống hoặc không dùng rồi gửi lại.",
            code="too_large",
        )
    if width * len(kept) > MOST_CELLS:
        raise _TOO_BIG
    return tuple((n, texts + ("",) * (width - len(texts))) for n, texts in kept)


def _clean(text: object) -> str:
    return tidy(str(text)[: _LONGEST * 2])[:_LONGEST]
