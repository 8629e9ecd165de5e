"""A task written by hand or given by a leader, and its dates, in one step: the calendar follows at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.occurrences.actions import refresh_task
from thanthien.programme.plans.editing import TaskFields, add_task, change_task
from thanthien.programme.plans.giving import GivenFields, give_task
from thanthien.programme.plans.models import Task


@transaction.atomic
def add_dated_task(*, actor: Person, at: datetime, unit: Unit, year: int, fields: TaskFields) -> Task:
    """`plans.editing.add_task`, with the task's occurrences. Raises CannotChangeTask."""
    task = add_task(actor=actor, at=at, unit=unit, year=year, fields=fields)
    refresh_task(at=at, task=task)
    return task


@transaction.atomic
def change_dated_task(*, actor: Person, at: datetime, task: Task, fields: TaskFields) -> Task:
    """`plans.editing.change_task`, with the task's occurrences. Raises CannotChangeTask."""
    changed = change_task(actor=actor, at=at, task=task, fields=fields)
    refresh_task(at=at, task=changed)
    return changed


@transaction.atomic
def give_dated_task(*, actor: Person, at: datetime, unit: Unit, fields: GivenFields) -> Task:
    """`plans.giving.give_task`, with the task's occurrence. Raises CannotChangeTask."""
    task = give_task(actor=actor, at=at, unit=unit, fields=fields)
    refresh_task(at=at, task=task)
    return task
