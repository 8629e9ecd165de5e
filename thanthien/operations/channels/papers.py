"""Papers of the channels: the assignment of duty, the minutes of opening a letter box."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from thanthien.lib.codes import grouped
from thanthien.lib.documents.write import AdministrativeDocument, Annex, Column, TableBlock, TableRow, Text
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import date_vi, long_date_vi
from thanthien.operations.channels.models import Letter, Opening
from thanthien.operations.channels.queries import DayDuty
from thanthien.platform.units.models import Unit

_ROSTER = (
    Column("Ngày", 3.6),
    Column("Kênh", 3.6),
    Column("Giờ trực", 3.2, "centre"),
    Column("Người trực", 5.6),
)
_LETTERS = (Column("Thư số", 2.0, "centre"), Column("Xử lý", 14.0))


def duty_decision(unit: Unit, monday: date, days: Iterable[DayDuty]) -> AdministrativeDocument:
    """The draft decision that assigns the duty of a week, the roster as its annex."""
    sunday = monday + timedelta(days=6)
    week = f"từ ngày {date_vi(monday)} đến ngày {date_vi(sunday)}"
    rows = tuple(
        TableRow((weekday_vi(day.date), one.post.label, shift.said_hours, shift.person.full_name))
        for day in days
        for one in day.posts
        for shift in one.shifts
    )
    lines = (
        "Điều 1. Phân công công chức, viên chức có tên tại Phụ lục kèm theo trực trang Zalo, trang Facebook và "
        f"đường dây nóng để tiếp nhận phản ánh, góp ý của người dân {week}.",
        "Điều 2. Người trực tiếp nhận, ghi mọi ý kiến vào sổ điện tử trong ca trực, báo ngay lãnh đạo việc khẩn cấp "
        "và bàn giao việc đang dở cho ca sau.",
        "Điều 3. Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, các cơ quan liên quan và các công chức, "
        "viên chức có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    )
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /QĐ-UBND",
        place=unit.name,
        year=monday.year,
        kind="QUYẾT ĐỊNH",
        subject="Về việc phân công trực tiếp nhận phản ánh, góp ý của người dân",
        decides=f"Chủ tịch Ủy ban nhân dân {unit.full_name}",
        legal_bases=("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",),
        blocks=(
            Text("QUYẾT ĐỊNH:", bold=True, align="centre", indent=False),
            *(Text(line) for line in lines),
        ),
        authority=("CHỦ TỊCH",),
        signer="[họ và tên]",
        recipients=("Như Điều 3", "Lưu: VT"),
        annexes=(Annex("Lịch trực", (TableBlock(_ROSTER, rows),)),),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def opening_minutes(opening: Opening) -> AdministrativeDocument:
    """The minutes of opening a letter box, to be signed by who opened it and a witness."""
    unit, box = opening.box.unit, opening.box
    when = timezone.localtime(opening.opened_at)
    letters = "không có thư" if opening.letters_count == 0 else f"{opening.letters_count} thư"
    lines = [
        f"Vào hồi {when:%H} giờ {when:%M} phút, {long_date_vi(when.date())}, tại {box.place}, đã tiến hành mở "
        f"{box.name}.",
        f"Người mở: {opening.opened_by.full_name}.",
        f"Người chứng kiến: {', '.join(opening.witnesses.splitlines())}.",
        f"Niêm phong trước khi mở: {opening.seal_before}.",
        f"Số thư trong hòm: {letters}.",
        f"Niêm phong sau khi mở: {opening.seal_after}.",
    ]
    if opening.remark:
        lines.append(f"Ghi chú: {opening.remark}")
    rows = tuple(TableRow((str(one.number), _became(one))) for one in opening.letters.all())
    table = (TableBlock(_LETTERS, rows),) if rows else ()
    end = Text("Biên bản được lập xong cùng ngày, những người tham gia đã nghe đọc lại và cùng ký./.")
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /BB-UBND",
        place=unit.name,
        signed_on=when.date(),
        kind="BIÊN BẢN",
        subject=f"Mở {box.name[:1].lower()}{box.name[1:]}",
        blocks=(*(Text(line) for line in lines), *table, end),
        second_signer=("NGƯỜI CHỨNG KIẾN", "[họ và tên]"),
        authority=("NGƯỜI MỞ HÒM THƯ",),
        signer=opening.opened_by.full_name,
        recipients=("Lưu: VT",),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _became(letter: Letter) -> str:
    if letter.report_code:
        return f"Đã ghi thành ý kiến, mã {grouped(letter.report_code)}"
    return f"Để riêng: {letter.set_aside}"
