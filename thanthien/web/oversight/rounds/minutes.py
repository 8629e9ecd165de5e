"""The minutes of a closed appraisal, for the city's administrator and the members of the council."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from thanthien.assessment.rounds.queries import closed_appraisals_of
from thanthien.assessment.rounds.seats import may_take_minutes
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.web.oversight.rounds.page import round_or_404
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.rounds.minutes import minutes_of


@unit_page(Action.ROUND_APPRAISE)
def download(request: UnitRequest, pk: int, number: int, form: str) -> HttpResponse:
    """Word or PDF; who neither manages the round nor sat in the council does not get it."""
    kept = round_or_404(request, pk)
    found = next((one for one in closed_appraisals_of(kept) if one.number == number), None)
    if found is not None and not may_take_minutes(request.user, found):
        raise NotAllowed("Biên bản dành cho quản trị thành phố và thành viên hội đồng thẩm định.")
    answer = minutes_of(request, found, form)
    return answer or redirect("oversight:round", request.unit.code, pk)
