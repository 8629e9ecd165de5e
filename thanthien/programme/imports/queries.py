"""Reads of readings and plans on their way in.

Everybody who may see a unit's plans may see the plan in force; readings, which hold what is not yet
decided, are for those who may import (callers ask `plan.import` first).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of, tree_of
from thanthien.programme.imports.keeping import tasks_to_continue
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.plans.models import Plan, Task

State = PlanReading.State
# Heavy columns that only the review page needs.
_HEAVY = ("source_lines", "result", "document", "steps")


def open_readings(unit: Unit) -> QuerySet[PlanReading]:
    """Readings that wait for somebody: queued, being read, ready, or not read; newest first."""
    states = [State.WAITING, State.READING, State.READY, State.FAILED]
    return (
        PlanReading.objects.filter(unit=unit, state__in=states)
        .defer(*_HEAVY)
        .select_related("created_by")
        .annotate(row_count=Count("rows", filter=Q(rows__is_left_out=False)))
    )


def discarded_readings(unit: Unit) -> QuerySet[PlanReading]:
    return PlanReading.objects.filter(unit=unit, state=State.DISCARDED).defer(*_HEAVY)


def reading_of(unit: Unit, pk: int) -> PlanReading | None:
    """One reading of the unit, with everything the review page shows."""
    found = PlanReading.objects.filter(unit=unit, pk=pk)
    return found.select_related("unit", "file", "created_by", "closed_by", "plan", "replaces").first()


def reading_head(unit: Unit, pk: int) -> PlanReading | None:
    """One reading of the unit without its source and result, for progress and small answers."""
    found = PlanReading.objects.filter(unit=unit, pk=pk).defer("source_lines", "result")
    return found.select_related("unit", "file", "closed_by").first()


def row_of(unit: Unit, reading_pk: int, pk: int) -> ReadingRow | None:
    found = ReadingRow.objects.filter(reading__unit=unit, reading=reading_pk, pk=pk)
    return (
        found.select_related("criterion", "reading__unit")
        .defer(*(f"reading__{name}" for name in _HEAVY))
        .first()
    )


def rows_of(reading: PlanReading) -> list[ReadingRow]:
    """Rows in order, left-out ones too, each with its criterion; one query."""
    return list(reading.rows.select_related("criterion").order_by("position", "pk"))


def continued_tasks(reading: PlanReading) -> dict[int, Task]:
    """Tasks that rows may continue, by id; empty (and no query) where there is no plan to amend."""
    return tasks_to_continue(reading) if reading.replaces_id else {}


def criteria_for(reading: PlanReading) -> Sequence[Criterion]:
    """The tree of the set the unit is measured by in the year; empty when none is adopted."""
    adoption = adoption_of(reading.unit, reading.year)
    return tree_of(adoption.criteria_set) if adoption else []


def plans_in_force(unit: Unit) -> QuerySet[Plan]:
    """The plan of each year, newest year first, with how many tasks it gives."""
    tasks = Count("tasks", filter=Q(tasks__withdrawn_at__isnull=True, tasks__is_header=False))
    return Plan.objects.filter(unit=unit, replaced_by__isnull=True).annotate(task_count=tasks)


def plan_of(unit: Unit, pk: int) -> Plan | None:
    """One plan of the unit, in force or replaced, with its legal bases."""
    found = Plan.objects.filter(unit=unit, pk=pk).select_related("file", "replaced_by")
    return found.prefetch_related("legal_bases").first()


@dataclass(slots=True)
class Heading:
    """A heading of the plan as printed, how deep it stands, and what is said right under it."""

    words: str
    depth: int
    texts: list[str] = field(default_factory=list)


def outline_of(plan: Plan) -> list[Heading]:
    """The sections of a plan with their obligations, as read; empty for a plan not read from a file."""
    result = PlanReading.objects.filter(plan=plan).values_list("result", flat=True).first() or {}
    sections = [s for s in result.get("sections", []) if s.get("kind") == "heading"]
    found = {s["path"]: Heading(_numbered(s), s["path"].count(".")) for s in sections}
    for obligation in result.get("obligations", []):
        path = obligation["section"]
        while path and path not in found:
            path = path.rpartition(".")[0]
        if path:
            found[path].texts += [obligation["text"], *obligation.get("sub_items", [])]
    return list(found.values())


def _numbered(section: dict[str, str]) -> str:
    number = section.get("printed") or section["path"].split(".")[-1]
    return f"{number.rstrip('.)')}. {section['title']}"


def earlier_plans(plan: Plan) -> list[Plan]:
    """Plans of the same year that came before, newest first."""
    return list(
        Plan.objects.filter(unit_id=plan.unit_id, year=plan.year).exclude(pk=plan.pk).order_by("-accepted_at")
    )
