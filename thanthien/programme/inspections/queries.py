"""Reads of inspections. All start from a unit the caller was let into (`inspection.view`)."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.inspections.models import Finding, FindingStep, Inspection
from thanthien.programme.inspections.states import SETTLED

State = Finding.State


def inspections_of(unit: Unit, year: int, today: date) -> QuerySet[Inspection]:
    """The inspections of a year, the newest day first, with counts: `found`, `open_count`, `late_count`."""
    unsettled = Q(findings__state__in=[state for state in State.values if state not in SETTLED])
    rows = Inspection.objects.filter(unit=unit, year=year).annotate(
        found=Count("findings", distinct=True),
        open_count=Count("findings", filter=unsettled, distinct=True),
        late_count=Count("findings", filter=_late(today, "findings__"), distinct=True),
    )
    return rows.prefetch_related("inspectors").order_by("-inspection_date", "-pk")


def _late(today: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}state": State.ORDERED, f"{prefix}due_date__lt": today})


def inspection_of_unit(unit: Unit, pk: int) -> Inspection | None:
    """One inspection with its findings and their chains; None when it is not the unit's."""
    steps = FindingStep.objects.select_related("by", "file").order_by("pk")
    findings = Finding.objects.select_related("task", "criterion", "agency", "person", "done_by")
    rows = Inspection.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "agency", "planned_by")
    return rows.prefetch_related(
        "inspectors",
        Prefetch("findings", queryset=findings.prefetch_related(Prefetch("steps", queryset=steps))),
    ).first()


def finding_of_unit(unit: Unit, pk: int) -> Finding | None:
    rows = Finding.objects.filter(inspection__unit=unit, pk=pk)
    return rows.select_related("inspection__unit__parent", "agency", "person", "done_by").first()


def step_of_unit(unit: Unit, pk: int) -> FindingStep | None:
    """A link of a chain with its file."""
    return FindingStep.objects.filter(finding__inspection__unit=unit, pk=pk).select_related("file").first()


def is_late(finding: Finding, today: date) -> bool:
    return finding.state == State.ORDERED and finding.due_date is not None and finding.due_date < today


def late_findings(unit: Unit, today: date) -> QuerySet[Finding]:
    """Findings not put right by their day, of inspections that go on."""
    rows = Finding.objects.filter(_late(today), inspection__unit=unit)
    return rows.select_related("inspection", "agency", "person").order_by("due_date", "pk")
