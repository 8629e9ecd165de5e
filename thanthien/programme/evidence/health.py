"""What is wrong with a year's proof: missing, damaged, running out, or dated otherwise than its picture."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task, TaskAgency

State = Evidence.State
SOON = 30  # days before its end from which a proof is reminded of
_LIVE = (State.WAITING, State.ACCEPTED)


def parts_without_proof(unit: Unit, year: int) -> QuerySet[TaskAgency]:
    """Lead parts reported done, or accepted, for which no proof stands."""
    brought = Evidence.objects.filter(
        Q(part=OuterRef("pk")) | Q(part=None, task=OuterRef("task")), state__in=_LIVE
    )
    return (
        TaskAgency.objects.filter(
            ~Exists(brought),
            task__unit=unit,
            task__year=year,
            task__withdrawn_at=None,
            part=TaskAgency.Part.LEAD,
            state__in=(Task.State.DONE, Task.State.ACCEPTED),
        )
        .select_related("task", "agency")
        .order_by("task__position", "position")
    )


def damaged_proofs(unit: Unit, year: int) -> QuerySet[Evidence]:
    """Proofs whose file `thanthien files check` found missing or changed."""
    return _proofs(unit, year).exclude(file__damage="").filter(file__isnull=False)


def ending_proofs(unit: Unit, today: date) -> QuerySet[Evidence]:
    """Accepted proofs that have ended, or end within `SOON` days, and that nothing renews; of any year.

    What ended more than a year ago is let rest.
    """
    renewed = Evidence.objects.filter(renews=OuterRef("pk"), state__in=_LIVE)
    return (
        Evidence.objects.filter(
            ~Exists(renewed),
            unit=unit,
            state=State.ACCEPTED,
            task__withdrawn_at=None,
            valid_until__gte=today - timedelta(days=365),
            valid_until__lte=today + timedelta(days=SOON),
        )
        .select_related("file", "task", "agency", "added_by", "part__agency")
        .order_by("valid_until", "pk")
    )


def doubtful_days(unit: Unit, year: int) -> QuerySet[Evidence]:
    """Proofs waiting for a check whose picture was taken on another day than the one said."""
    return _proofs(unit, year).filter(
        Q(file__taken_at__isnull=False) & ~Q(file__taken_at__date=F("effective_date")), state=State.WAITING
    )


def changed_since_acceptance() -> list[Evidence]:
    """Accepted proofs, of every unit, that are no longer what was accepted: somebody reached past the actions."""
    accepted = Evidence.objects.filter(state=State.ACCEPTED).select_related("file", "unit")
    return [proof for proof in accepted.iterator(500) if proof.accepted_mark != proof.content_mark]


def _proofs(unit: Unit, year: int) -> QuerySet[Evidence]:
    return (
        Evidence.objects.filter(unit=unit, task__year=year, state__in=_LIVE)
        .select_related("file", "task", "agency", "added_by")
        .order_by("-effective_date", "-pk")
    )
