"""Which rows score themselves, and where the points of the others come from."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.lib.sampling import Share
from thanthien.lib.vietnamese import percent_vi
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.queries import desk_year
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.sources import BY_ITSELF, Kind, sources_of


@unit_page(Action.SCORE_VIEW)
def sources(request: UnitRequest) -> HttpResponse:
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    found = sources_of(request.unit, year)
    shown = request.GET.get("from", "")
    kinds = {str(kind) for kind in Kind}
    shown = shown if shown in kinds else ""
    headings = [
        (heading, kept)
        for heading, rows in (found.headings if found else ())
        if (kept := [row for row in rows if shown in ("", row.kind)])
    ]
    context = {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "found": found,
        "by_itself": _said(found.by_itself) if found else "",
        "by_rule": _said(found.by_rule) if found else "",
        "counts": [
            (kind, words, n, kind in BY_ITSELF) for kind, words, n in (found.counts() if found else ())
        ],
        "shown": shown,
        "headings": headings,
    }
    return render(request, "desk/score/sources.html", context)


def _said(share: Share) -> str:
    return percent_vi(share.ratio, 0) if share.ratio is not None else "–"


urlpatterns = [path("score/sources/", sources, name="score_sources")]
