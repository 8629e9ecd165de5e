"""Excel workbooks (.xlsx) → Document: text above a table as paragraphs, the rest as tables."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from thanthien.lib.documents.archive import Package, corrupt
from thanthien.lib.documents.model import CannotRead, Document
from thanthien.lib.documents.pieces import Line, RawCell, RawTable, numbered
from thanthien.lib.vietnamese import date_vi, number_vi

_CELL_LIMIT = 200_000
_SHEET_LIMIT = 60
_HEAD_WORD = re.compile(
    r"(?i)(tt|stt|số\s*tt|mã|mục)\.?|(nội dung|tiêu chí|nhiệm vụ)( .{0,30})?|(điểm|thang điểm)( .{0,20})?"
)
_TOO_BIG = (
    "Bảng tính có quá nhiều ô (trên 200.000). Hãy chỉ giữ lại trang tính chứa kế hoạch hoặc bảng điểm "
    "rồi tải lên lại."
)


@dataclass(slots=True)
class _Spot:
    """A written cell, 1-based, with its merged extent."""

    row: int
    column: int
    text: str
    row_span: int
    column_span: int
    bold: bool
    centred: bool


def read_xlsx(package: Package) -> Document:
    """Visible sheets in order. Merged cells keep their spans; dates and numbers read as printed in Vietnam.

    Values are those Excel saved for formulas; `place.line` of a paragraph or of a table's row is the row
    that Excel shows. Raises CannotRead.
    """
    sheets = [name for name in package.names() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    for name in sheets:
        if package.read(name).count(b"<c ") > _CELL_LIMIT:
            raise CannotRead(_TOO_BIG, code="too_large")
    if "xl/sharedStrings.xml" in package:
        package.read("xl/sharedStrings.xml")
    pieces: list[Line | RawTable] = []
    notes: list[str] = []
    try:
        workbook = load_workbook(io.BytesIO(package.data), data_only=True, keep_links=False, rich_text=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, ParseError, OSError) as error:
        raise corrupt() from error
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"][:_SHEET_LIMIT]
    for page, sheet in enumerate(shown, start=1):
        pieces += _read_sheet(sheet, page)
    hidden = len(workbook.worksheets) - len(shown)
    if hidden:
        notes.append(f"Có {hidden} trang tính bị ẩn, không được đọc.")
    blocks = numbered(pieces)
    if not blocks:
        raise CannotRead(
            "Bảng tính không có ô nào được ghi. Hãy kiểm tra lại tệp đã chọn rồi tải lên lại.", code="empty"
        )
    return Document("xlsx", tuple(blocks), pages=len(shown), notes=tuple(notes))


def _read_sheet(sheet: Worksheet, page: int) -> list[Line | RawTable]:
    rows = _rows(_spots(sheet))
    pieces: list[Line | RawTable] = []
    run: list[list[_Spot]] = []
    for at, row in enumerate(rows):
        gap = bool(run) and row[0].row > max(spot.row + spot.row_span for spot in run[-1])
        if run and _goes_on(row, gap=gap):
            run.append(row)
            continue
        pieces += _table(run, page)
        run = []
        if _starts_table(rows[at : at + 3]):
            run = [row]
        else:
            pieces += [_line(spot, page) for spot in row]
    return pieces + _table(run, page)


def _spots(sheet: Worksheet) -> list[_Spot]:
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    spots: list[_Spot] = []
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or cell.value is None or _is_hidden(sheet, cell):
                continue
            text = printed_value(cell)
            if text.strip():
                down, across = spans.get((cell.row, cell.column), (1, 1))
                centred = cell.alignment.horizontal in ("center", "centerContinuous")
                bold = bool(cell.font and cell.font.b)
                spots.append(_Spot(cell.row, cell.column, text, down, across, bold, centred))
    return spots


def _is_hidden(sheet: Worksheet, cell: SheetCell) -> bool:
    rows, columns = sheet.row_dimensions, sheet.column_dimensions
    row_hidden = cell.row in rows and bool(rows[cell.row].hidden)
    return row_hidden or (cell.column_letter in columns and bool(columns[cell.column_letter].hidden))


def _rows(spots: list[_Spot]) -> list[list[_Spot]]:
    rows: dict[int, list[_Spot]] = {}
    for spot in spots:
        rows.setdefault(spot.row, []).append(spot)
    return [rows[number] for number in sorted(rows)]


def _goes_on(row: list[_Spot], *, gap: bool) -> bool:
    """A table goes on with rows of several cells, and with one cell (a group, a sparse row) set close."""
    return len(row) > 1 or not (gap or _is_closing(row))


def _starts_table(rows: list[list[_Spot]]) -> bool:
    """Three cells, two of which one is a head word, or two in the same columns three rows on end."""
    first = rows[0]
    if len(first) != 2:
        return len(first) > 2
    columns = [[spot.column for spot in row] for row in rows]
    return _is_head(first) or (len(rows) == 3 and columns[0] == columns[1] == columns[2])


def _is_head(row: list[_Spot]) -> bool:
    return any(_HEAD_WORD.fullmatch(" ".join(spot.text.split())) for spot in row)


def _is_closing(row: list[_Spot]) -> bool:
    """Notes and signatures below a table are no rows of it."""
    text = row[0].text.strip().lower()
    return text.startswith(("nơi nhận", "ghi chú:", "người lập", "tm.", "kt.", "chủ tịch", "(*)"))


def _line(spot: _Spot, page: int) -> Line:
    text = " ".join(spot.text.split("\n"))
    return Line(text, bold=spot.bold, centred=spot.centred, line=spot.row, page=page)


def _table(rows: list[list[_Spot]], page: int) -> list[Line | RawTable]:
    if not rows:
        return []
    if len(rows) == 1 and not _is_head(rows[0]):
        return [_line(spot, page) for spot in rows[0]]
    used_columns = sorted({spot.column for row in rows for spot in row})
    column_of = {column: at for at, column in enumerate(used_columns)}
    row_of = {row[0].row: at for at, row in enumerate(rows)}
    cells: list[RawCell] = []
    for row in rows:
        for spot in row:
            down = sum(number in row_of for number in range(spot.row, spot.row + spot.row_span))
            across = sum(column in column_of for column in range(spot.column, spot.column + spot.column_span))
            lines = [Line(part, bold=spot.bold) for part in spot.text.split("\n")]
            cells.append(RawCell(row_of[spot.row], column_of[spot.column], down, across, lines))
    cells += _blanks(cells, len(rows), len(used_columns))
    shown: list[int | None] = [row[0].row for row in rows]
    return [RawTable(cells, len(rows), len(used_columns), page, row_lines=shown)]


def _blanks(cells: list[RawCell], rows: int, columns: int) -> list[RawCell]:
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return [
        RawCell(row, column)
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in covered
    ]


def printed_value(cell: SheetCell) -> str:
    """The value as a Vietnamese reader sees it: 27/02/2026, 1.234,5, 92,5%, "Có"."""
    value: object = cell.value
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime):
        has_time = value.time() != dt.time()
        return f"{date_vi(value.date())} {value:%H:%M}" if has_time else date_vi(value.date())
    if isinstance(value, dt.date):
        return date_vi(value)
    if isinstance(value, int | float | Decimal):
        return _number(value, cell.number_format or "General")
    return str(value)


def _number(value: int | float | Decimal, form: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    shape = form.split(";")[0]
    decimals = re.search(r"[0#]\.(0+)", shape)
    places = len(decimals.group(1)) if decimals else 0
    if "%" in shape:
        return number_vi(exact * 100, places) + "%"
    if shape in ("General", "@", ""):
        # Binary fractions of sums ("0.30000000000000004") are not what Excel shows.
        rounded = round(exact, 9)
        return number_vi(rounded) if abs(rounded) >= 10_000 or rounded % 1 else str(int(rounded))
    text = number_vi(exact, places)
    return text if "," in shape else text.replace(".", "")
