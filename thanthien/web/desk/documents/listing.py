"""The list of what the unit can draw up: what each document says, and what it still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.reports.kinds import KINDS, STAGES, Kind, Need
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.signing.queries import signature_list
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.queries import desk_year
from thanthien.web.pages import UnitRequest, unit_page

MONTHS = [(n, f"Tháng {n}") for n in range(1, 13)]


@dataclass(frozen=True, slots=True)
class Mend:
    """What is missing, and the page that mends it."""

    says: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    kind: Kind
    lacking: list[Mend]
    wanting: list[Mend]


def year_of(request: UnitRequest) -> tuple[int, dict[str, Any]]:
    """The year asked for, and what the heads of pages need of it."""
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    return year, {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "may_make": may(request.user, Action.REPORT_MAKE, request.unit),
    }


def mends(request: UnitRequest, needs: list[Need], carried: str) -> list[Mend]:
    code = request.unit.code
    return [
        Mend(need.says, need.words, reverse(need.page, args=[code]) + carried)
        for need in {need.says: need for need in needs}.values()
    ]


@unit_page(Action.SCORE_VIEW)
def documents(request: UnitRequest) -> HttpResponse:
    year, context = year_of(request)
    sources = Sources(request.unit, year, timezone.localdate())
    carried = context["carried"]
    rows = [
        Row(
            kind,
            mends(request, kind.lacking(sources), carried),
            mends(request, kind.wanting(sources), carried),
        )
        for kind in KINDS.values()
    ]
    stages = [(stage, [row for row in rows if row.kind.stage == stage]) for stage in STAGES]
    context |= {
        "stages": stages,
        "papers": signature_list(request.unit, year),
        "months": MONTHS,
        "month": sources.span.first.month,
        "first_day": sources.span.first,
        "last_day": min(sources.span.last, date(year, 12, 31)),
    }
    return render(request, "desk/documents/list.html", context)
