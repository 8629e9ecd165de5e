"""What the pages of home service share: the row of tabs, rows by their id, who may read whom they tell of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.assistance.models import HomeRequest, HomeRound, Visit
from thanthien.operations.assistance.queries import request_of_unit, round_of_unit, visit_of_unit
from thanthien.operations.assistance.standing import serves
from thanthien.platform.people.permissions import NotAllowed
from thanthien.web.pages import UnitRequest

CLOSED = "Trang này có thông tin cá nhân; chỉ người đi phục vụ và người của Trung tâm xem được."
TABS = (
    ("desk:assistance", "Phục vụ tại nhà"),
    ("desk:assist_rounds", "Chuyến đi"),
    ("desk:assist_roster", "Lực lượng hỗ trợ"),
    ("desk:assist_support", "Tổ Ứng cứu"),
)


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    return {"assist_tabs": TABS, "here": here, "serves": serves(request.user, request.unit)}


def request_asked(request: UnitRequest, pk: int) -> HomeRequest:
    found = request_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def round_asked(request: UnitRequest, pk: int) -> HomeRound:
    found = round_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def visit_asked(request: UnitRequest, pk: int) -> Visit:
    found = visit_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def away(request: UnitRequest, page: str, pk: int) -> HttpResponse:
    """Who may not read whom a page tells of is led to the page that names nobody; a form is refused."""
    if request.method == "POST":
        raise NotAllowed(CLOSED)
    messages.info(request, CLOSED)
    return redirect(page, request.unit.code, pk)


def goes(request: UnitRequest, round_: HomeRound) -> bool:
    """Whether the round's names and addresses are this person's to read."""
    return serves(request.user, request.unit) or request.user.pk in (round_.lead_id, round_.second_id)
