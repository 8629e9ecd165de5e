"""Commendation, notices and practices for the cast, made by the product's own actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from thanthien.platform.people.models import Person
from thanthien.programme.merit.actions import Decision, move_notice, propose_commendation, write_notice
from thanthien.programme.merit.models import Commendation, Notice, Practice
from thanthien.programme.merit.practices import PracticeFields, move_practice, share_practice, write_practice
from thanthien.programme.merit.states import NoticeMove, PracticeMove

DECISION = Decision("88/QĐ-UBND", date(2026, 6, 20))
FIELDS = PracticeFields(
    title="Trả kết quả tại nhà cho người cao tuổi",
    problem="Người già đi lại khó khăn.",
    way="Mỗi thôn cử một người đưa kết quả đến nhà.",
    result="120 lượt, không ai phải đi lại lần hai.",
)


def commendation(cast: Cast, *, actor: Person | None = None, year: int = 2026) -> Commendation:
    return propose_commendation(
        actor=actor or cast.head,
        at=NOW,
        unit=cast.unit,
        year=year,
        kind="collective",
        name="Trung tâm Phục vụ hành chính công",
        achievement="Sáu tháng liền không có hồ sơ quá hạn.",
        form="Giấy khen của Chủ tịch Ủy ban nhân dân xã",
        agency=cast.centre,
    )


def criticism(cast: Cast, *, year: int = 2026, audience: str = "named") -> Notice:
    """Drafted by the coordinator about Phòng Văn hóa - Xã hội."""
    return write_notice(
        actor=cast.coordinator,
        at=NOW,
        unit=cast.unit,
        year=year,
        kind="criticism",
        name="",
        text="Hai tháng chưa gửi minh chứng theo kế hoạch.",
        audience=audience,
        agency=cast.culture,
    )


def published(cast: Cast, notice: Notice) -> Notice:
    return move_notice(actor=cast.leader, at=NOW, notice=notice, move=NoticeMove.PUBLISH, seen=notice.version)


def draft_practice(cast: Cast, *, actor: Person | None = None, year: int = 2026, **more: Any) -> Practice:
    paper = SimpleUploadedFile("mau-phieu.txt", "Mẫu phiếu hẹn".encode())
    return write_practice(
        actor=actor or cast.officer, at=NOW, unit=cast.unit, year=year, fields=FIELDS, uploads=[paper], **more
    )


def submitted_practice(cast: Cast, **more: Any) -> Practice:
    practice = draft_practice(cast, **more)
    return move_practice(
        actor=practice.written_by, at=NOW, practice=practice, move=PracticeMove.SUBMIT, seen=practice.version
    )


def shared_one(cast: Cast, **more: Any) -> Practice:
    practice = submitted_practice(cast, **more)
    return share_practice(actor=cast.coordinator, at=NOW, practice=practice, shared=True)
