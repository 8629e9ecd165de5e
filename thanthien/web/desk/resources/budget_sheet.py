"""The budget of a year as an Excel table."""

from __future__ import annotations

from collections.abc import Sequence

from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow, write_xlsx
from thanthien.platform.units.models import Unit
from thanthien.programme.budget.queries import Row, live_rows, sums_by_source, total_of
from thanthien.programme.budget.sums import Sums

_MONEY = "#,##0"


def budget_sheet(unit: Unit, year: int, rows: Sequence[Row]) -> bytes:
    """Items by source with sums a source and in all, in đồng; items given up are left out."""
    columns = (
        SheetColumn("TT", 6),
        SheetColumn("Nội dung", 48),
        SheetColumn("Cơ quan sử dụng", 26),
        SheetColumn("Trạng thái", 14),
        *(
            SheetColumn(title, 18, _MONEY)
            for title in ("Dự toán", "Phân bổ", "Đã chi", "Quyết toán", "Còn lại")
        ),
    )
    live, body = live_rows(rows), []
    for source, sums in sums_by_source(rows):
        body.append(SheetRow(("", source, "", "", *_sums(sums)), level=1))
        own = [row for row in live if row.item.get_source_display() == source]
        body += [
            SheetRow((
                number, row.item.title, row.item.agency.name if row.item.agency else "",
                str(row.item.get_state_display()), *_sums(row.sums),
            ))
            for number, row in enumerate(own, 1)
        ]  # fmt: skip
    body.append(SheetRow(("", "Tổng cộng", "", "", *_sums(total_of(rows))), level=2))
    title = f"Kinh phí thực hiện Chính quyền thân thiện năm {year} – {unit.heading}"
    return write_xlsx((Sheet("Kinh phí", title, columns, tuple(body), notes=("Đơn vị tính: đồng",)),))


def _sums(sums: Sums) -> tuple[int, int, int, int, int]:
    return sums.estimate, sums.allocated, sums.spent, sums.settled, sums.left
