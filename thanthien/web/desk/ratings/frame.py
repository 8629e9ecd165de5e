"""What the pages of ratings share: the tabs, who sees what, things found by their id."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.ratings.models import Device
from thanthien.operations.ratings.queries import device_seen_by
from thanthien.operations.ratings.standing import manages, require_manager
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import counter_seen_by
from thanthien.web.pages import UnitRequest


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    """Context of `_tabs.html`."""
    return {"here": here, "manages": manages(request.user, request.unit)}


def counter_of(request: UnitRequest, pk: int) -> Counter:
    found = counter_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def device_of(request: UnitRequest, pk: int) -> Device:
    found = device_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def away(request: UnitRequest) -> HttpResponse | None:
    """The way back for a head of another agency, who may read but not look after the centre; a write is refused."""
    if request.method == "POST":
        require_manager(request.user, request.unit)
    if manages(request.user, request.unit):
        return None
    messages.info(request, "Trang này dành cho người đứng đầu Trung tâm, điều phối viên và lãnh đạo.")
    return redirect("desk:ratings", request.unit.code)
