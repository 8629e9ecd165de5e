"""The corrected rows become the plan in force, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.planreader.roles import role_of
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.actions import add_agency
from thanthien.platform.units.models import Unit
from thanthien.programme.imports.document_data import basis_facts, plan_facts
from thanthien.programme.imports.keeping import compare
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.register import Register
from thanthien.programme.imports.states import State, move
from thanthien.programme.occurrences.actions import refresh_year
from thanthien.programme.plans.acceptance import Body, CannotAcceptPlan, Outcome, TaskFacts, accept_plan


class CannotAccept(Exception):
    """The reading does not become a plan now; nothing was written. The message is for people."""


def accept(*, actor: Person | None, at: datetime, reading: PlanReading) -> Outcome:
    """Turn a ready reading into the plan in force. Raises `CannotAccept`; then nothing has changed.

    Of two people at once, one accepts and the other is told who it was. When another plan came into
    force meanwhile, the rows are compared anew and the person looks again.
    """
    try:
        return _accept(actor, at, reading)
    except CannotAcceptPlan as error:
        reading.refresh_from_db()
        if reading.state == State.READY:
            compare(reading)
        raise CannotAccept(str(error)) from error


@transaction.atomic
def _accept(actor: Person | None, at: datetime, reading: PlanReading) -> Outcome:
    if actor is not None:
        require(actor, Action.PLAN_IMPORT, reading.unit)
    if not move(reading, old=State.READY, new=State.ACCEPTED, closed_at=at, closed_by=actor):
        raise CannotAccept(_who_was_first(reading))
    register = Register(reading.unit)
    rows = list(reading.rows.filter(is_left_out=False))
    _add_agencies(actor, at, reading.unit, register, rows)
    outcome = accept_plan(
        actor=actor,
        at=at,
        unit=reading.unit,
        year=reading.year,
        plan=plan_facts(reading.document, reading.year),
        bases=basis_facts(reading.document),
        tasks=_tasks(reading, rows, Register(reading.unit)),
        replaces=reading.replaces,
        file=reading.file,
        filename=reading.filename,
    )
    refresh_year(at=at, unit=reading.unit, year=reading.year)
    PlanReading.objects.filter(pk=reading.pk).update(plan=outcome.plan)
    reading.plan = outcome.plan
    record(
        actor=actor,
        at=at,
        action="reading.accept",
        subject=reading,
        unit=reading.unit,
        after={"plan": outcome.plan.pk, "rows": len(rows)},
    )
    return outcome


def _who_was_first(reading: PlanReading) -> str:
    now = PlanReading.objects.select_related("closed_by").get(pk=reading.pk)
    when = timezone.localtime(now.closed_at).strftime("%H:%M ngày %d/%m/%Y") if now.closed_at else ""
    who = str(now.closed_by) if now.closed_by else "hệ thống"
    if now.state == State.ACCEPTED:
        return f"Kế hoạch này đã được {who} nhận lúc {when}. Nhiệm vụ đã có đủ, anh/chị không cần nhận lại."
    if now.state == State.DISCARDED:
        return f"Bản đọc này đã được {who} bỏ lúc {when}. Anh/chị mở lại bản đọc rồi nhận."
    return "Tệp này chưa đọc xong nên chưa nhận được. Anh/chị chờ đọc xong, xem lại rồi nhận."


def new_agencies(register: Register, rows: Iterable[ReadingRow]) -> list[str]:
    """Names that the unit has no agency for yet and that are no groups, each once, in order."""
    named = (name for row in rows if not row.is_left_out for name in (*row.lead, *row.coordinators))
    return [name for name in dict.fromkeys(named) if register.kind_of(name) == "new"]


def _add_agencies(
    actor: Person | None, at: datetime, unit: Unit, register: Register, rows: Sequence[ReadingRow]
) -> None:
    last = max((agency.position for agency in register.agencies), default=0)
    for n, name in enumerate(new_agencies(register, rows), 1):
        add_agency(
            actor=actor,
            at=at,
            unit=unit,
            name=name[:150],
            short_name=name[:60],
            role_code=role_of(name) or "",
            position=last + n,
        )


def _tasks(reading: PlanReading, rows: Sequence[ReadingRow], register: Register) -> list[TaskFacts]:
    index = {row.pk: n for n, row in enumerate(rows)}
    return [_task(reading, row, index, register) for row in rows]


def _task(reading: PlanReading, row: ReadingRow, index: dict[int, int], register: Register) -> TaskFacts:
    parent = index.get(row.parent_id or 0)
    return TaskFacts(
        title=row.title,
        no=row.no,
        group=row.group,
        parent=parent if parent is not None and parent < index[row.pk] else None,
        is_header=row.is_header,
        product=row.product,
        timing=row.timing,
        timing_rule=row.timing_rule,
        criterion_id=row.criterion_id if row.criterion_confirmed else None,
        leads=_bodies(row.lead, register),
        supports=_bodies(row.coordinators, register),
        source={**row.source, "reading": reading.pk},
        task_id=row.matched_task_id,
    )


def _bodies(names: Sequence[str], register: Register) -> tuple[Body, ...]:
    found = []
    for name in names:
        agency = (
            None if register.is_group(name) and not register.agency(name) else register.agency(name[:150])
        )
        found.append(Body(agency.pk) if agency else Body(group_name=name[:200]))
    return tuple(dict.fromkeys(found))
