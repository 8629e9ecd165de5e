"""Corrections can be taken back: each keeps the rows as they were, and the last one is undone first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.states import State

KEPT = 50  # steps; enough for a sitting, small enough for one column


class CannotCorrect(Exception):
    """The correction was not made; what was typed is still on the page. The message is for people."""


def open_reading(actor: Person, reading_id: int) -> PlanReading:
    """The reading, held until the transaction ends, so that nobody accepts it half-corrected."""
    reading = PlanReading.objects.select_for_update(of=("self",)).select_related("unit").get(pk=reading_id)
    require(actor, Action.PLAN_IMPORT, reading.unit)
    if reading.state != State.READY:
        raise CannotCorrect(
            "Bản đọc này không còn mở để sửa (đã được nhận hoặc đã bỏ). Anh/chị tải lại trang để xem."
        )
    return reading


def remember(
    reading: PlanReading,
    says: str,
    *,
    rows: Iterable[ReadingRow] = (),
    made: Sequence[int] = (),
    document: dict[str, Any] | None = None,
) -> None:
    """Keep a step: `rows` as they stand before it, ids of rows it makes, the document data before it."""
    step: dict[str, Any] = {"says": says, "rows": [_snapshot(row) for row in rows], "made": list(made)}
    if document is not None:
        step["document"] = document
    reading.steps = [*reading.steps, step][-KEPT:]
    reading.save(update_fields=["steps"])


def _snapshot(row: ReadingRow) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@transaction.atomic
def undo(*, actor: Person, at: datetime, reading: PlanReading) -> str:
    """Take back the last correction; returns what it was. Raises `CannotCorrect` when there is none."""
    reading = open_reading(actor, reading.pk)
    if not reading.steps:
        raise CannotCorrect("Không còn thao tác nào để hoàn tác.")
    step = reading.steps[-1]
    reading.rows.filter(pk__in=step["made"]).delete()
    for kept in step["rows"]:
        now = ReadingRow.objects.filter(pk=kept["id"]).values_list("version", flat=True).first()
        row = ReadingRow(**{**kept, "version": (now or kept["version"]) + 1})
        row.save(force_insert=now is None)
    reading.steps = reading.steps[:-1]
    fields = ["steps"]
    if "document" in step:
        reading.document = step["document"]
        fields.append("document")
    reading.save(update_fields=fields)
    says = str(step["says"])
    record(
        actor=actor, at=at, action="reading.undo", subject=reading, unit=reading.unit, after={"step": says}
    )
    return says
