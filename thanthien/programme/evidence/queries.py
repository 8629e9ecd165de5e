"""Reads of proof. All start from a unit the caller was let into (`task.view`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.standing import Standing

State = Evidence.State


@dataclass(frozen=True, slots=True)
class ProofCount:
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    latest: date | None = None  # the newest day of a proof accepted or waiting

    @property
    def live(self) -> int:
        return self.accepted + self.waiting


def proofs_of_task(task: Task) -> list[Evidence]:
    """All proofs of a task, newest event first, withdrawn ones too; one query."""
    return list(
        Evidence.objects.filter(task=task).select_related(
            "file", "added_by", "checked_by", "part__agency", "agency"
        )
    )


def proofs_of_year(unit: Unit, year: int) -> QuerySet[Evidence]:
    """What a year's score and dossier look at, in any state: proof of the year's tasks, of days in the year."""
    return Evidence.objects.filter(unit=unit, task__year=year, effective_date__year=year)


def proof_of_unit(unit: Unit, pk: int) -> Evidence | None:
    """One proof; None when it is not the unit's, so that its file stays unknown to others."""
    return (
        Evidence.objects.filter(unit=unit, pk=pk)
        .select_related("file", "task__unit__parent", "part__agency", "agency", "added_by")
        .first()
    )


def proof_counts(tasks: Iterable[Task]) -> dict[int, ProofCount]:
    """Counts of proof by task id; tasks without any are absent. One query."""
    live = Q(state__in=[State.ACCEPTED, State.WAITING])
    rows = (
        Evidence.objects.filter(task__in=[task.pk for task in tasks])
        .order_by()
        .values("task_id")
        .annotate(
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            returned=Count("pk", filter=Q(state=State.RETURNED)),
            latest=Max("effective_date", filter=live),
        )
    )
    return {
        row["task_id"]: ProofCount(row["accepted"], row["waiting"], row["returned"], row["latest"])
        for row in rows
    }


def waiting_proofs(unit: Unit, year: int, standing: Standing) -> QuerySet[Evidence]:
    """Proofs this person may check: not one's own; heads of agencies see those of their agency."""
    proofs = Evidence.objects.filter(unit=unit, task__year=year, state=State.WAITING).exclude(
        added_by_id=standing.person_id
    )
    if not standing.checks:
        return proofs.none()
    return proofs if standing.manages else proofs.filter(part__agency_id__in=standing.head_of)
