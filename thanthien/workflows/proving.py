"""What the daily work made becomes evidence of the criteria it serves.

Each proof waits for a second person, as every proof does; a file that proves several tasks is tied, so that it is one
file and no hidden reuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import open_kept
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import NotAllowed, may
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.actions import CannotChangeProof, add_files, add_link
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.ties import tie_proof
from thanthien.programme.plans.models import Task

State = Evidence.State


@dataclass(frozen=True, slots=True)
class Proven:
    """The proofs made now, those the tasks had already, and why a task took none, as sentences."""

    made: tuple[Evidence, ...] = ()
    known: tuple[Evidence, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What is brought: a kept file under its name, or an address."""

    title: str
    day: date
    file: StoredFile | None = None
    filename: str = ""
    url: str = ""


def keeper_of(unit: Unit) -> Person | None:
    """In whose name what is made by itself is handed in: the coordinator; where there is none, nobody."""
    rows = Membership.objects.filter(unit=unit, role=Role.COORDINATOR).select_related("person").order_by("pk")
    people = (row.person for row in rows)
    return next((one for one in people if may(one, Action.TASK_MANAGE, unit)), None)


def tasks_of_criteria(unit: Unit, year: int, keys: Iterable[str]) -> list[Task]:
    """The tasks of the year that serve one of these criteria. One query."""
    rows = Task.objects.filter(
        unit=unit,
        year=year,
        criterion__key__in=[key for key in keys if key],
        withdrawn_at=None,
        is_header=False,
    )
    return list(rows.select_related("unit__parent", "unit__successor", "criterion").order_by("pk"))


def bring(actor: Person, at: datetime, tasks: Sequence[Task], proof: Proof) -> Proven:
    """Added to the first task that takes it, tied to the others; a refusal of one holds up no other."""
    made: list[Evidence] = []
    known: list[Evidence] = []
    why: list[str] = []
    same = {"file": proof.file} if proof.file else {"url": proof.url}
    live = Evidence.objects.filter(task__in=tasks, **same).exclude(state=State.WITHDRAWN)
    by_task = {one.task_id: one for one in live.select_related("task")}
    for task in tasks:
        if task.pk in by_task:
            known.append(by_task[task.pk])
            continue
        root = next(iter([*by_task.values(), *made]), None)
        try:
            if root is not None:
                made += tie_proof(actor=actor, at=at, proof=root, tasks=[task])
            else:
                made += _add(actor, at, task, proof)
        except (NotAllowed, CannotChangeProof) as refusal:
            why.append(f"“{task.title}”: {refusal}")
    return Proven(tuple(made), tuple(known), tuple(why))


def _add(actor: Person, at: datetime, task: Task, proof: Proof) -> list[Evidence]:
    if proof.file is None:
        return [
            add_link(
                actor=actor, at=at, task=task, url=proof.url, title=proof.title, effective_date=proof.day
            )
        ]
    with open_kept(proof.file) as kept:
        upload = SimpleUploadedFile(proof.filename, kept.read())
    added = add_files(
        actor=actor, at=at, task=task, uploads=[upload], title=proof.title, effective_date=proof.day
    )
    if added.refused:
        raise CannotChangeProof(" ".join(added.refused))
    return added.kept
