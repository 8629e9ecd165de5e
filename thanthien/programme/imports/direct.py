"""Importing a plan in one go, without a person at the page: the command line and the demo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from thanthien.lib.documents import Document, read
from thanthien.lib.planreader import read_plan
from thanthien.lib.vietnamese import nfc
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import examine
from thanthien.platform.files.models import StoredFile
from thanthien.platform.units.models import Unit
from thanthien.programme.imports.accepting import accept
from thanthien.programme.imports.actions import CannotImport, check_unit_and_year, refuse_again
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.reading import keep_reading
from thanthien.programme.imports.register import Register
from thanthien.programme.imports.review import Review, review_of
from thanthien.programme.imports.states import State
from thanthien.programme.plans.acceptance import Outcome


@dataclass(slots=True)
class Imported:
    """What was made, or (dry run) would have been: `review` holds the rows and what a person should look at."""

    review: Review
    outcome: Outcome


def import_plan(
    *, at: datetime, unit: Unit, year: int, data: bytes, filename: str, dry_run: bool = False
) -> Imported:
    """Read a file and put it in force for a unit and year, suggestions taken as they are.

    Raises `CannotRead` or `CannotKeepFile` for the file, `CannotImport` for what is no plan or is known
    already, `CannotAccept` where the plan cannot come into force. A dry run leaves nothing behind.
    """
    check_unit_and_year(unit, year)
    document = read(data, filename=filename)
    register = Register(unit)
    found = read_plan(document, vocabulary=register.vocabulary())
    if not found.is_plan:
        raise CannotImport(found.not_plan_reason or "Văn bản này không phải kế hoạch.")
    file = None if dry_run else keep_file(data=data, at=at)
    with transaction.atomic():
        kept = file or _not_kept(data, at)
        refuse_again(unit, year, kept)
        reading = _new_reading(at, unit, year, kept, filename)
        imported = _import(at, reading, document, found.as_json(), register)
        transaction.set_rollback(dry_run)
    return imported


def _not_kept(data: bytes, at: datetime) -> StoredFile:
    """A row for a dry run, gone with its transaction; the bytes are not written."""
    sha256 = hashlib.sha256(data).hexdigest()
    content = examine(data)
    fields = {"media_type": content.media_type, "extension": content.extension, "stored_at": at}
    return StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(data), **fields})[0]


def _new_reading(at: datetime, unit: Unit, year: int, file: StoredFile, filename: str) -> PlanReading:
    try:
        with transaction.atomic():
            return PlanReading.objects.create(
                unit=unit,
                year=year,
                file=file,
                filename=nfc(filename)[:200],
                state=State.READING,
                created_at=at,
                started_at=at,
                progress_at=at,
            )
    except IntegrityError as error:
        raise CannotImport("Tệp này vừa được tải lên ở trang Kế hoạch và đang chờ xem lại ở đó.") from error


def _import(
    at: datetime, reading: PlanReading, document: Document, result: dict[str, object], register: Register
) -> Imported:
    after = {"filename": reading.filename, "year": reading.year, "sha256": reading.file.sha256}
    record(actor=None, at=at, action="reading.add", subject=reading, unit=reading.unit, after=after)
    keep_reading(reading, document, result, register)
    ready = PlanReading.objects.select_related("unit", "file", "replaces").get(pk=reading.pk)
    ready.rows.filter(criterion__isnull=False).update(criterion_confirmed=True)
    review = review_of(ready)
    return Imported(review, accept(actor=None, at=at, reading=ready))
