"""Papers of cases: the apology (form 04) and the register (form 07) of Thông tư 03/2025/TT-VPCP."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from thanthien.lib.documents.write import AdministrativeDocument, Sheet, SheetColumn, SheetRow, Text
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.casework.models import Apology, Case
from thanthien.platform.units.models import Unit

_REGISTER = (
    SheetColumn("STT", 6, "0"),
    SheetColumn("Mã hồ sơ", 28),
    SheetColumn("Tên thủ tục hành chính", 40),
    SheetColumn("Tên tổ chức, cá nhân", 26),
    SheetColumn("Địa chỉ, số điện thoại", 30),
    SheetColumn("Cơ quan giải quyết", 26),
    SheetColumn("Nhận hồ sơ", 17),
    SheetColumn("Hẹn trả kết quả", 17),
    SheetColumn("Có kết quả", 17),
    SheetColumn("Trả kết quả", 17),
    SheetColumn("Hình thức nộp", 20),
    SheetColumn("Ghi chú", 34),
)


def apology_document(apology: Apology) -> AdministrativeDocument:
    """Form 04: the old date, the reason, the new date. Before it is signed the number stays open; what was signed
    stays as it was, whatever becomes of the case.
    """
    unit = apology.unit
    lines = apology.lines or apology_lines(apology)
    applicant = apology.applicant if apology.signed_date else apology.case.applicant
    return AdministrativeDocument(
        issuer=unit.issuer,
        number=apology.said_number or "      /PXL",
        place=unit.name,
        signed_on=apology.signed_date,
        year=timezone.localtime(apology.begun_at).year,
        kind="PHIẾU XIN LỖI",
        subject="Về việc xin lỗi và đề nghị gia hạn thời gian trả kết quả"
        if apology.new_due_date
        else "Về việc xin lỗi trong giải quyết thủ tục hành chính",
        addressees=(applicant or "…",),
        blocks=tuple(Text(f"{line}/." if n == len(lines) else line) for n, line in enumerate(lines, 1)),
        authority=_authority(apology),
        signer=apology.signed_by.full_name if apology.signed_by else "",
        recipients=("Như trên", "Lưu: VT, hồ sơ"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def apology_lines(apology: Apology) -> list[str]:
    """The sentences of the letter as things stand, each with its full stop."""
    case, issuer = apology.case, f"Ủy ban nhân dân {apology.unit.full_name}"
    reason = apology.reason.rstrip(" .") or "…"
    lines = [
        f"Địa chỉ: {case.address or '…'}.",
        f"Số điện thoại: {case.phone or '…'}.",
        f"Ngày {_day(case.received_at)}, {issuer} tiếp nhận hồ sơ của Ông/Bà về việc “{case.procedure_name}”, "
        f"mã hồ sơ {case.code}.",
    ]
    if apology.kind == Apology.Kind.LATE:
        lines.append(f"Ngày hẹn trả kết quả: {date_vi(apology.old_due_date)}.")
        became = (
            "chưa trả kết quả đúng hẹn" if case.end_at is None else "đã giải quyết xong nhưng sau ngày hẹn"
        )
        lines.append(f"Đến nay, {issuer} {became}. Lý do: {reason}.")
    else:
        lines.append(f"Trong quá trình giải quyết đã có sai sót của cán bộ: {reason}.")
    lines.append(f"{issuer} xin lỗi Ông/Bà và mong nhận được sự thông cảm.")
    if apology.new_due_date is not None:
        lines.append(
            f"{issuer} đề nghị gia hạn thời gian trả kết quả đến ngày {date_vi(apology.new_due_date)}."
        )
    place = apology.return_place.rstrip(" .") or "Trung tâm Phục vụ hành chính công"
    return [*lines, f"Nơi trả kết quả: {place}."]


def _authority(apology: Apology) -> tuple[str, ...]:
    post = apology.signer_post.upper()
    if post.startswith("PHÓ"):
        return ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return ("CHỦ TỊCH",)


def register_sheet(unit: Unit, cases: Iterable[Case], first: date, last: date) -> Sheet:
    """Form 07 of a period: every case received in it, in order."""
    rows = tuple(SheetRow((n, *_register_row(one))) for n, one in enumerate(cases, 1))
    return Sheet(
        name="Sổ theo dõi hồ sơ",
        title=f"SỔ THEO DÕI HỒ SƠ – ỦY BAN NHÂN DÂN {unit.full_name.upper()}",
        columns=_REGISTER,
        rows=rows,
        notes=(f"Hồ sơ tiếp nhận từ {date_vi(first)} đến {date_vi(last)}: {len(rows)} hồ sơ",),
    )


def _register_row(case: Case) -> tuple[str, ...]:
    due = case.due_at or case.due_given_at
    notes = [case.get_state_display()]
    if case.supplements:
        notes.append(f"{case.supplements} lần yêu cầu bổ sung")
    if case.late_at is not None and case.late_at <= timezone.now():
        notes.append("quá hạn")
    if case.reason:
        notes.append(case.reason)
    return (
        case.code, case.procedure, case.applicant, ", ".join(one for one in (case.address, case.phone) if one),
        case.agency.name if case.agency else "", _moment(case.received_at), _day(due), _moment(case.handled_at),
        _moment(case.handed_at), case.get_channel_display(), "; ".join(notes),
    )  # fmt: skip


def _day(moment: datetime | None) -> str:
    return date_vi(timezone.localtime(moment).date()) if moment else ""


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" if moment else ""
