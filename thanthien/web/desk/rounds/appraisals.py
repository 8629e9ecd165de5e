"""A council member who works in a commune: the appraisals of the own councils, and nothing else of the city.

Every page starts from the person's own sheet. Somebody with an interest in the commune reads that sheet alone.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from thanthien.assessment.rounds.queries import closed_appraisals_of
from thanthien.assessment.rounds.seats import sheet_held, sheets_held
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.web.kept_files import kept_by_browser
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.rounds.minutes import minutes_of
from thanthien.web.rounds.place import Place
from thanthien.web.rounds.points import points_page
from thanthien.web.rounds.sample import sample_page, sampled_file
from thanthien.web.rounds.sheet import sheet_page


@unit_page(Action.ROUND_APPRAISE)
def mine(request: UnitRequest) -> HttpResponse:
    city = request.unit.parent
    sheets = sheets_held(request.user, city) if city else []
    return render(request, "desk/rounds/appraisals.html", {"sheets": sheets})


def _place(request: UnitRequest, pk: int) -> Place:
    city = request.unit.parent
    own = sheet_held(request.user, city, pk) if city else None
    if own is None:
        raise Http404
    code = request.unit.code
    return Place(
        appraisal=own.appraisal,
        mine=own,
        unit_code=code,
        pk=pk,
        sheet=reverse("desk:appraisal", args=[code, pk]),
        pages="desk:appraisal",
        above=(reverse("desk:appraisals", args=[code]), "Phiếu thẩm định của tôi"),
    )


def _inside(request: UnitRequest, pk: int) -> Place:
    """The pages beyond the own sheet. Raises NotAllowed for a member with an interest in the commune."""
    place = _place(request, pk)
    if not place.has_voice:
        raise NotAllowed("Anh/chị không tham gia thẩm định đơn vị này vì có liên quan.")
    return place


@unit_page(Action.ROUND_APPRAISE, "GET", "POST")
def sheet(request: UnitRequest, pk: int) -> HttpResponse:
    return sheet_page(request, _place(request, pk))


@unit_page(Action.ROUND_APPRAISE, "GET", "POST")
def sample(request: UnitRequest, pk: int) -> HttpResponse:
    return sample_page(request, _inside(request, pk))


@kept_by_browser
@unit_page(Action.ROUND_APPRAISE)
def sample_file(request: UnitRequest, pk: int, position: int) -> HttpResponseBase:
    return sampled_file(request, _inside(request, pk), position)


@unit_page(Action.ROUND_APPRAISE, "GET", "POST")
def points(request: UnitRequest, pk: int) -> HttpResponse:
    return points_page(request, _inside(request, pk))


@unit_page(Action.ROUND_APPRAISE)
def minutes(request: UnitRequest, pk: int, number: int, form: str) -> HttpResponse:
    """Word or PDF of the appraisal of the own sheet, once it is closed."""
    appraisal = _inside(request, pk).appraisal
    if number != appraisal.number:
        raise Http404
    closed = next((one for one in closed_appraisals_of(appraisal.round) if one.pk == appraisal.pk), None)
    answer = minutes_of(request, closed, form)
    return answer or redirect("desk:appraisal", request.unit.code, pk)
