"""A plan file on its way: handed in, started again, put aside, taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from thanthien.lib.vietnamese import nfc
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.imports.background import read_in_background
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.states import ALLOWED, State, has_stalled, move

FIRST_YEAR, LAST_YEAR = 2020, 2100


class CannotImport(Exception):
    """The file cannot be taken in now. The message is for people; `reading` is the one to look at, if any."""

    def __init__(self, message: str, reading: PlanReading | None = None) -> None:
        super().__init__(message)
        self.reading = reading

    @property
    def is_in_force(self) -> bool:
        """The same file is the plan in force: there is nothing to do, and nothing wrong."""
        return self.reading is not None and self.reading.state == State.ACCEPTED


def hand_in(
    *, actor: Person, at: datetime, unit: Unit, year: int, file: StoredFile, filename: str
) -> PlanReading:
    """A reading of a kept file, queued. The same file again raises `CannotImport` with the reading there is."""
    require(actor, Action.PLAN_IMPORT, unit)
    check_unit_and_year(unit, year)
    refuse_again(unit, year, file)
    try:
        reading = _keep(actor, at, unit, year, file, nfc(filename)[:200])
    except IntegrityError:  # handed in twice at the same moment
        refuse_again(unit, year, file)
        raise
    read_in_background.enqueue(reading.pk)
    reading.refresh_from_db()
    return reading


@transaction.atomic
def _keep(actor: Person, at: datetime, unit: Unit, year: int, file: StoredFile, filename: str) -> PlanReading:
    reading = PlanReading.objects.create(
        unit=unit, year=year, file=file, filename=filename, created_at=at, progress_at=at, created_by=actor
    )
    after = {"filename": filename, "year": year, "sha256": file.sha256}
    record(actor=actor, at=at, action="reading.add", subject=reading, unit=unit, after=after)
    return reading


def check_unit_and_year(unit: Unit, year: int) -> None:
    """Raise `CannotImport` for a unit that has no plan of its own, or a year that is none."""
    if not unit.is_local:
        raise CannotImport("Chỉ xã, phường, đặc khu mới có kế hoạch riêng để nhận vào hệ thống.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CannotImport(f"Năm {year} không hợp lệ. Anh/chị nhập năm thực hiện kế hoạch, ví dụ 2026.")


def refuse_again(unit: Unit, year: int, file: StoredFile) -> None:
    """Raise `CannotImport`, with the reading there is, when the unit has this file for this year already."""
    known = PlanReading.objects.filter(unit=unit, year=year, file=file)
    reading = known.exclude(state=State.DISCARDED).select_related("plan").first()
    if reading is None:
        return
    if reading.state == State.ACCEPTED:
        if reading.plan is None or reading.plan.replaced_by_id is not None:
            return  # an older text is taken up again: that is a change
        raise CannotImport(
            f"Tệp này đã được nhận thành kế hoạch năm {year} và đang áp dụng. Không có gì thay đổi.", reading
        )
    words = "Tệp này đã được tải lên trước đó. Dưới đây là bản đang có, kèm những chỗ đã sửa."
    raise CannotImport(words, reading)


def read_again(*, actor: Person, at: datetime, reading: PlanReading) -> PlanReading:
    """Queue a reading that failed, or whose reader died. Raises `CannotImport` while one is at work."""
    require(actor, Action.PLAN_IMPORT, reading.unit)
    may_start = reading.state == State.FAILED or has_stalled(reading, at)
    with transaction.atomic():
        if not may_start or not _requeue(reading, at):
            raise CannotImport(
                "Tệp này đang được đọc. Anh/chị chờ thêm ít phút; trang tự cập nhật khi xong.", reading
            )
        record(actor=actor, at=at, action="reading.again", subject=reading, unit=reading.unit)
    read_in_background.enqueue(reading.pk)
    reading.refresh_from_db()
    return reading


def _requeue(reading: PlanReading, at: datetime) -> bool:
    fresh = {"error": "", "pages_done": 0, "pages": 0, "progress_at": at, "started_at": None}
    if reading.state == State.WAITING:
        return PlanReading.objects.filter(pk=reading.pk, state=State.WAITING).update(progress_at=at) == 1
    return move(reading, old=reading.state, new=State.WAITING, **fresh)


@transaction.atomic
def discard(*, actor: Person, at: datetime, reading: PlanReading) -> PlanReading:
    """Put a reading aside. Nothing is deleted; `restore` takes it up again."""
    require(actor, Action.PLAN_IMPORT, reading.unit)
    if State.DISCARDED not in ALLOWED[reading.state]:
        raise CannotImport("Bản đọc này đã được nhận hoặc đã bỏ trước đó.", reading)
    if not move(reading, old=reading.state, new=State.DISCARDED, closed_at=at, closed_by=actor):
        raise CannotImport("Bản đọc này vừa thay đổi. Anh/chị tải lại trang rồi thử lại.", reading)
    record(actor=actor, at=at, action="reading.discard", subject=reading, unit=reading.unit)
    return reading


def restore(*, actor: Person, at: datetime, reading: PlanReading) -> PlanReading:
    """Take up a reading that was put aside: its rows as they were, or read anew where there are none."""
    require(actor, Action.PLAN_IMPORT, reading.unit)
    was_read = reading.rows.exists()
    new = State.READY if was_read else State.WAITING
    try:
        with transaction.atomic():
            if not move(
                reading,
                old=State.DISCARDED,
                new=new,
                closed_at=None,
                closed_by=None,
                progress_at=at,
                error="",
            ):
                raise CannotImport("Bản đọc này không còn ở mục đã bỏ. Anh/chị tải lại trang.", reading)
            record(actor=actor, at=at, action="reading.restore", subject=reading, unit=reading.unit)
    except IntegrityError as error:
        raise CannotImport("Tệp này đã được tải lên lại; bản mới đang mở.", reading) from error
    if not was_read:
        read_in_background.enqueue(reading.pk)
        reading.refresh_from_db()
    return reading
