"""What the pages of the start of the day share: the row of tabs, rows by their id."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.facilities.models import ChecklistItem, Repair
from thanthien.operations.facilities.queries import item_of_unit, repair_of_unit
from thanthien.operations.facilities.standing import manages, require_manager
from thanthien.web.pages import UnitRequest


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    rows = [
        ("desk:checklist", "Hôm nay"),
        ("desk:checklist_history", "Các ngày"),
        ("desk:premises", "Nơi làm việc, tiện nghi"),
        ("desk:repairs", "Sửa chữa"),
    ]
    if heads := manages(request.user, request.unit):
        rows.append(("desk:checklist_items", "Danh mục, giờ"))
    return {"facility_tabs": rows, "here": here, "manages": heads}


def away(request: UnitRequest) -> HttpResponse | None:
    """Who does not look after the list is led back to it; a form of theirs is refused. Raises `NotAllowed`."""
    if manages(request.user, request.unit):
        return None
    if request.method == "POST":
        require_manager(request.user, request.unit)
    return redirect("desk:checklist", request.unit.code)


def item_asked(request: UnitRequest, pk: int) -> ChecklistItem:
    item = item_of_unit(request.unit, pk)
    if item is None:
        raise Http404
    return item


def repair_asked(request: UnitRequest, pk: int) -> Repair:
    repair = repair_of_unit(request.unit, pk)
    if repair is None:
        raise Http404
    return repair
