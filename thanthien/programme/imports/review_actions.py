"""Corrections of a whole reading: criteria confirmed together, duties taken as rows, the document data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.programme.imports.document_data import BASIS_TEXTS, TEXTS
from thanthien.programme.imports.drafts import drafts_of_duties
from thanthien.programme.imports.keeping import compare, keep_drafts, suggest_criteria
from thanthien.programme.imports.likeness import SURE
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.register import Register
from thanthien.programme.imports.steps import CannotCorrect, open_reading, remember


@transaction.atomic
def confirm_criterion(*, actor: Person, at: datetime, row: ReadingRow) -> ReadingRow:
    """The suggested criterion is the right one."""
    reading = open_reading(actor, row.reading_id)
    row = reading.rows.select_related("criterion").get(pk=row.pk)
    if row.criterion is None:
        raise CannotCorrect("Dòng này chưa có tiêu chí gợi ý. Anh/chị mở dòng và chọn tiêu chí.")
    _confirm(actor, at, reading, [row], "xác nhận tiêu chí")
    row.reading = reading
    return row


@transaction.atomic
def confirm_sure_criteria(*, actor: Person, at: datetime, reading: PlanReading, least: float = SURE) -> int:
    """Confirm every suggestion of at least this likelihood; returns how many."""
    reading = open_reading(actor, reading.pk)
    rows = list(
        reading.rows.filter(
            criterion__isnull=False,
            criterion_confirmed=False,
            criterion_likeness__gte=least,
            is_left_out=False,
        )
    )
    if rows:
        _confirm(actor, at, reading, rows, f"xác nhận {len(rows)} tiêu chí")
    return len(rows)


@transaction.atomic
def suggest_now(*, actor: Person, at: datetime, reading: PlanReading) -> int:
    """Suggest criteria for a plan that was read before its set was chosen; returns how many rows got one."""
    reading = open_reading(actor, reading.pk)
    rows = list(reading.rows.filter(criterion__isnull=True, criterion_confirmed=False, is_left_out=False))
    suggest_criteria(reading, rows)
    count = sum(row.criterion_id is not None for row in rows)
    record(
        actor=actor,
        at=at,
        action="reading.criteria_suggest",
        subject=reading,
        unit=reading.unit,
        after={"rows": count},
    )
    return count


def _confirm(actor: Person, at: datetime, reading: PlanReading, rows: list[ReadingRow], says: str) -> None:
    remember(reading, says, rows=rows)
    for row in rows:
        row.criterion_confirmed = True
        row.version += 1
    ReadingRow.objects.bulk_update(rows, ["criterion_confirmed", "version"])
    after = {"rows": len(rows)}
    record(
        actor=actor, at=at, action="reading.criteria_confirm", subject=reading, unit=reading.unit, after=after
    )


@transaction.atomic
def take_duties(*, actor: Person, at: datetime, reading: PlanReading) -> int:
    """Take the implementation part as rows too, once; rows left out before come back. Returns how many."""
    reading = open_reading(actor, reading.pk)
    known = list(reading.rows.filter(kind=ReadingRow.Kind.DUTY))
    if known:
        back = [row for row in known if row.is_left_out]
        remember(reading, "lấy phần tổ chức thực hiện", rows=back)
        reading.rows.filter(pk__in=[row.pk for row in back]).update(is_left_out=False)
        count = len(back)
    else:
        made = keep_drafts(reading, drafts_of_duties(reading.result), Register(reading.unit))
        remember(reading, "lấy phần tổ chức thực hiện", made=[row.pk for row in made])
        count = len(made)
        if made:
            compare(reading)
    record(
        actor=actor, at=at, action="reading.duties", subject=reading, unit=reading.unit, after={"rows": count}
    )
    return count


@transaction.atomic
def change_document(
    *, actor: Person, at: datetime, reading: PlanReading, changes: dict[str, Any]
) -> PlanReading:
    """Save corrected document data: texts, `target_level`, `legal_bases`, `recipients`, `steering`.

    What a person saved is no longer in doubt.
    """
    reading = open_reading(actor, reading.pk)
    old = reading.document
    new = {**old, "doubtful": []}
    for name in TEXTS:
        if name in changes:
            new[name] = tidy(changes[name])
    if "target_level" in changes:
        new["target_level"] = changes["target_level"]
    for name in ("recipients", "steering"):
        if name in changes:
            new[name] = [line for line in (tidy(text) for text in changes[name]) if line]
    if "legal_bases" in changes:
        new["legal_bases"] = [_basis(basis) for basis in changes["legal_bases"] if any(basis.values())]
    if new == old:
        return reading
    remember(reading, "sửa thông tin văn bản", document=old)
    reading.document = new
    reading.save(update_fields=["document"])
    changed = [name for name in new if new[name] != old.get(name) and name != "doubtful"]
    record(
        actor=actor,
        at=at,
        action="reading.document",
        subject=reading,
        unit=reading.unit,
        before={name: old.get(name) for name in changed},
        after={name: new[name] for name in changed},
    )
    return reading


def _basis(basis: dict[str, str]) -> dict[str, Any]:
    return {**{name: tidy(basis.get(name, "")) for name in BASIS_TEXTS}, "doubtful": []}
