"""Letters, gestures and contributors of `cast.unit` for tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from tests.cast import VIETNAM, Cast
from thanthien.operations.letters.actions import LetterFields, draft_letter, sign_letter, submit_letter
from thanthien.operations.letters.consenting import ContributorFields, keep_contributor
from thanthien.operations.letters.gesturing import GestureFields, record_gesture
from thanthien.operations.letters.models import Contributor, CourtesyLetter, Gesture
from thanthien.platform.people.models import Person

AT = datetime(2026, 7, 1, 9, 0, tzinfo=VIETNAM)
FIRST: dict[str, dict[str, Any]] = {
    "thanks": {"name": "Vũ Văn Hiến", "honorific": "Ông", "address": "Thôn Đông", "deed": "hiến 120 m² đất"},
    "marriage": {"name": "Đỗ Văn Duyên", "other": "Lê Thị Phận", "honorific": "Anh"},
    "condolence": {"name": "Trần Văn Con", "other": "Trần Văn Cụ", "address": "Thôn Đoài", "honorific": "Gia đình ông"},
    "praise": {"name": "Nguyễn Thị Giỏi", "deed": "cứu người bị đuối nước", "honorific": "Bà"},
    "commendation": {"name": "Hoàng Văn Sáng", "deed": "bể thu gom vỏ thuốc trừ sâu",
                     "recognition": "Quyết định số 125/QĐ-UBND", "recognition_date": date(2026, 6, 20)},
}  # fmt: skip


def fields(template: str = "thanks", **more: Any) -> LetterFields:
    return LetterFields(**{"template": template, **FIRST[template], **more})


def drafted(
    cast: Cast, template: str = "thanks", at: datetime = AT, *, by: Person | None = None, **more: Any
) -> CourtesyLetter:
    return draft_letter(
        actor=by or cast.coordinator,
        at=at,
        unit=cast.unit,
        fields=fields(template, **more),
        client_key=uuid4().hex,
    )


def submitted(cast: Cast, template: str = "thanks", at: datetime = AT, **more: Any) -> CourtesyLetter:
    one = drafted(cast, template, at, **more)
    return submit_letter(actor=cast.coordinator, at=at, letter=one, seen=one.version)


def signed(cast: Cast, template: str = "thanks", at: datetime = AT, **more: Any) -> CourtesyLetter:
    one = submitted(cast, template, at, **more)
    return sign_letter(actor=cast.leader, at=at, letter=one, seen=one.version)


def gestured(cast: Cast, kind: str = "ceremony", at: datetime = AT, **more: Any) -> Gesture:
    first: dict[str, Any] = {
        "kind": kind, "date": at.date(), "place": "Hội trường xã", "led_by": "Ông Phạm Văn Chủ, Chủ tịch",
        "went": "Bà Lê Thị Đoàn", "whom": "Gia đình ông Con", "about": "Trần Văn Cụ" if kind == "condolence" else "",
    }  # fmt: skip
    return record_gesture(
        actor=cast.coordinator, at=at, unit=cast.unit, fields=GestureFields(**{**first, **more}),
        client_key=uuid4().hex,
    )  # fmt: skip


def contributor(cast: Cast, at: datetime = AT, **more: Any) -> Contributor:
    first: dict[str, Any] = {
        "kind": "respected", "name": "Bùi Văn Uy", "address": "Thôn Thượng", "phone": "0912 000 333",
        "merit": "trưởng họ, hòa giải giỏi", "agrees": ["keep", "photo"], "proof": "Phiếu ký ngày 05/3/2026",
    }  # fmt: skip
    return keep_contributor(
        actor=cast.coordinator, at=at, unit=cast.unit, fields=ContributorFields(**{**first, **more})
    )
