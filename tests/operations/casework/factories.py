"""Cases for tests. Every name is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.cast import NOW, VIETNAM, Cast
from thanthien.operations.casework.actions import CaseFields, move_case, receive_case
from thanthien.operations.casework.importing import hand_in_cases
from thanthien.operations.casework.models import Case, CaseImport
from thanthien.operations.casework.running import run_import
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person

SOURCE = "Hệ thống tỉnh"


def moment(text: str) -> datetime:
    """ "2026-06-22 09:00" in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def fields(serial: int = 975, received: str = "2026-06-22 09:00", **more: Any) -> CaseFields:
    when = moment(received)
    made = CaseFields(
        code=f"H15.50.05.13-{when:%y%m%d}-{serial:04d}",
        procedure_code="1.004873",
        procedure_name="Cấp giấy xác nhận tình trạng hôn nhân",
        received_at=when,
        applicant="Nguyễn Thị Bưởi",
        address="Thôn Đông",
        phone="0912345678",
        term=3,
    )
    return replace(made, **more)


def case(cast: Cast, serial: int = 975, received: str = "2026-06-22 09:00", **more: Any) -> Case:
    """A case of three working days, kept when it came in."""
    made = fields(serial, received, **{"agency": cast.centre, **more})
    return receive_case(actor=cast.one_stop, at=max(made.received_at, NOW - timedelta(days=400)), unit=cast.unit,
                        fields=made)  # fmt: skip


def move(cast: Cast, one: Case, name: str, day: str, text: str = "", actor: Person | None = None) -> Case:
    one.refresh_from_db()
    when = moment(day)
    return move_case(
        actor=actor or cast.one_stop, at=when, case=one, move=name, day=when, text=text, seen=one.version
    )


def imported(cast: Cast, data: bytes, at: datetime = NOW, source: str = SOURCE) -> CaseImport:
    """A file handed in and read, as far as it goes without a person."""
    file = keep_file(data=data, at=at)
    made = hand_in_cases(
        actor=cast.one_stop, at=at, unit=cast.unit, source=source, file=file, filename="ho-so"
    )
    run_import(import_id=made.pk, clock=lambda: at)
    made.refresh_from_db()
    return made
