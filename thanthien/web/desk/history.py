"""Results by year: points, level and target side by side, and what changed since the year before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.assessment.scoring.history import history_of
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.SCORE_VIEW)
def history(request: UnitRequest) -> HttpResponse:
    found = history_of(request.unit, timezone.localdate())
    context = {
        "found": found,
        "years": [(str(one.year), one) for one in found.years],
        "compared": [str(year) for year in found.compared or ()],
        "worse": [one for one in found.changes if one.by < 0],
        "better": [one for one in reversed(found.changes) if one.by > 0],
    }
    return render(request, "desk/history/history.html", context)


urlpatterns = [path("history/", history, name="history")]
