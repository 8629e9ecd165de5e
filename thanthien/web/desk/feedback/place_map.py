"""The neighbourhoods with what was said about each: where work waits, for those who may read the reports."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.operations.feedback.public import counted_since, standing_by_place
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.place_map import place_map


@unit_page(Action.FEEDBACK_VIEW)
def by_place(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    standing = standing_by_place(visible_reports(request.user, request.unit), today)
    drawn = place_map(neighbourhoods_of(request.unit), standing, columns=3)
    return render(request, "desk/feedback/map.html", {"map": drawn, "since": counted_since(today)})
