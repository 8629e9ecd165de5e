"""Reads of occurrences. All start from a unit the caller was let into (`task.view`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.occurrences.models import Occurrence, Recount
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.standing import Standing


def occurrences_of(task: Task) -> list[Occurrence]:
    """All occurrences of a task in order, withdrawn ones too (for those that have proof). One query."""
    rows = Occurrence.objects.filter(task=task).select_related("moved_by")
    return list(rows.order_by("due_date", "first_date", "pk"))


def occurrence_of_task(task: Task, pk: int) -> Occurrence | None:
    return Occurrence.objects.filter(task=task, pk=pk).select_related("task").first()


def live_occurrences(unit: Unit) -> QuerySet[Occurrence]:
    """Occurrences that are asked for: of tasks in the plan, by their timing of now."""
    return Occurrence.objects.filter(unit=unit, withdrawn_at=None, task__withdrawn_at=None)


def due_between(
    unit: Unit, first: date, last: date, *, agency_ids: Collection[int] | None = None
) -> list[Occurrence]:
    """Occurrences due from `first` to `last`, with their tasks and lead parts; two queries.

    `agency_ids` narrows to tasks that one of those agencies leads.
    """
    rows = live_occurrences(unit).filter(due_date__range=(first, last))
    if agency_ids is not None:
        rows = rows.filter(task__in=_led_by(agency_ids).values("task_id"))
    return list(_with_leads(rows).order_by("due_date", "task__position", "pk"))


def due_for(standing: Standing, unit: Unit, first: date, last: date) -> list[Occurrence]:
    """What concerns one person between two days: tasks that the own agencies lead, or given to the person."""
    mine = TaskAgency.objects.filter(part=TaskAgency.Part.LEAD, assignee_id=standing.person_id)
    tasks = {*mine.filter(task__unit=unit).values_list("task_id", flat=True)}
    own = _led_by(standing.agency_ids).filter(task__unit=unit).values_list("task_id", flat=True)
    rows = live_occurrences(unit).filter(due_date__range=(first, last), task__in=tasks | {*own})
    return list(_with_leads(rows).order_by("due_date", "task__position", "pk"))


def _led_by(agency_ids: Collection[int]) -> QuerySet[TaskAgency]:
    return TaskAgency.objects.filter(part=TaskAgency.Part.LEAD, agency_id__in=agency_ids)


def _with_leads(rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    parts = TaskAgency.objects.select_related("agency").order_by("part", "position", "pk")
    return rows.select_related("task").prefetch_related(Prefetch("task__agencies", queryset=parts))


def occurrences_of_year(unit: Unit, year: int) -> list[Occurrence]:
    """All that a unit's year asks for, with tasks and lead parts; two queries."""
    return list(_with_leads(live_occurrences(unit).filter(task__year=year)))


def last_recount(city: Unit, year: int) -> Recount | None:
    """The latest round of counting anew after the city's calendar of a year changed."""
    return Recount.objects.filter(unit=city, year=year).first()
