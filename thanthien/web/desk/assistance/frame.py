"""What the pages of home service share: the row of tabs, rows by their id, who may read whom they tell of."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from thanthien.operations.assistance.models import HomeRequest, HomeRound, Visit
from thanthien.operations.assistance.queries import request_of_unit, round_of_unit, visit_of_unit
from thanthien.operations.assistance.standing import sees, serves
from thanthien.platform.people.permissions import NotAllowed
from thanthien.web.pages import UnitRequest

TABS = (("desk:assistance", "Phục vụ tại nhà"), ("desk:assist_rounds", "Chuyến đi"))


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
    """A visit, for who may read whom it is to: the page tells name, telephone and address. Raises `NotAllowed`."""
    found = visit_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    if not sees(request.user, found.request):
        raise NotAllowed(
            "Trang này có thông tin cá nhân; chỉ người đi phục vụ và người của Trung tâm xem được."
        )
    return found


def goes(request: UnitRequest, round_: HomeRound) -> bool:
    """Whether the round's names and addresses are this person's to read."""
    return serves(request.user, request.unit) or request.user.pk in (round_.lead_id, round_.second_id)
