"""A picture of a place becomes evidence of the row that it shows: one a thing and period that the row asks for.

Which rows stands in `data/premises.yaml`. What is broken or lacking proves nothing, and each proof waits for a
second person. A picture that shows two things on one day is tied, so that it is one file and no hidden reuse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from thanthien.lib.rules import proof_period
from thanthien.operations.facilities.models import PlaceItem, PlaceLook
from thanthien.operations.facilities.premises.actions import Seen, look_at
from thanthien.operations.facilities.premises.definition import Thing, definition
from thanthien.operations.facilities.premises.periods import span_of
from thanthien.platform.files.queries import open_kept
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.evidence.actions import CannotChangeProof, add_files
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.ties import tie_proof
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.workflows.proving import tasks_of_criteria

_PERIODS = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Filed:
    """The proofs made now, and why a task took none, as sentences."""

    made: tuple[Evidence, ...] = ()
    why: tuple[str, ...] = ()


def look_with_proof(*, actor: Person, at: datetime, item: PlaceItem, seen: Seen) -> tuple[PlaceLook, Filed]:
    """Keep a look; its picture becomes evidence. The look stays whatever the tasks say."""
    look = look_at(actor=actor, at=at, item=item, seen=seen)
    return look, file_look(actor=actor, at=at, look=look)


def file_look(*, actor: Person, at: datetime, look: PlaceLook) -> Filed:
    """Hand the picture in with the tasks of its row that lack one for the period; again changes nothing."""
    item, unit = look.item, look.item.place.unit
    thing = definition().things.get(item.code)
    shows = look.photo_id and look.state == PlaceItem.State.GOOD and thing is not None
    if not shows or thing is None or not may(actor, Action.TASK_WORK, unit):
        return Filed()
    made: list[Evidence] = []
    why: list[str] = []
    for task in tasks_of(unit, thing, look.date.year):
        if _has_one(task, look, thing):
            continue
        try:
            made += _bring(actor, at, task, look, thing)
        except (NotAllowed, CannotChangeProof) as refusal:
            why.append(f"“{task.title}”: {refusal}")
    return Filed(tuple(made), tuple(why))


def tasks_of(unit: Unit, thing: Thing, year: int) -> list[Task]:
    """The tasks of a year that a picture of a thing proves."""
    adoption = adoption_of(unit, year)
    rows = definition().criteria.get(adoption.criteria_set.code, {}) if adoption else {}
    return tasks_of_criteria(unit, year, [rows.get(thing.measure, "")])


def _has_one(task: Task, look: PlaceLook, thing: Thing) -> bool:
    """Whether a picture of this thing (of its group, on a sheet of groups) stands for the period already."""
    asked = proof_period(task.criterion.rule) if task.criterion else ""
    span = span_of(asked if asked in _PERIODS else "quarter", look.date)
    alike = {look.item.code}
    if thing.group:
        alike |= {one.code for one in definition().things.values() if one.group == thing.group}
    shown = PlaceLook.objects.filter(
        item__place=look.item.place_id, item__code__in=alike, date__gte=span.first, date__lte=span.last
    ).exclude(photo=None)
    live = Evidence.objects.filter(task=task, file__in=shown.values("photo"))
    return live.exclude(state__in=(Evidence.State.WITHDRAWN, Evidence.State.RETURNED)).exists()


def _bring(actor: Person, at: datetime, task: Task, look: PlaceLook, thing: Thing) -> list[Evidence]:
    photo = look.photo
    assert photo is not None  # asked by `file_look`
    live = Evidence.objects.filter(unit=task.unit_id, file=photo).exclude(state=Evidence.State.WITHDRAWN)
    standing = live.select_related("task").order_by("pk").first()
    if standing is not None and standing.task_id == task.pk:
        return []
    if standing is not None:
        return tie_proof(actor=actor, at=at, proof=standing, tasks=[task])
    with open_kept(photo) as kept:
        upload = SimpleUploadedFile(f"{look.item.code}-{look.date:%Y%m%d}.{photo.extension}", kept.read())
    lead = task.agencies.filter(part=TaskAgency.Part.LEAD, agency=look.item.place.agency_id or 0).first()
    added = add_files(
        actor=actor, at=at, task=task, uploads=[upload], part=lead, effective_date=timezone.localdate(look.at),
        title=f"{look.item.place}: {thing.label}"[:300],
    )  # fmt: skip
    if added.refused:
        raise CannotChangeProof(" ".join(added.refused))
    return added.kept
