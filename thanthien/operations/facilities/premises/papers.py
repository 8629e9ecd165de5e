"""Papers about places: the check sheet of one, and the list of what was looked at in a month."""

from __future__ import annotations

from datetime import date

from thanthien.lib.documents.write import AdministrativeDocument, Annex, Column, TableBlock, TableRow, Text
from thanthien.lib.vietnamese import date_vi, number_vi, span_vi
from thanthien.operations.facilities.models import PlaceItem, PlaceLook
from thanthien.operations.facilities.premises.definition import definition
from thanthien.operations.facilities.premises.queries import PlaceSeen, looks_between
from thanthien.platform.units.models import Unit

State = PlaceItem.State
_SHEET = (
    Column("STT", 1.2, "centre"),
    Column("Nội dung", 7.9),
    Column("Tốt", 1.2, "centre"),
    Column("Thiếu", 1.5, "centre"),
    Column("Hỏng", 1.5, "centre"),
    Column("Ghi chú", 2.7),
)
_LIST = (
    Column("STT", 1.2, "centre"),
    Column("Ngày", 2.4, "centre"),
    Column("Nơi", 5),
    Column("Nội dung", 6.3),
    Column("Kết quả", 2.4),
    Column("Ghi chú", 4.2),
    Column("Người xem", 3.2),
)
_ON_SHEET = "Sáng – xanh – sạch – đẹp – an toàn – thân thiện"


def sheet_of(unit: Unit, seen: PlaceSeen, today: date, *, filled: bool) -> AdministrativeDocument:
    """The sheet to walk with. `filled`: with what was seen last, otherwise with empty boxes."""
    is_grounds = seen.place.kind == definition().sheet
    title = f"“{_ON_SHEET}”" if is_grounds else "Cơ sở vật chất"
    looks = [line.look for line in seen.lines if line.look is not None] if filled else []
    days = sorted({look.date for look in looks})
    rows: list[TableRow] = []
    number = 0
    for group, lines in seen.by_group():
        if group:
            rows.append(TableRow((group,), bold=True, span=True))
        for line in lines:
            number += 1
            state, look = (line.item.state, line.look) if filled else (State.UNSEEN, None)
            boxes = tuple("X" if state == one else "" for one in (State.GOOD, State.LACKING, State.BROKEN))
            said = "Không áp dụng" if state == State.NOT_APPLICABLE else ""
            notes = ". ".join(part for part in (said, look.said if look else "") if part)
            if look is not None and len(days) > 1:
                notes = f"{notes} ({date_vi(look.date)})".strip()
            rows.append(TableRow((str(number), line.thing.label, *boxes, notes)))
    lead = seen.place.agency.name if seen.place.agency else "…………………………………………"
    day = date_vi(days[0]) if len(days) == 1 else f"ghi đến {date_vi(today)}"
    day = f"Ngày kiểm tra: {day}." if filled else "Ngày kiểm tra: …… / …… / …………"
    by = ", ".join(sorted({str(look.by) for look in looks})) or "…………………………………………………………"
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=today.year,
        kind="PHIẾU KIỂM TRA",
        subject=f"{title}: {seen.place}",
        blocks=(
            Text(f"Cơ quan phụ trách: {lead}."),
            Text(f"{day} Đánh dấu X vào ô đúng."),
            TableBlock(_SHEET, tuple(rows), size=11),
            Text(f"Người kiểm tra: {by}", align="left"),
        ),
        authority=("NGƯỜI PHỤ TRÁCH",),
        signer="",
        recipients=("Lưu: VT",),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def month_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """What was looked at in the days given, oldest first; None where nobody looked."""
    things = definition().things
    looks: list[PlaceLook] = [
        one
        for one in looks_between(first, last)
        .filter(item__place__unit=unit)
        .select_related("item__place", "by")
        .order_by("at", "pk")
        if one.item.code in things
    ]
    if not looks:
        return None
    rows = tuple(
        TableRow((
            str(n), date_vi(one.date), str(one.item.place), things[one.item.code].label,
            one.get_state_display(), one.said, str(one.by),
        ))
        for n, one in enumerate(looks, 1)
    )  # fmt: skip
    said = span_vi(first, last)
    good = sum(one.state == State.GOOD for one in looks)
    faults = sum(one.state in (State.LACKING, State.BROKEN) for one in looks)
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=last.year,
        kind="BẢNG TỔNG HỢP",
        subject=f"Kiểm tra cơ sở vật chất {said}",
        blocks=(
            Text(
                f"{said[:1].upper()}{said[1:]} đã xem {number_vi(len(looks))} lượt: {number_vi(good)} lượt tốt, "
                f"{number_vi(faults)} lượt thấy hỏng hoặc thiếu (Phụ lục)."
            ),
        ),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Các cơ quan, đơn vị", "Lưu: VT"),
        annexes=(Annex(f"Các lượt xem {said}", (TableBlock(_LIST, rows, size=11),), landscape=True),),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )
