"""The city's list of papers for the dossier: it holds in every commune that has not made its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.paper_lists import Place, edit_list, reset_list


@unit_page(Action.PAPER_MANAGE, "GET", "POST")
def papers(request: UnitRequest) -> HttpResponse:
    code = [request.unit.code]
    place = Place(
        reverse("oversight:papers", args=code), "", reverse("oversight:papers_reset", args=code),
        "Danh mục này áp dụng cho mọi xã, phường, đặc khu chưa lập danh mục riêng.",
        "Đã lưu danh mục hồ sơ. Các đơn vị chưa lập danh mục riêng dùng danh mục này từ bây giờ.",
    )  # fmt: skip
    return edit_list(request, place, year=timezone.localdate().year, context={})


@unit_page(Action.PAPER_MANAGE, "POST")
def reset(request: UnitRequest) -> HttpResponse:
    back = reverse("oversight:papers", args=[request.unit.code])
    return reset_list(request, back, year=timezone.localdate().year)


urlpatterns = [
    path("papers/", papers, name="papers"),
    path("papers/reset/", reset, name="papers_reset"),
]
