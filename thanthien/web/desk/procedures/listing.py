"""The catalogue that the unit shows its people; files that change the unit's own part of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.operations.procedures.kept import kept
from thanthien.operations.procedures.queries import codes_with_words
from thanthien.operations.procedures.queries import ended as ended_editions
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.procedure_form import end_page, write_page
from thanthien.web.procedure_lists import Place, send_page, show_page

PAGE = 50
LONGEST = 100
PLACE = Place(
    home="desk:procedures",
    page="desk:procedure_import",
    show="desk:procedure_import_show",
    new="desk:procedure_new",
    edit="desk:procedure_edit",
    end="desk:procedure_end",
    home_words="Thủ tục",
    lead="Thủ tục nhập ở đây là của riêng đơn vị, được dùng thay bản chung của tỉnh, thành phố nếu trùng mã.",
)


@unit_page(Action.PROCEDURE_VIEW)
def procedures(request: UnitRequest) -> HttpResponse:
    here = kept(request.unit, timezone.localdate())
    typed = request.GET.get("q", "").strip()[:LONGEST]
    field = request.GET.get("field", "")[:200]
    rows = here.find(typed, field)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "typed": typed,
        "field": field,
        "fields": here.fields,
        "total": len(here.entries),
        "with_words": codes_with_words(request.unit),
        "manages": may(request.user, Action.PROCEDURE_MANAGE, request.unit),
    }
    return render(request, "desk/procedures/listing.html", context)


@unit_page(Action.PROCEDURE_MANAGE, "GET", "POST")
def send(request: UnitRequest) -> HttpResponse:
    return send_page(request, PLACE)


@unit_page(Action.PROCEDURE_MANAGE, "GET", "POST")
def sent(request: UnitRequest, pk: int) -> HttpResponse:
    return show_page(request, PLACE, pk)


@unit_page(Action.PROCEDURE_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    return write_page(request, PLACE)


@unit_page(Action.PROCEDURE_MANAGE, "GET", "POST")
def edit(request: UnitRequest, code: str) -> HttpResponse:
    return write_page(request, PLACE, code)


@unit_page(Action.PROCEDURE_MANAGE, "GET", "POST")
def end(request: UnitRequest, code: str) -> HttpResponse:
    return end_page(request, PLACE, code)


@unit_page(Action.PROCEDURE_VIEW)
def ended(request: UnitRequest) -> HttpResponse:
    """What the unit kept of its own and applies no longer."""
    context = {
        "rows": ended_editions(request.unit, timezone.localdate()),
        "manages": may(request.user, Action.PROCEDURE_MANAGE, request.unit),
    }
    return render(request, "desk/procedures/ended.html", context)
