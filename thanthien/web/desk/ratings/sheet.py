"""Ratings as an Excel table: by counter, person and day; never a single one with its hour."""

from __future__ import annotations

from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow, write_xlsx
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.ratings.queries import Results, Tally
from thanthien.operations.surveys.summary import percent
from thanthien.platform.units.models import Unit

_HEADS = (*(SheetColumn(f"Mức {mark}", 10) for mark in range(1, 6)), SheetColumn("Hợp lệ", 10),
          SheetColumn("Mức 4–5", 10), SheetColumn("Tỷ lệ", 12), SheetColumn("Bị đánh dấu", 14))  # fmt: skip


def ratings_book(unit: Unit, results: Results) -> bytes:
    span = f"từ {date_vi(results.first)} đến {date_vi(results.last)}"
    notes = (
        f"Lượt hợp lệ không tính lượt bị đánh dấu: quá dày {results.dense}, ngoài giờ {results.outside}, "
        f"từ máy của cơ quan {results.office}. Đồng hồ máy lệch (đã chỉnh, vẫn tính): {results.clock_off}.",
        f"Dưới {results.terms.minimum} lượt hợp lệ không nêu tỷ lệ. Xếp theo tên, không xếp hạng.",
    )
    parts = (
        ("Theo quầy", "Quầy", [(one.name, tally) for one, tally in results.counters]),
        ("Theo cán bộ", "Cán bộ", [(str(one or "Không ghi ai ngồi quầy"), tally) for one, tally in results.people]),
        ("Theo ngày", "Ngày", [(date_vi(day), tally) for day, tally in results.days]),
    )  # fmt: skip
    sheets = [
        Sheet(
            name, f"Đánh giá tại quầy {span} – {unit.heading}", (SheetColumn(head, 34), *_HEADS),
            tuple(SheetRow((said, *_cells(results, tally))) for said, tally in rows), notes,
        )
        for name, head, rows in parts
    ]  # fmt: skip
    reasons = tuple(SheetRow(one) for one in results.reasons)
    heads = (SheetColumn("Lý do ở mức 1, 2", 44), SheetColumn("Số lượt", 12))
    sheets.append(Sheet("Lý do", f"Lý do chưa hài lòng {span} – {unit.heading}", heads, reasons))
    return write_xlsx(tuple(sheets))


def _cells(results: Results, tally: Tally) -> tuple[int | str, ...]:
    share = percent(tally.satisfied.ratio) if results.may_compare(tally) else ""
    marks = (tally.marks[mark] for mark in range(1, 6))
    return (*marks, tally.satisfied.total, tally.satisfied.hits, share, tally.doubtful)
