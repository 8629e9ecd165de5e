"""What a choice of set and points would do to each commune, seen before it is made; nothing is written here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.criteria.models import WeightTable
from thanthien.programme.criteria.queries import own_first
from thanthien.web.oversight.criteria.adoption import asked_year
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.criteria_change import effect_of, proposals_for

CAUSES = 12


@unit_page(Action.CRITERIA_MANAGE)
def effect(request: UnitRequest) -> HttpResponse:
    year, years = asked_year(request)
    choices = proposals_for(request.unit, year)
    wanted = request.GET.get("choice", "")
    chosen = next((choice for choice in choices if choice.code == wanted), None)
    found = None
    if chosen is not None:
        found = effect_of(request.unit, year=year, choice=chosen, today=timezone.localdate())
    table = chosen.weight_table if chosen else None
    own, foreign = own_first(request.unit, choices)
    context = {
        "year": str(year),
        "years": years,
        "own": own,
        "foreign": foreign,
        "is_foreign": chosen in foreign,
        "chosen": chosen,
        "found": found,
        "criteria": found.criteria[:CAUSES] if found else [],
        "is_draft": table is not None and table.state != WeightTable.State.PUBLISHED,
    }
    template = "oversight/criteria/_effect.html" if request.htmx else "oversight/criteria/effect.html"
    return render(request, template, context)
