"""The list of tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import push_url

from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.evidence.queries import proof_counts
from thanthien.programme.plans.filters import NO_AGENCY, STATES, TIMES, WHOSE, TaskFilter
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import (
    counts_by_state,
    desk_year,
    groups_of,
    tasks_of,
    years_with_plans,
)
from thanthien.programme.plans.standing import Standing, standing_of
from thanthien.web.desk.tasks.rows import Row, grouped, heading_words, rows_for
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 150  # rows; a commune's plan has about a hundred
TABS = ("", *Task.State.values, "overdue")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for a view of tasks asks, and who asks."""

    year: int
    years: list[int]
    wanted: TaskFilter
    standing: Standing
    today: date
    year_asked: bool

    def query(self, wanted: TaskFilter | None = None, **more: str) -> str:
        """The same question as an address, with another filter or more to it."""
        carried = {"year": str(self.year)} if self.year_asked else {}
        said = (urlencode(carried), (self.wanted if wanted is None else wanted).as_query(), urlencode(more))
        return "&".join(filter(None, said))


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    words: str
    count: int
    query: str
    is_here: bool


def asked_by(request: UnitRequest) -> Asked:
    today = timezone.localdate()
    year, years = desk_year(request.unit, asked=request.GET.get("year"), today=today)
    wanted = TaskFilter.from_query(request.GET.dict())
    return Asked(year, years, wanted, standing_of(request.user, request.unit), today, "year" in request.GET)


def filter_context(request: UnitRequest, asked: Asked) -> dict[str, Any]:
    """What the filter bar needs: choices, what is chosen, and the same question for links."""
    whose = {
        code: words
        for code, words in WHOSE.items()
        if (asked.standing.checks if code == "check" else asked.standing.works)
        and (code != "agency" or asked.standing.agency_ids)
    }
    return {
        "year": str(asked.year),
        "years": [str(year) for year in asked.years],
        "wanted": asked.wanted,
        "query": asked.query(),
        "agencies": [(str(a.pk), a.name) for a in agencies_of(request.unit)],
        "no_agency": NO_AGENCY,
        "groups": [(text, heading_words(text)) for text in groups_of(request.unit, asked.year)],
        "times": TIMES,
        "whose": whose,
        "may_manage": asked.standing.manages,
    }


def _tabs(asked: Asked, counts: dict[str, int]) -> list[Tab]:
    words = {"": "Tất cả", **STATES}
    return [
        Tab(
            code=code,
            words=words[code],
            count=counts[code or "all"],
            query=asked.query(replace(asked.wanted, state=code)),
            is_here=code == asked.wanted.state,
        )
        for code in TABS
    ]


def answer(request: UnitRequest, name: str, context: dict[str, Any], query: str) -> HttpResponse:
    """The whole page, or for htmx its moving part; the address then says what is shown."""
    if not request.htmx:
        return render(request, f"desk/tasks/{name}.html", context)
    response = render(request, f"desk/tasks/_{name}.html", context)
    return push_url(response, f"{request.path}?{query}" if query else request.path)


@unit_page(Action.TASK_VIEW)
def tasks(request: UnitRequest) -> HttpResponse:
    asked = asked_by(request)
    found = tasks_of(request.unit, asked.year, asked.wanted, asked.standing, asked.today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    on_page = list(page.object_list)
    rows: list[Row] = rows_for(on_page, proof_counts(on_page), asked.today)
    counts = counts_by_state(request.unit, asked.year, asked.wanted, asked.standing, asked.today)
    context = {
        **filter_context(request, asked),
        "view": "list",
        "clear": f"{request.path}?{asked.query(TaskFilter())}",
        "groups_of_rows": grouped(rows),
        "page": page,
        "tabs": _tabs(asked, counts),
        "has_plan": asked.year in years_with_plans(request.unit),
    }
    return answer(request, "list", context, asked.query())
