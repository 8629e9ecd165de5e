"""The council's minutes as the commune gets them: once the city has decided."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from thanthien.assessment.rounds.models import Round
from thanthien.assessment.rounds.queries import decided_appraisals_of
from thanthien.platform.people.roles import Action
from thanthien.web.desk.rounds.page import year_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.rounds.minutes import minutes_of


@unit_page(Action.REPORT_MAKE)
def download(request: UnitRequest, number: int, form: str) -> HttpResponse:
    context = year_of(request)
    kept: Round | None = context["round"]
    decided = decided_appraisals_of(kept) if kept else []
    answer = minutes_of(request, next((one for one in decided if one.number == number), None), form)
    return answer or redirect(reverse("desk:round", args=[request.unit.code]) + context["carried"])
