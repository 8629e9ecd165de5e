"""What the pages of the reception share: the row of tabs, rows by their id, the door of the book."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.reception.models import Entry, ReceptionDay
from thanthien.operations.reception.queries import day_of_unit, entry_of_unit
from thanthien.operations.reception.standing import CLOSED, keeps_book
from thanthien.platform.people.permissions import NotAllowed, may
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest

TABS = (
    ("desk:reception", "Lịch tiếp"),
    ("desk:reception_book", "Sổ tiếp công dân"),
    ("desk:reception_conclusions", "Kết luận"),
    ("desk:reception_setup", "Nơi tiếp, phân công"),
)


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    return {
        "reception_tabs": TABS,
        "here": here,
        "keeps": keeps_book(request.user, request.unit),
        "writes": may(request.user, Action.RECEPTION_WORK, request.unit),
        "manages": may(request.user, Action.RECEPTION_MANAGE, request.unit),
    }


def day_asked(request: UnitRequest, pk: int) -> ReceptionDay:
    found = day_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def entry_asked(request: UnitRequest, pk: int) -> Entry:
    """A line of the unit's book; callers go on through `away`."""
    found = entry_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def away(request: UnitRequest) -> HttpResponse | None:
    """Who does not keep the book is led to the schedule; a form is refused."""
    if keeps_book(request.user, request.unit):
        return None
    if request.method == "POST":
        raise NotAllowed(CLOSED)
    messages.info(request, CLOSED)
    return redirect("desk:reception", request.unit.code)
