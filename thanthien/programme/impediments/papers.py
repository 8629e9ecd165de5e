"""The log of difficulties as an Excel table, for the report to the UBND."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.impediments.models import Impediment
from thanthien.programme.impediments.queries import Wanted, is_late


def log_sheet(unit: Unit, wanted: Wanted, rows: Iterable[Impediment], today: date) -> Sheet:
    """One row a difficulty: who, what, what was proposed, what was answered, by when."""
    columns = (
        SheetColumn("Số", 8), SheetColumn("Ngày báo", 12, "dd/mm/yyyy"), SheetColumn("Cơ quan", 24),
        SheetColumn("Người báo", 22), SheetColumn("Vướng mắc", 48), SheetColumn("Đề xuất", 36),
        SheetColumn("Nhiệm vụ", 36), SheetColumn("Trạng thái", 18),
        SheetColumn("Hạn trả lời", 12, "dd/mm/yyyy"), SheetColumn("Trả lời", 48),
        SheetColumn("Người trả lời", 22), SheetColumn("Ngày trả lời", 12, "dd/mm/yyyy"),
    )  # fmt: skip
    lines = tuple(
        SheetRow(
            (
                f"{one.number}/{one.year}",
                timezone.localdate(one.reported_at),
                one.agency.name if one.agency else "",
                str(one.reported_by),
                one.text,
                one.proposal,
                one.task.title if one.task else "",
                f"{one.get_state_display()}{' (quá hạn)' if is_late(one, today) else ''}",
                one.due_date,
                one.answer,
                str(one.answered_by or ""),
                timezone.localdate(one.answered_at) if one.answered_at else None,
            )
        )
        for one in rows
    )
    since = f"Từ ngày {date_vi(wanted.since)}" if wanted.since else "Từ đầu"
    until = f"đến ngày {date_vi(wanted.until or today)}"
    title = f"TỔNG HỢP VƯỚNG MẮC – {unit.full_name.upper()}"
    return Sheet("Vướng mắc", title, columns, lines, notes=(f"{since} {until}.",))
