"""The audit log of the province or city together with those of its communes."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import local_units_below
from thanthien.web.audit_log import audit_file, audit_page
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.AUDIT_VIEW)
def audit(request: UnitRequest) -> HttpResponse:
    return render(
        request, "desk/audit/audit.html", {**audit_page(request, _units(request)), "ns": "oversight"}
    )


@unit_page(Action.AUDIT_VIEW)
def audit_csv(request: UnitRequest) -> HttpResponseBase:
    return audit_file(request, _units(request), today=timezone.localdate())


def _units(request: UnitRequest) -> list[Unit]:
    return [request.unit, *local_units_below(request.unit)]


urlpatterns = [path("audit/", audit, name="audit"), path("audit/file/", audit_csv, name="audit_file")]
