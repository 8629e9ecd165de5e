"""The province's report of the last month that is over, handed in by a demo commune and waiting to be looked at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow, write_xlsx
from thanthien.programme.measures.importing import choose_columns, hand_in_figures
from thanthien.workflows.demo.people import Commune

_HEADS = (
    "Đơn vị", "Văn bản ký số", "Tổng số văn bản phát hành", "Hồ sơ nộp trực tuyến toàn trình",
    "Hồ sơ thuộc thủ tục toàn trình", "Hồ sơ đã số hóa", "Hồ sơ phải số hóa", "Lượt cài ứng dụng", "Số hộ gia đình",
)  # fmt: skip
_OTHERS = (
    ("Xã Minh Khai", 118, 131, 164, 190, 170, 201, 1870, 2015),
    ("Phường Bến Gỗ", 205, 210, 322, 340, 318, 330, 4120, 4405),
)
_OWN = (143, 150, 190, 206, 201, 214, 2345, 2240)


def bring_month_report(commune: Commune, *, until: date) -> None:
    """Nothing is kept of it: that is left to whoever tries the demo."""
    month = (until.replace(day=1) - timedelta(days=1)).replace(day=1)
    if month.year != until.year:
        return
    said = f"tháng {month.month}/{month.year}"
    sheet = Sheet(
        f"Tháng {month:%m-%Y}", f"KẾT QUẢ CHUYỂN ĐỔI SỐ CẤP XÃ {said.upper()}",
        tuple(SheetColumn(head, 18, "#,##0") for head in _HEADS),
        tuple(SheetRow(row) for row in (*_OTHERS, (commune.unit.heading, *_OWN))),
    )  # fmt: skip
    actor = commune.officer_of(commune.agencies["one_stop_centre"])
    at = timezone.make_aware(datetime.combine(until, time(9, 20)))
    made = hand_in_figures(
        actor=actor, at=at, unit=commune.unit, month=month, source="", data=write_xlsx((sheet,)),
        filename=f"Báo cáo chuyển đổi số {month:%m-%Y}.xlsx",
    )  # fmt: skip
    choose_columns(actor=actor, at=at + timedelta(minutes=2), figure_import=made, columns=made.columns)
