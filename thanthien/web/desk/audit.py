"""The audit log of a commune: read and taken away as a file, never changed."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.web.audit_log import audit_file, audit_page
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.AUDIT_VIEW)
def audit(request: UnitRequest) -> HttpResponse:
    return render(request, "desk/audit/audit.html", {**audit_page(request, [request.unit]), "ns": "desk"})


@unit_page(Action.AUDIT_VIEW)
def audit_csv(request: UnitRequest) -> HttpResponseBase:
    return audit_file(request, [request.unit], today=timezone.localdate())


urlpatterns = [path("audit/", audit, name="audit"), path("audit/file/", audit_csv, name="audit_file")]
