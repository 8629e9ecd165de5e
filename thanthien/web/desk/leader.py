"""The leader's screen: on a phone in two minutes, or large on a wall, where it looks again by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.queries import desk_year
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.leading import MOST, Fallen, screen_of

AGAIN = 60  # seconds after which the wall looks again


@unit_page(Action.SCORE_JUDGE)
def leader(request: UnitRequest) -> HttpResponse:
    now = timezone.now()
    year, _ = desk_year(request.unit, asked=request.GET.get("year"), today=timezone.localdate(now))
    screen = screen_of(request.user, request.unit, year, now)
    forecast = screen.forecast
    context: dict[str, Any] = {
        "year": str(year),
        "screen": screen,
        "sheet": screen.sheet,
        "at": timezone.localtime(now),
        "worse": screen.worse[:MOST],
        "more_worse": len(screen.worse) - MOST,
        "fallen": [_said(one) for one in screen.fallen],
        "pressing": [(one, _address(request.unit.code, one.page, one.query)) for one in screen.pressing],
        "likely": forecast.levels[1],
        "low": number_vi(round(forecast.total.low, 1)),
        "high": number_vi(round(forecast.total.high, 1)),
        "is_wall": "wall" in request.GET,
    }
    response = render(request, "desk/leader.html", context)
    if context["is_wall"]:
        response["Refresh"] = str(AGAIN)
    return response


def _said(one: Fallen) -> tuple[Fallen, str, str]:
    now, before = one.now, one.before
    return one, percent_vi(round(now.ratio or 0, 3)), percent_vi(round(before.ratio or 0, 3))


def _address(code: str, page: str, query: str) -> str:
    return reverse(page, args=[code]) + (f"?{query}" if query else "")


urlpatterns = [path("leader/", leader, name="leader")]
