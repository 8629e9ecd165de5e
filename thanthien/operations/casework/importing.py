"""Writes of imports: a file handed in, its columns confirmed, applied, put aside; a worker does the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.operations.casework.background import import_in_background
from thanthien.operations.casework.mapping import FIELDS, lacking
from thanthien.operations.casework.models import CaseImport
from thanthien.operations.casework.standing import require_keeper
from thanthien.operations.casework.states import IMPORT_WAYS
from thanthien.platform.audit.actions import record
from thanthien.platform.columns.actions import CannotChooseColumns, chosen_columns, keep_columns
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

State = CaseImport.State
DEFAULT_SOURCE = "Hệ thống thông tin giải quyết thủ tục hành chính"


class CannotImportCases(Refusal):
    """The import was not moved."""


def hand_in_cases(
    *, actor: Person, at: datetime, unit: Unit, source: str, file: StoredFile, filename: str
) -> CaseImport:
    """An import of a kept file, queued: it is read, and checked at once where its columns are known already."""
    require_keeper(actor, unit)
    words = tidy(source)[:80] or DEFAULT_SOURCE
    if file.extension not in {"xlsx", "txt"}:
        raise CannotImportCases("Tệp phải là Excel (.xlsx), CSV hoặc JSON xuất từ hệ thống nguồn.", "file")
    with transaction.atomic():
        made = CaseImport.objects.create(
            unit=unit, source=words, file=file, filename=filename[:200], handed_in_at=at, handed_in_by=actor,
            progress_at=at,
        )  # fmt: skip
        _audit(actor, at, "case_import.hand_in", made)
    import_in_background.enqueue(made.pk)
    made.refresh_from_db()
    return made


def confirm_columns(
    *, actor: Person, at: datetime, case_import: CaseImport, columns: Mapping[str, str]
) -> CaseImport:
    """Keep which column is which field, for this unit and source, and check the rows by it."""
    require_keeper(actor, case_import.unit)
    with transaction.atomic():
        made = _moved(case_import, State.CHECKING, at)
        try:
            chosen = chosen_columns(columns, FIELDS, made.headers)
        except CannotChooseColumns as error:
            raise CannotImportCases(str(error)) from error
        if missing := lacking(chosen):
            raise CannotImportCases(f"Còn thiếu cột cho: {', '.join(missing)}.")
        made.columns = chosen
        made.total = made.done = made.new = made.changed = made.same = made.refused = 0
        made.faults = []
        made.save()
        keep_columns(actor=actor, at=at, unit=made.unit, source=made.source, columns=chosen)
        _audit(actor, at, "case_import.columns", made)
    import_in_background.enqueue(made.pk)
    made.refresh_from_db()
    return made


def apply_import(*, actor: Person, at: datetime, case_import: CaseImport) -> CaseImport:
    """Bring the cases in, all rows without a fault; once, however often it is pressed."""
    require_keeper(actor, case_import.unit)
    with transaction.atomic():
        made = _moved(case_import, State.APPLYING, at)
        if made.new + made.changed == 0:
            raise CannotImportCases("Tệp không có hồ sơ mới hoặc thay đổi nào để nhập.")
        made.done = made.new = made.changed = made.same = made.refused = 0
        made.save()
        _audit(actor, at, "case_import.apply", made)
    import_in_background.enqueue(made.pk)
    made.refresh_from_db()
    return made


@transaction.atomic
def drop_import(*, actor: Person, at: datetime, case_import: CaseImport) -> CaseImport:
    """Put a file aside that is not to be applied."""
    require_keeper(actor, case_import.unit)
    made = _moved(case_import, State.DROPPED, at)
    made.ended_at = at
    made.save()
    _audit(actor, at, "case_import.drop", made)
    return made


def _moved(case_import: CaseImport, to: str, at: datetime) -> CaseImport:
    """The locked row in its new state, not saved yet."""
    rows = CaseImport.objects.select_for_update(of=("self",)).select_related("unit__parent", "file")
    made = rows.get(pk=case_import.pk)
    if made.state not in IMPORT_WAYS[to]:
        raise CannotImportCases(
            f"Tệp đang ở bước “{made.get_state_display().lower()}”. Anh/chị tải lại trang để xem."
        )
    made.state, made.progress_at = to, at
    return made


def _audit(actor: Person, at: datetime, action: str, made: CaseImport) -> None:
    record(
        actor=actor, at=at, action=action, subject=made, unit=made.unit,
        after={"filename": made.filename, "state": made.get_state_display(), "lines": made.total},
    )  # fmt: skip
