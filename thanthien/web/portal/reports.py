"""What everybody may read: reports that were published with their answers, and how the unit is doing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone

from thanthien.lib.vietnamese import percent_vi, whole_number
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public import (
    Figures,
    Sought,
    counts_by_neighbourhood,
    figures_of,
    public_name,
    published_at,
    sought_reports,
    was_late,
)
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page, render
from thanthien.web.portal.send_form import label_of

PAGE = 20
KEPT = 60  # seconds
SHADES = 4


@citizen_page()
@kept
def reports(request: CitizenRequest) -> HttpResponse:
    asked = {key: request.GET.get(key, "").strip()[:100] for key in ("category", "place", "outcome", "q")}
    outcome = asked["outcome"] if asked["outcome"] in Report.Outcome.values else ""
    sought = Sought(asked["category"], whole_number(asked["place"]), outcome, asked["q"])
    page = Paginator(sought_reports(request.unit, sought), PAGE).get_page(request.GET.get("page"))
    labels = _labels(request)
    context = {
        "page": page,
        "rows": [_row(one, labels) for one in page],
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "query": urlencode({key: value for key, value in asked.items() if value}),
        "categories": labels.items(),
        "outcomes": Report.Outcome.choices,
        "places": (places := neighbourhoods_of(request.unit)),
        "tiles": _tiles(places, counts_by_neighbourhood(request.unit)),
        "figures": _shares(figures_of(request.unit, timezone.localdate(), request.as_of)),
    }
    return render(request, "portal/reports.html", context, keep=KEPT)


@citizen_page()
@kept
def report(request: CitizenRequest, name: str) -> HttpResponse:
    found = published_at(request.unit, name)
    if not found:
        raise Http404
    labels = _labels(request)
    rows = [_row(one, labels) for one in found]
    return render(request, "portal/report.html", {"rows": rows, "title": rows[0]["title"]}, keep=KEPT)


def _labels(request: CitizenRequest) -> dict[str, str]:
    return {one.code: label_of(one, request.lang) for one in definition().categories.values()}


def _row(one: Report, labels: dict[str, str]) -> dict[str, object]:
    return {
        "report": one,
        "title": labels.get(one.category, one.category),
        "name": public_name(one),
        "is_late": was_late(one, timezone.localdate()),
    }


def _tiles(places: list[Neighbourhood], counts: dict[int, int]) -> list[dict[str, object]]:
    """Every neighbourhood with its count, and how dark it is drawn: 0 for none, else 1 to `SHADES` of the most."""
    most = max(counts.values(), default=0)
    return [
        {"place": one, "count": n, "shade": -(-n * SHADES // most) if n else 0}
        for one in places
        for n in (counts.get(one.pk, 0),)
    ]


def _shares(figures: Figures) -> dict[str, object]:
    """The figures with their shares as people say them; no share of nothing."""

    def share(part: int, whole: int) -> str:
        return percent_vi(part / whole, 0) if whole else "–"

    return {
        "all": figures,
        "on_time": share(figures.on_time, figures.answered),
        "satisfied": share(figures.satisfied, figures.rated),
    }


urlpatterns = [
    path("reports/", reports, name="reports"),
    path("reports/<str:name>/", report, name="report"),
]
