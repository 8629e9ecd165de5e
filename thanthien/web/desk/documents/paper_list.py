"""The unit's own list of papers for its dossier: taken over, corrected, given back for the city's or the product's."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from thanthien.platform.people.roles import Action
from thanthien.web.desk.documents.listing import year_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.paper_lists import Place, edit_list, reset_list


@unit_page(Action.PAPER_MANAGE, "GET", "POST")
def edit(request: UnitRequest) -> HttpResponse:
    year, context = year_of(request)
    reset_to = reverse("desk:document_dossier_reset", args=[request.unit.code]) + context["carried"]
    place = Place(
        _dossier(request, context["carried"]), f"Hồ sơ năm {year}", reset_to, "",
        "Đã lưu danh mục hồ sơ của đơn vị.",
    )  # fmt: skip
    return edit_list(request, place, year=year, context=context)


@unit_page(Action.PAPER_MANAGE, "POST")
def reset(request: UnitRequest) -> HttpResponse:
    year, context = year_of(request)
    return reset_list(request, _dossier(request, context["carried"]), year=year)


def _dossier(request: UnitRequest, carried: str) -> str:
    return reverse("desk:document_dossier", args=[request.unit.code]) + carried
