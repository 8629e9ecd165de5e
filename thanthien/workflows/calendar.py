"""What a person's calendar holds: days by which something is to be done, from every room that knows such days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.fulfilment import stands_of
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.queries import due_for
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.standing import standing_of


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day. `uid` stays the same however the thing changes; `page`, `args` as in `Waiting`.

    `original` is the day the plan gave, where a person moved it; `is_open` says that something is still to be
    done by the person.
    """

    uid: str
    unit: Unit
    day: date
    title: str
    said: str
    page: str
    args: tuple[object, ...]
    original: date | None = None
    is_open: bool = True


Source = Callable[[Person, Unit, date, date, date], Iterable[Event]]


def due_tasks(person: Person, unit: Unit, first: date, last: date, today: date) -> Iterable[Event]:
    """Tasks with a day that the person's agency leads or that were given to the person. Two queries."""
    standing = standing_of(person, unit)
    if not standing.works:
        return
    leads = TaskAgency.objects.filter(part=TaskAgency.Part.LEAD)
    own = leads.filter(agency_id__in=standing.agency_ids) | leads.filter(assignee=person)
    tasks = Task.objects.filter(
        pk__in=own.values("task_id"), unit=unit, is_header=False, withdrawn_at=None,
        due_date__range=(first, last),
    )  # fmt: skip
    found = list(tasks.order_by("due_date", "pk"))
    moved = Occurrence.objects.filter(task__in=found, withdrawn_at=None, moved_at__isnull=False)
    originals = dict(moved.filter(due_date=F("task__due_date")).values_list("task", "original_date"))
    for task in found:
        kind = "việc đột xuất" if task.is_ad_hoc else "nhiệm vụ"
        said = f"{task.get_state_display()}. Hạn của {kind}."
        yield Event(
            f"task-{task.pk}", unit, task.due_date or first, task.title, said, "desk:task", (task.pk,),
            original=originals.get(task.pk),
            is_open=task.state not in (Task.State.DONE, Task.State.ACCEPTED),
        )  # fmt: skip


def due_occurrences(person: Person, unit: Unit, first: date, last: date, today: date) -> Iterable[Event]:
    """Times of tasks other than the task's own day: each period on its last good day. Five queries.

    What is due every working day would fill the calendar of a phone and stays on the pages.
    """
    standing = standing_of(person, unit)
    if not standing.works:
        return
    daily = Occurrence.Rhythm.WORKING_DAY
    found = [one for one in due_for(standing, unit, first, last) if one.rhythm != daily]
    for stand in stands_of([one for one in found if not one.is_the_tasks_day], today):
        one = stand.occurrence
        yield Event(
            f"occurrence-{one.pk}", unit, one.due_date, one.task.title, f"{stand.words}. Hạn của {one.label}.",
            "desk:task", (one.task_id,), original=one.original_date if one.is_moved else None,
            is_open=stand.state not in ("accepted", "waiting"),
        )  # fmt: skip


SOURCES: tuple[Source, ...] = (due_tasks, due_occurrences)


def events_of(person: Person, first: date, last: date, *, today: date) -> list[Event]:
    """Everything between two days in the units the person works in today, by day."""
    units = {m.unit_id: m.unit for m in current_memberships(person, on=today) if m.unit.is_local}
    found = [
        event
        for unit in units.values()
        for source in SOURCES
        for event in source(person, unit, first, last, today)
    ]
    return sorted(found, key=lambda one: (one.day, one.uid))
