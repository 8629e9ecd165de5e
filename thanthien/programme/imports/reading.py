"""Reading a plan file in the background: claimed once, with signs of life, its rows kept in one step."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from thanthien.lib.documents import CannotRead, Document, read
from thanthien.lib.planreader import read_plan
from thanthien.platform.files.queries import read_file
from thanthien.programme.imports.document_data import document_of
from thanthien.programme.imports.drafts import drafts_of
from thanthien.programme.imports.keeping import compare, keep_drafts
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.register import Register
from thanthien.programme.imports.source import source_lines
from thanthien.programme.imports.states import State, move

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]

BROKEN = (
    "Hệ thống gặp lỗi khi đọc tệp này. Tệp vẫn được giữ; anh/chị bấm “Đọc lại”, "
    "hoặc lưu tệp sang .docx hay PDF rồi tải lên."
)
NO_ROWS = "Không tìm thấy nội dung nhiệm vụ nào trong văn bản. Anh/chị có thể thêm từng dòng bằng tay."


class _Superseded(Exception):
    """Somebody put the reading aside or started it again: this reader stops."""


def read_plan_file(*, reading_id: int, clock: Clock) -> None:
    """Read the file of a waiting reading. A reading that another worker has claimed is left alone."""
    reading = PlanReading.objects.select_related("unit", "file").filter(pk=reading_id).first()
    now = clock()
    if reading is None or reading.state != State.WAITING:
        return
    if not move(reading, old=State.WAITING, new=State.READING, started_at=now, progress_at=now):
        return
    try:
        _read(reading, clock)
    except _Superseded:
        return
    except CannotRead as error:
        _fail(reading, str(error))
    except Exception:
        log.exception("reading %s broke off", reading.pk)
        _fail(reading, BROKEN)


def _read(reading: PlanReading, clock: Clock) -> None:
    register = Register(reading.unit)
    document = read(
        read_file(reading.file),
        filename=reading.filename,
        progress=lambda d, t: _alive(reading, d, t, clock()),
    )
    _alive(reading, reading.pages_done, reading.pages, clock())
    found = read_plan(document, vocabulary=register.vocabulary())
    if not found.is_plan:
        _fail(reading, found.not_plan_reason or "Văn bản này không phải kế hoạch.", is_plan=False)
        return
    keep_reading(reading, document, found.as_json(), register)


@transaction.atomic
def keep_reading(
    reading: PlanReading, document: Document, result: dict[str, object], register: Register
) -> None:
    """Keep what was read and make the reading ready: its lines, its data, its rows, the comparison."""
    drafts = drafts_of(result)
    if not _still_mine(
        reading,
        state=State.READY,
        is_plan=True,
        error="" if drafts else NO_ROWS,
        result=result,
        document=document_of(result, reading.year),
        source_lines=source_lines(document),
    ):
        raise _Superseded
    reading.rows.all().delete()
    keep_drafts(reading, drafts, register)
    compare(reading)


def _alive(reading: PlanReading, done: int, pages: int, now: datetime) -> None:
    """Say how far the reader is; a reader that lost its claim stops here."""
    if not _still_mine(reading, pages_done=done, pages=pages, progress_at=now):
        raise _Superseded
    reading.pages_done, reading.pages = done, pages


def _fail(reading: PlanReading, message: str, *, is_plan: bool = True) -> None:
    _still_mine(reading, state=State.FAILED, error=message, is_plan=is_plan)


def _still_mine(reading: PlanReading, **fields: object) -> bool:
    """`started_at` is the claim: a reader that was given up for dead finds another one's."""
    mine = PlanReading.objects.filter(pk=reading.pk, state=State.READING, started_at=reading.started_at)
    return mine.update(**fields) == 1
