"""The plans of a unit and one plan with what it says."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.queries import (
    discarded_readings,
    earlier_plans,
    open_readings,
    outline_of,
    plan_of,
    plans_in_force,
)
from thanthien.programme.imports.states import has_stalled
from thanthien.programme.plans.models import Plan
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.PLAN_VIEW)
def plans(request: UnitRequest) -> HttpResponse:
    may_import = may(request.user, Action.PLAN_IMPORT, request.unit)
    waiting: list[PlanReading] = list(open_readings(request.unit)) if may_import else []
    now = timezone.now()
    context = {
        "plans": list(plans_in_force(request.unit)),
        "readings": [(reading, has_stalled(reading, now)) for reading in waiting],
        "discarded": list(discarded_readings(request.unit)) if may_import else [],
        "may_import": may_import,
    }
    return render(request, "desk/plans/list.html", context)


@unit_page(Action.PLAN_VIEW)
def plan(request: UnitRequest, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    duties: dict[str, list[str]] = {}
    for duty in found.duties:
        duties.setdefault(duty["agency"], []).append(duty["text"])
    context = {
        "plan": found,
        "bases": list(found.legal_bases.all()),
        "duties": duties,
        "outline": outline_of(found),
        "earlier": earlier_plans(found) if found.replaced_by_id is None else [],
        "may_import": may(request.user, Action.PLAN_IMPORT, request.unit),
    }
    return render(request, "desk/plans/plan.html", context)


@unit_page(Action.PLAN_VIEW)
def plan_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    found = _plan(request, pk)
    if found.file is None:
        raise Http404
    return hand_over(request, found.file, found.filename)


def _plan(request: UnitRequest, pk: int) -> Plan:
    found = plan_of(request.unit, pk)
    if found is None:
        raise Http404
    return found
