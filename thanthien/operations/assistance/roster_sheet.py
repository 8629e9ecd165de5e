"""The month of the volunteers as an Excel table: evidence that people were received, supported and guided."""

from __future__ import annotations

from collections.abc import Iterable

from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow
from thanthien.lib.vietnamese import number_vi
from thanthien.operations.assistance.helping import HelpShift
from thanthien.operations.assistance.roster import MonthOfHelp
from thanthien.platform.units.models import Unit


def month_sheet(unit: Unit, whole: MonthOfHelp, shifts: Iterable[HelpShift]) -> Sheet:
    """One row a shift; telephones stay in the office."""
    columns = (
        SheetColumn("Ngày", 12, "dd/mm/yyyy"), SheetColumn("Giờ", 14), SheetColumn("Họ tên", 24),
        SheetColumn("Tổ chức", 26), SheetColumn("Chi hội, chi đoàn", 24), SheetColumn("Nơi hỗ trợ", 30),
        SheetColumn("Có mặt", 12), SheetColumn("Số phút", 10), SheetColumn("Người được hướng dẫn", 14),
        SheetColumn("Cài ứng dụng, VNeID", 14), SheetColumn("Hồ sơ trực tuyến", 14), SheetColumn("Ghi chú", 30),
    )  # fmt: skip
    rows = tuple(
        SheetRow(
            (
                one.date, one.said_hours, one.volunteer.name, one.volunteer.get_body_display(), one.volunteer.branch,
                one.place, one.get_came_display(), one.minutes, one.guided, one.installed, one.filed, one.note,
            )
        )
        for one in shifts
    )  # fmt: skip
    told = (
        f"Có mặt {whole.came}/{whole.shifts} ca, {number_vi(whole.hours)} giờ; hướng dẫn {whole.guided} lượt người, "
        f"cài ứng dụng {whole.installed} lượt, giúp nộp trực tuyến {whole.filed} hồ sơ.",
    )
    title = f"LỰC LƯỢNG HỖ TRỢ NGƯỜI DÂN THÁNG {whole.first:%m/%Y} – {unit.full_name.upper()}"
    return Sheet(f"Tháng {whole.first:%m-%Y}", title, columns, rows, notes=told)
