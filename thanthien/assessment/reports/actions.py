"""Writes of a unit's own forms: a new version, or ours back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thanthien.assessment.reports.kinds import KINDS
from thanthien.assessment.reports.models import DocumentTemplate
from thanthien.assessment.reports.queries import template_in_force, versions_of
from thanthien.lib.documents.write import check_template
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


class CannotChangeTemplate(Exception):
    """The form stays as it is; the message says why."""


@transaction.atomic
def save_template(
    *, actor: Person, at: datetime, unit: Unit, kind: str, data: bytes, filename: str
) -> DocumentTemplate:
    """A new version of the unit's form. Raises CannotUseTemplate, CannotKeepFile or CannotChangeTemplate."""
    require(actor, Action.PAPER_MANAGE, unit)
    _check_kind(kind)
    check_template(data)
    file = keep_file(data=data, at=at)
    kept = DocumentTemplate.objects.create(
        unit=unit,
        kind=kind,
        version=_next_version(unit, kind),
        file=file,
        filename=tidy(filename)[-200:] or "mau.docx",
        saved_at=at,
        saved_by=actor,
    )
    after = {"kind": kind, "version": kept.version, "filename": kept.filename, "sha256": file.sha256}
    record(actor=actor, at=at, action="template.save", subject=kept, unit=unit, after=after)
    return kept


@transaction.atomic
def reset_template(*, actor: Person, at: datetime, unit: Unit, kind: str) -> DocumentTemplate:
    """Write the document in our layout again; the unit's versions stay on record."""
    require(actor, Action.PAPER_MANAGE, unit)
    _check_kind(kind)
    version = _next_version(unit, kind)
    if template_in_force(unit, kind) is None:
        raise CannotChangeTemplate("Văn bản này đang dùng mẫu có sẵn.")
    kept = DocumentTemplate.objects.create(
        unit=unit, kind=kind, version=version, is_reset=True, saved_at=at, saved_by=actor
    )
    after = {"kind": kind, "version": kept.version}
    record(actor=actor, at=at, action="template.reset", subject=kept, unit=unit, after=after)
    return kept


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise CannotChangeTemplate("Không có loại văn bản này.")


def _next_version(unit: Unit, kind: str) -> int:
    """One more than the last; the unit's row is held, so that two people do not take the same."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    newest = versions_of(unit, kind).first()
    return newest.version + 1 if newest else 1
