"""The city's first page: its communes side by side, searched, sorted, each a step from its own desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.city import arranged, city_year

_COLUMNS = (
    ("name", "Đơn vị", False),
    ("tasks", "Nhiệm vụ", True),
    ("overdue", "Quá hạn", True),
    ("score", "Điểm, mức", True),
    ("registered", "Đăng ký", True),
    ("last", "Hoạt động gần nhất", True),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: the order it asks for next, and how the table stands by it now."""

    words: str
    next_order: str
    sorted: str  # for aria-sort: ascending, descending, none


@unit_page(Action.CITY_VIEW)
def home(request: UnitRequest) -> HttpResponse:
    text, order = request.GET.get("q", ""), request.GET.get("order", "name")
    found = city_year(request.unit, asked=request.GET.get("year"), today=timezone.localdate())
    context = {
        "city_year": found,
        "rows": arranged(found.rows, text=text, order=order),
        "year": str(found.year),
        "years": [str(year) for year in found.years],
        "q": text,
        "order": order,
        "may_merge": may(request.user, Action.UNIT_MERGE, request.unit),
        "columns": [_column(*column, order) for column in _COLUMNS],
        "orders": [(f"-{code}" if down else code, words) for code, words, down in _COLUMNS],
    }
    template = "oversight/_communes.html" if request.htmx else "oversight/home.html"
    return render(request, template, context)


def _column(name: str, words: str, down_first: bool, order: str) -> Column:
    """The first click sorts the useful way (most points first), the next one turns it round."""
    first, second = (f"-{name}", name) if down_first else (name, f"-{name}")
    now = {name: "ascending", f"-{name}": "descending"}.get(order, "none")
    return Column(words, second if order == first else first, now)


urlpatterns = [path("", home, name="home")]
