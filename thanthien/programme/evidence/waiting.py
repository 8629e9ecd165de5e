"""Proof that waits for a person: to be checked, returned to who brought it, or running out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.health import ending_proofs
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import waiting_proofs
from thanthien.programme.plans.standing import standing_of

ROOM = "Minh chứng"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """One line a task for proof to check, this year's and last year's; one for each own proof returned,
    and for each proof of the own agency (of the unit, for who manages tasks) that ends soon or has ended.

    Four queries.
    """
    standing = standing_of(person, unit)
    for year in (today.year - 1, today.year) if standing.checks else ():
        rows = (
            waiting_proofs(unit, year, standing)
            .order_by()
            .values("task_id", "task__title")
            .annotate(count=Count("pk"), since=Min("added_at"))
            .order_by("since", "task_id")
        )
        for row in rows:
            yield Waiting(
                ROOM, row["task__title"], f"{row['count']} minh chứng cần kiểm tra", "desk:task", (row["task_id"],),
                since_date=timezone.localdate(row["since"]),
            )  # fmt: skip
    if standing.works:
        returned = Evidence.objects.filter(unit=unit, added_by=person, state=Evidence.State.RETURNED)
        for proof in (
            returned.filter(task__withdrawn_at=None).select_related("task").order_by("checked_at", "pk")
        ):
            yield Waiting(
                ROOM, proof.title, "Minh chứng bị trả lại, cần sửa hoặc rút", "desk:task", (proof.task_id,),
                since_date=timezone.localdate(proof.checked_at) if proof.checked_at else None,
            )  # fmt: skip
        for proof in _ending(person, unit, today):
            ended = proof.valid_until is not None and proof.valid_until < today
            yield Waiting(
                ROOM, proof.title, f"Minh chứng {'đã' if ended else 'sắp'} hết hiệu lực, cần bản mới",
                "desk:proof_renew", (proof.pk,), due_date=proof.valid_until,
            )  # fmt: skip


def _ending(person: Person, unit: Unit, today: date) -> QuerySet[Evidence]:
    standing = standing_of(person, unit)
    proofs = ending_proofs(unit, today)
    return (
        proofs
        if standing.manages
        else proofs.filter(Q(added_by=person) | Q(part__agency__in=standing.agency_ids))
    )
