"""Tables as Excel: typed cells, frozen heads, Vietnamese number forms."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from thanthien.lib.documents.write.packing import WRITTEN_AT, printable, timeless

Value = str | int | float | Decimal | date | None

_FONT = "Times New Roman"
_LINE = Side(style="thin", color="999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`width` in characters; `form` an Excel number form such as `0.00` or `dd/mm/yyyy`."""

    title: str
    width: float = 20
    form: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`level` 0 is an ordinary row; 1, 2 … are group rows, printed bold. A text beginning with "=" is a
    formula only when `formulas` names its column: what people typed never becomes one."""

    values: tuple[Value, ...]
    level: int = 0
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table. `notes` are lines under the title."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def first_row(self) -> int:
        """The Excel row number of the first row of data."""
        return len(self.notes) + 4


def write_xlsx(sheets: tuple[Sheet, ...]) -> bytes:
    """The sheets as .xlsx bytes."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in sheets:
        _sheet(book.create_sheet(_name(sheet.name)), sheet)
    book.properties.created = book.properties.modified = WRITTEN_AT
    out = io.BytesIO()
    # Not `book.save`, which puts the hour of saving into the properties.
    ExcelWriter(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return timeless(out.getvalue())


def _name(text: str) -> str:
    """A name that Excel takes for a sheet: at most 31 characters, none of those it forbids.

    Three are left for the number that tells two sheets of one name apart.
    """
    return _FORBIDDEN.sub(" ", printable(text))[:28].strip(" '") or "Bảng"


def _sheet(target: Worksheet, sheet: Sheet) -> None:
    last = get_column_letter(len(sheet.columns))
    _words(target.cell(1, 1), sheet.title)
    target["A1"].font = Font(name=_FONT, size=14, bold=True)
    target["A1"].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    target.merge_cells(f"A1:{last}1")
    target.row_dimensions[1].height = 42
    for n, note in enumerate(sheet.notes, 2):
        _words(target.cell(n, 1), note)
        target[f"A{n}"].font = Font(name=_FONT, size=12, italic=True)
        target.merge_cells(f"A{n}:{last}{n}")
    head = sheet.first_row - 1
    for n, column in enumerate(sheet.columns, 1):
        cell = target.cell(head, n)
        _words(cell, column.title)
        cell.font = Font(name=_FONT, size=12, bold=True)
        cell.fill = PatternFill("solid", fgColor="E6F2EF")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BOX
        target.column_dimensions[get_column_letter(n)].width = column.width
    for n, row in enumerate(sheet.rows, sheet.first_row):
        _row(target, n, sheet, row)
    target.freeze_panes = f"A{sheet.first_row}"
    target.print_title_rows = f"{head}:{head}"
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = 9  # A4
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _words(cell: Cell | MergedCell, text: str) -> None:
    """Text stays text, whatever sign it begins with; only `SheetRow.formulas` makes formulas."""
    cell.value = printable(text)
    cell.data_type = "s"


def _row(target: Worksheet, number: int, sheet: Sheet, row: SheetRow) -> None:
    for n, (column, value) in enumerate(zip(sheet.columns, row.values, strict=True), 1):
        cell = target.cell(number, n)
        if isinstance(value, str):
            if n - 1 in row.formulas:
                cell.value = value
            else:
                _words(cell, value)
        else:
            cell.value = value
            if column.form:
                cell.number_format = column.form
        if n - 1 in row.formulas and column.form:
            cell.number_format = column.form
        cell.font = Font(name=_FONT, size=12, bold=row.level > 0)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = _BOX
