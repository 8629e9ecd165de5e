"""The slip for who was received: what was asked, to whom it went, when an answer is due."""

from __future__ import annotations

from datetime import date

from thanthien.lib.documents.write import AdministrativeDocument, Text
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import Entry, Handling
from thanthien.operations.reception.queries import room_of
from thanthien.operations.reception.visitors import Who


def slip_paper(
    entry: Entry, who: Who | None, *, due: date | None = None, address: str = ""
) -> AdministrativeDocument:
    """A paper of the software, not a form of the law. `who` None and no content where the line is protected.

    `due`: when the answer is due; `address`: where the matter is followed by its code.
    """
    unit, room = entry.unit, room_of(entry.unit)
    receiver = entry.day.receiver if entry.day else str(entry.recorded_by)
    said = "được giữ riêng theo quy định" if who is None else entry.content
    phone = f" hoặc điện thoại {room.phone}" if room and room.phone else ""
    lines = [
        f"Ngày {date_vi(entry.date)}, {receiver} đã tiếp {who.said_name if who else 'ông/bà'}"
        + (f" cùng {entry.people - 1} người" if entry.people > 1 else "")
        + f"; ghi sổ tiếp công dân số {entry.number}/{entry.year}.",
        f"Nội dung: {said}",
        f"Xử lý: {_handled(entry)}.",
    ]
    if due is not None:
        lines.append(f"Hạn trả lời: {date_vi(due)}.")
    if entry.report_code:
        where = f" tại {address}," if address else ""
        lines.append(
            f"Mã theo dõi: {entry.said_code}. Ông/bà xem kết quả bằng mã này{where} tại nơi tiếp{phone}."
        )
    return AdministrativeDocument(
        issuer=unit.issuer, number=f"{entry.number}/PTCD", place=unit.name, year=entry.date.year,
        signed_on=entry.date, kind="PHIẾU GHI NHẬN", subject="Về việc tiếp công dân",
        blocks=(*(Text(line) for line in lines), Text("Ông/bà giữ phiếu này để hỏi kết quả.", italic=True)),
        authority=("NGƯỜI TIẾP CÔNG DÂN",), signer=receiver, recipients=("Người được tiếp",),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )  # fmt: skip


def _handled(entry: Entry) -> str:
    if entry.handling == Handling.ACCEPTED:
        whose = f"Ủy ban nhân dân {entry.unit.full_name} tiếp nhận"
        return f"{whose}, đã chuyển người xử lý" if entry.report_code else f"{whose}, sẽ chuyển người xử lý"
    if entry.handling == Handling.GUIDED:
        return f"hướng dẫn ông/bà đến {entry.body}, cơ quan có thẩm quyền"
    if entry.handling == Handling.FORWARDED:
        return f"chuyển đơn đến {entry.body}, cơ quan có thẩm quyền"
    if entry.handling == Handling.REFUSED:
        reason = definition().reasons.get(entry.refusal)
        by = (
            f"; thông báo bằng văn bản chậm nhất {date_vi(entry.notice_by_date)}"
            if entry.notice_by_date
            else ""
        )
        return f"từ chối tiếp ({reason.basis if reason else 'theo luật'}){by}"
    return "đã giải thích, trả lời tại chỗ" + (
        f": {entry.answer}".rstrip(".") if entry.answer and not entry.is_protected else ""
    )
