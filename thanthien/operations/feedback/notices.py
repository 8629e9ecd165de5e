"""What a sender is told, and how: one table of occasions. Everything waits in platform/outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.conf import settings

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.feedback.models import Report
from thanthien.platform.outbox.actions import queue_message
from thanthien.platform.outbox.models import Channel

# occasion → subject, text; short enough for one SMS where it can be, without personal data
WORDS = {
    "received": (
        "Đã nhận ý kiến {code}",
        "{unit} đã nhận ý kiến của ông/bà, mã {code}. Trả lời trước hết ngày {due}. Theo dõi: {link}",
    ),
    "asked": (
        "Ý kiến {code}: cần bổ sung",
        "{unit} cần ông/bà bổ sung cho ý kiến mã {code}. Xem và trả lời tại: {link}",
    ),
    "forwarded": (
        "Ý kiến {code} đã được chuyển",
        "{unit} đã chuyển ý kiến mã {code} đến {body} và sẽ báo lại khi có kết quả. Theo dõi: {link}",
    ),
    "extended": (
        "Ý kiến {code}: thời hạn mới",
        "{unit} xin gia hạn trả lời ý kiến mã {code} đến hết ngày {due}. Lý do tại: {link}",
    ),
    "answered": (
        "Đã trả lời ý kiến {code}",
        "{unit} đã trả lời ý kiến mã {code}. Xem và cho biết ông/bà đã hài lòng chưa: {link}",
    ),
    "merged": (
        "Ý kiến {code} được gộp",
        "Ý kiến mã {code} cùng nội dung với một ý kiến khác nên được xử lý và trả lời chung. Theo dõi: {link}",
    ),
    "split": (
        "Ý kiến {code}",
        "{unit} tách ý kiến của ông/bà thành hai việc để xử lý riêng. Việc thứ hai mang mã {code}: {link}",
    ),
    "accepted": (
        "Đã thụ lý {code}",
        "{unit} đã thụ lý đơn mã {code}. Giải quyết trước hết ngày {due}. Theo dõi: {link}",
    ),
    "resumed": (
        "Ý kiến {code}: tiếp tục xử lý",
        "{unit} chưa nhận được bổ sung nên tiếp tục xử lý ý kiến mã {code} với những gì đã có, "
        "trả lời trước hết ngày {due}. Theo dõi: {link}",
    ),
    "closed": (
        "Đã kết thúc ý kiến {code}",
        "{unit} đã kết thúc việc xử lý ý kiến mã {code}. Xem lại: {link}",
    ),
}


class Reachable(Protocol):
    """A `Contact` as it comes in, or the `Sender` that was kept."""

    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def zalo(self) -> str: ...
    @property
    def tell_by(self) -> str: ...


def tell_sender(report: Report, to: Reachable, occasion: str, at: datetime, **more: str) -> None:
    """Queue the notice of an occasion on the channel the sender chose; nothing where none was chosen."""
    address = {Channel.EMAIL: to.email, Channel.SMS: to.phone, Channel.ZNS: to.zalo or to.phone}.get(
        Channel(to.tell_by) if to.tell_by else Channel.EMAIL, ""
    )
    if not to.tell_by or not address:
        return
    subject, text = WORDS[occasion]
    fields = {
        "unit": report.unit.heading,
        "code": report.said_code,
        "due": date_vi(report.due_date),
        "link": link_to(report),
        **more,
    }
    queue_message(
        at=at, unit=report.unit, channel=to.tell_by, address=address, template=f"feedback-{occasion}",
        fields=fields, subject=subject.format(**fields), text=text.format(**fields),
        about=about(report), key=f"feedback-{report.pk}-{occasion}-{at.timestamp():.0f}",
    )  # fmt: skip


def link_to(report: Report) -> str:
    """Where the sender follows the report; the address is the portal's (`portal:follow`)."""
    return f"{settings.SITE_URL}/{report.unit.code}/follow/{report.code}/"


def about(report: Report) -> str:
    return f"feedback.report:{report.pk}"
