"""Papers of home service: the sheet for a round, the receipt of what changed hands."""

from __future__ import annotations

from django.utils import timezone

from thanthien.lib.documents.write import AdministrativeDocument, Column, TableBlock, TableRow, Text
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import long_date_vi
from thanthien.operations.assistance.models import HomeRequest, HomeRound, Receipt

_SHEET = (
    Column("Số", 1.0, "centre"),
    Column("Họ tên, điện thoại", 4.2),
    Column("Địa chỉ", 4.1),
    Column("Việc cần làm", 4.2),
    Column("Kết quả", 2.5),
)
_PAPERS = (Column("Số", 1.4, "centre"), Column("Giấy tờ", 14.6))


def round_sheet(round_: HomeRound) -> AdministrativeDocument:
    """The houses in their order, to be carried along and filled in by hand where there is no telephone."""
    unit = round_.unit
    rows = []
    for number, visit in enumerate(round_.visits.all(), 1):
        one, who = visit.request, visit.request.recipient
        place = f", {one.neighbourhood}" if one.neighbourhood else ""
        calls = who.phone or f"{who.asker_phone} ({who.asker_name})"
        wished = f" (mong muốn: {one.wished})" if one.wished else ""
        work = f"{one.get_kind_display()}: {one.procedures}{wished}"
        rows.append(TableRow((str(number), f"{who.name}, {calls}", f"{who.address}{place}", work, "")))
    people = " và ".join(str(person) for person in (round_.lead, round_.second) if person)
    note = (Text(f"Ghi chú: {round_.note}"),) if round_.note else ()
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /PC-UBND",
        place=unit.name,
        signed_on=round_.date,
        kind="PHIẾU ĐI PHỤC VỤ TẠI NHÀ",
        subject=f"{weekday_vi(round_.date)[:1].upper()}{weekday_vi(round_.date)[1:]}",
        blocks=(
            Text(f"Người đi: {people}."),
            *note,
            TableBlock(_SHEET, tuple(rows)),
            Text("Phiếu có thông tin cá nhân: giữ trong người, xong chuyến nộp lại Trung tâm để hủy."),
        ),
        authority=("NGƯỜI ĐI",),
        signer=str(round_.lead),
        recipients=("Lưu: TTPVHCC",),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def receipt_paper(receipt: Receipt) -> AdministrativeDocument:
    """What was taken in or handed over at the person's home, for both sides to sign."""
    unit, request = receipt.unit, receipt.visit.request
    when = timezone.localtime(receipt.at)
    takes_in = request.kind == HomeRequest.Kind.RECEIVE
    place = f", {request.neighbourhood}" if request.neighbourhood else ""
    rows = tuple(TableRow((str(number), line)) for number, line in enumerate(receipt.papers.splitlines(), 1))
    subject = "Nhận hồ sơ tại nhà" if takes_in else "Trả kết quả tại nhà"
    lines = (
        f"Vào hồi {when:%H} giờ {when:%M} phút, {long_date_vi(when.date())}, tại {request.recipient.address}{place}, "
        f"đã giao nhận các giấy tờ sau đây, phục vụ việc: {request.procedures}.",
    )
    after = (
        f"Người giao: {receipt.given_by}. Người nhận: {receipt.taken_by}.",
        f"Mã theo dõi đề nghị: {request.said_code}. Hai bên đã xem lại giấy tờ và cùng ký./.",
    )
    return AdministrativeDocument(
        issuer=unit.issuer,
        number=f"{receipt.number:02}/GBN-UBND",
        place=unit.name,
        signed_on=when.date(),
        kind="GIẤY BIÊN NHẬN",
        subject=subject,
        blocks=(*(Text(line) for line in lines), TableBlock(_PAPERS, rows), *(Text(line) for line in after)),
        second_signer=("NGƯỜI NHẬN", receipt.taken_by),
        authority=("NGƯỜI GIAO",),
        signer=receipt.given_by,
        recipients=("Người được phục vụ", "Lưu: TTPVHCC"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )
