"""People of the province or city, and the coordinators of its communes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from thanthien.platform.people.permissions import may
from thanthien.platform.people.queries import coordinators_of
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import local_units_below
from thanthien.web import people_pages
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.CITY_VIEW)
def coordinators(request: UnitRequest) -> HttpResponse:
    """Who coordinates in each commune; those without anybody come first."""
    units = local_units_below(request.unit).select_related("parent")
    found = coordinators_of(units)
    rows = sorted(((unit, found.get(unit.pk, [])) for unit in units), key=lambda row: bool(row[1]))
    context = {
        "rows": rows,
        "lacking": sum(not people for _, people in rows),
        "manages": may(request.user, Action.PEOPLE_MANAGE, request.unit),
    }
    return render(request, "oversight/coordinators.html", context)


urlpatterns = [
    *people_pages.urlpatterns,
    path("coordinators/", coordinators, name="people_coordinators"),
]
