"""Writes of what a unit decides about its cases: whether applicants are told by message that a result is ready."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thanthien.operations.casework.models import CaseRules
from thanthien.operations.casework.telling import tells_results
from thanthien.platform.audit.actions import record
from thanthien.platform.counters.standing import require_centre_manager
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


@transaction.atomic
def set_result_messages(*, actor: Person, at: datetime, unit: Unit, on: bool) -> bool:
    """Switch result messages on or off; what is queued already goes out. Returns whether that changed anything."""
    require_centre_manager(actor, unit, Action.CASE_MANAGE)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    before = tells_results(unit)
    if before == on:
        return False
    rules, _ = CaseRules.objects.update_or_create(
        unit=unit, defaults={"tells_results": on, "changed_at": at, "changed_by": actor}
    )
    record(
        actor=actor, at=at, action="case.messages", subject=rules, unit=unit,
        before={"messages": _said(before)}, after={"messages": _said(on)},
    )  # fmt: skip
    return True


def _said(on: bool) -> str:
    return "bật" if on else "tắt"
