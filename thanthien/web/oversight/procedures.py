"""The catalogue that a province or city keeps for all its communes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.operations.procedures.kept import kept
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.procedure_form import end_page, write_page
from thanthien.web.procedure_lists import Place, send_page, show_page

PAGE = 50
PLACE = Place(
    home="oversight:procedures",
    page="oversight:procedure_import",
    show="oversight:procedure_import_show",
    new="oversight:procedure_new",
    edit="oversight:procedure_edit",
    end="oversight:procedure_end",
    home_words="Thủ tục dùng chung",
    lead="Mọi xã, phường, đặc khu của tỉnh, thành phố dùng chung danh mục này, trừ thủ tục đơn vị tự nhập.",
)


@unit_page(Action.PROCEDURE_VIEW)
def procedures(request: UnitRequest) -> HttpResponse:
    here = kept(request.unit, timezone.localdate())
    typed, field = request.GET.get("q", "").strip()[:100], request.GET.get("field", "")[:200]
    context = {
        "page": Paginator(here.find(typed, field), PAGE).get_page(request.GET.get("page")),
        "typed": typed,
        "field": field,
        "fields": here.fields,
        "total": len(here.entries),
        "manages": may(request.user, Action.PROCEDURE_MANAGE, request.unit),
    }
    return render(request, "oversight/procedures.html", context)


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


urlpatterns = [
    path("procedures/", procedures, name="procedures"),
    path("procedures/new/", new, name="procedure_new"),
    path("procedures/one/<str:code>/edit/", edit, name="procedure_edit"),
    path("procedures/one/<str:code>/end/", end, name="procedure_end"),
    path("procedures/import/", send, name="procedure_import"),
    path("procedures/import/<int:pk>/", sent, name="procedure_import_show"),
]
