"""Figures that people type: of a year that is still open, with their file as evidence of the rows that read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.queries import frozen_until
from thanthien.assessment.scoring.queries import measures_needed
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.actions import CannotRecordFigure, record_reading, remove_reading
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.month_sheet import Doubt, Typed, keep_month, month_end
from thanthien.programme.measures.registry import Measure
from thanthien.workflows.proving import Proof, Proven, bring, tasks_of_criteria


def require_open(unit: Unit, day: date) -> None:
    """Raises CannotRecordFigure where the year's dossier was handed in with the figures of that day."""
    until = frozen_until().get((unit.pk, day.year))
    if until is not None and day <= until:
        raise CannotRecordFigure(
            f"Hồ sơ năm {day.year} đã nộp với số liệu đến ngày {date_vi(until)}, nên số của kỳ này giữ nguyên. "
            "Cần sửa thì đề nghị trả lại hồ sơ trước."
        )


@transaction.atomic
def record_figure(
    *, actor: Person, at: datetime, unit: Unit, measure: Measure, day: date, period: str, numerator: Decimal,
    denominator: Decimal | None, remark: str = "", seen_at: datetime | None = None,
) -> Reading:  # fmt: skip
    """`record_reading` for a year that is still open. Raises CannotRecordFigure."""
    require_open(unit, day)
    return record_reading(
        actor=actor, at=at, unit=unit, measure=measure, day=day, period=period, numerator=numerator,
        denominator=denominator, remark=remark, seen_at=seen_at,
    )  # fmt: skip


@transaction.atomic
def remove_figure(*, actor: Person, at: datetime, unit: Unit, reading: Reading) -> None:
    """`remove_reading` for a year that is still open. Raises CannotRecordFigure."""
    require_open(unit, reading.day)
    remove_reading(actor=actor, at=at, unit=unit, reading=reading)


@transaction.atomic
def keep_sheet(
    *, actor: Person, at: datetime, unit: Unit, month: date, lines: list[Typed],
    upload: UploadedFile[Any] | None = None, source: tuple[StoredFile | None, str] = (None, ""),
    confirmed: str = "", more: Sequence[Doubt] = (),
) -> tuple[list[Reading], Proven]:  # fmt: skip
    """Keep the figures that changed; the file becomes evidence, waiting for a second person.

    The file is an `upload`, or `source`: one that is kept already, with its name. `more`: doubts that its reading
    raised. Raises CannotRecordFigure, also for a year that was handed in.
    """
    require_open(unit, month.replace(day=1))
    if upload:
        try:
            source = keep_named(upload=upload, at=at)
        except CannotKeepFile as error:
            raise CannotRecordFigure(f"Tệp chưa giữ được. {error}", "source") from error
    file, filename = source
    kept = keep_month(
        actor=actor,
        at=at,
        unit=unit,
        month=month,
        lines=lines,
        source=filename,
        confirmed=confirmed,
        more=more,
    )
    adoption = adoption_of(unit, month.year)
    if file is None or adoption is None or not may(actor, Action.TASK_WORK, unit):
        return kept, Proven()
    codes = {one.code for one in lines}
    keys = {one.criterion.key for one in measures_needed(adoption.criteria_set) if one.need.code in codes}
    day = min(month_end(month), timezone.localdate(at))
    proof = Proof(proof_title(month), day, file, filename)
    return kept, bring(actor, at, tasks_of_criteria(unit, month.year, keys), proof)


def proof_title(month: date) -> str:
    return f"Nguồn số liệu số hóa tháng {month.month}/{month.year}"


def sources_of(unit: Unit, month: date) -> list[Evidence]:
    """The files that a month's figures come from, with the tasks they prove. One query."""
    rows = Evidence.objects.filter(unit=unit, title=proof_title(month)).exclude(
        state=Evidence.State.WITHDRAWN
    )
    return list(rows.select_related("task", "added_by").order_by("pk"))
