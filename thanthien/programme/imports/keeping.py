"""Drafts become rows: names resolved, criteria suggested, compared with the plan in force."""

from __future__ import annotations

from collections.abc import Sequence

from thanthien.programme.criteria.queries import adoption_of, tree_of
from thanthien.programme.imports.comparison import Said, match
from thanthien.programme.imports.drafts import Draft
from thanthien.programme.imports.likeness import Asked, Candidate, suggest
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.register import Register
from thanthien.programme.plans.acceptance import came_from_a_plan
from thanthien.programme.plans.models import Plan, Task, TaskAgency

STEP = 100  # rows stand apart, so that one can come between without moving the rest


def keep_drafts(reading: PlanReading, drafts: Sequence[Draft], register: Register) -> list[ReadingRow]:
    """Rows at the end of the reading, in the order of the drafts, each with its suggested criterion."""
    last = reading.rows.order_by("-position").values_list("position", flat=True).first() or 0
    rows = [_row(reading, draft, last + STEP * n, register) for n, draft in enumerate(drafts, 1)]
    ReadingRow.objects.bulk_create(rows)
    with_parent = []
    for row, draft in zip(rows, drafts, strict=True):
        if draft.parent is not None:
            row.parent = rows[draft.parent]
            with_parent.append(row)
    ReadingRow.objects.bulk_update(with_parent, ["parent"])
    suggest_criteria(reading, rows)
    return rows


def _row(reading: PlanReading, draft: Draft, position: int, register: Register) -> ReadingRow:
    return ReadingRow(
        reading=reading,
        position=position,
        kind=draft.kind,
        no=draft.no,
        group=draft.group,
        is_header=draft.is_header,
        title=draft.title,
        lead=register.canonical(draft.lead),
        coordinators=register.canonical(draft.coordinators),
        product=draft.product,
        timing=draft.timing,
        timing_rule=draft.timing_rule,
        source=draft.source,
        confidence=draft.confidence,
        doubtful=draft.doubtful,
        read=draft.read,
    )


def suggest_criteria(reading: PlanReading, rows: Sequence[ReadingRow]) -> None:
    """Suggest a criterion for rows that a person has not confirmed; none without an adopted set."""
    adoption = adoption_of(reading.unit, reading.year)
    open_rows = [row for row in rows if not row.criterion_confirmed]
    if adoption is None or not open_rows:
        return
    tree = tree_of(adoption.criteria_set)
    parents = {node.parent_id for node in tree}
    candidates = [Candidate(n.pk, n.key, n.search_key, n.pk not in parents) for n in tree]
    asked = [Asked(row.title, str(row.read.get("key") or ""), row.is_header) for row in open_rows]
    for row, (criterion_id, likeness) in zip(open_rows, suggest(asked, candidates), strict=True):
        row.criterion_id, row.criterion_likeness = criterion_id, likeness
    ReadingRow.objects.bulk_update(open_rows, ["criterion", "criterion_likeness"])


def compare(reading: PlanReading) -> None:
    """Tie rows to the tasks they continue; a task's criterion, once confirmed, is kept."""
    plan = Plan.objects.filter(unit=reading.unit, year=reading.year, replaced_by__isnull=True).first()
    PlanReading.objects.filter(pk=reading.pk).update(replaces=plan)
    reading.replaces = plan
    rows = list(reading.rows.all())
    tasks = tasks_to_continue(reading) if plan else {}
    said = [said_by_task(task) for task in tasks.values()]
    found = match([said_by_row(row) for row in rows if not row.is_left_out], said) if said else {}
    for row in rows:
        task = tasks.get(found.get(row.pk, 0))
        row.matched_task = task
        if task is not None and task.criterion_id and not row.criterion_confirmed:
            row.criterion_id, row.criterion_likeness, row.criterion_confirmed = task.criterion_id, 1.0, True
    fields = ["matched_task", "criterion", "criterion_likeness", "criterion_confirmed"]
    ReadingRow.objects.bulk_update(rows, fields)


def tasks_to_continue(reading: PlanReading) -> dict[int, Task]:
    """Tasks of the unit's year that came from a plan, also withdrawn ones: a row may bring them back."""
    tasks = Task.objects.filter(unit=reading.unit, year=reading.year).prefetch_related("agencies__agency")
    return {task.pk: task for task in tasks if came_from_a_plan(task)}


def said_by_row(row: ReadingRow) -> Said:
    return Said(
        row.pk, row.title, row.no, row.group, row.is_header, tuple(row.lead), tuple(row.coordinators),
        row.product, row.timing,
    )  # fmt: skip


def said_by_task(task: Task) -> Said:
    def names(part: str) -> tuple[str, ...]:
        return tuple(body.name for body in task.agencies.all() if body.part == part)

    lead, support = names(TaskAgency.Part.LEAD), names(TaskAgency.Part.SUPPORT)
    return Said(
        task.pk, task.title, task.no, task.group, task.is_header, lead, support, task.product, task.timing
    )
