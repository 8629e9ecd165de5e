"""What the pages of the queue share: the tabs, who may what, things found by their id."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.queueing.models import Screen, Service, Ticket
from thanthien.operations.queueing.queries import screen_seen_by, service_seen_by, ticket_seen_by
from thanthien.operations.queueing.standing import manages, require_manager, works
from thanthien.web.pages import UnitRequest


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    """Context of `_tabs.html`."""
    person, unit = request.user, request.unit
    return {"here": here, "manages": manages(person, unit), "works": works(person, unit)}


def ticket_of(request: UnitRequest, pk: int | None) -> Ticket:
    found = ticket_seen_by(request.user, request.unit, pk) if pk is not None else None
    if found is None:
        raise Http404
    return found


def service_of(request: UnitRequest, pk: int) -> Service:
    found = service_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def screen_of(request: UnitRequest, pk: int) -> Screen:
    found = screen_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def away(request: UnitRequest) -> HttpResponse | None:
    """The way back for a head of another agency, who does not look after the centre; a write is refused."""
    if request.method == "POST":
        require_manager(request.user, request.unit)
    if manages(request.user, request.unit):
        return None
    messages.info(request, "Trang này dành cho người đứng đầu Trung tâm, điều phối viên và lãnh đạo.")
    return redirect("desk:queue", request.unit.code)
