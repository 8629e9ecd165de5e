"""Reads of a unit's own forms. Callers may see the unit's score."""

from __future__ import annotations

from django.db.models import QuerySet

from thanthien.assessment.reports.models import DocumentTemplate
from thanthien.platform.units.models import Unit


def versions_of(unit: Unit, kind: str) -> QuerySet[DocumentTemplate]:
    """Every version of a form, newest first."""
    kept = DocumentTemplate.objects.filter(unit=unit, kind=kind)
    return kept.select_related("file", "saved_by").order_by("-version")


def template_in_force(unit: Unit, kind: str) -> DocumentTemplate | None:
    """The form a document is written in; None where ours is used."""
    newest = versions_of(unit, kind).first()
    return newest if newest and not newest.is_reset else None
