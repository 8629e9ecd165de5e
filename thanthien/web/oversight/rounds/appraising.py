"""Inside an appraisal, for the city's people: one's own sheet, the drawn proofs, the consolidated points."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from thanthien.assessment.rounds.queries import appraisals_of
from thanthien.assessment.rounds.seats import sheet_in
from thanthien.platform.people.roles import Action
from thanthien.web.kept_files import kept_by_browser
from thanthien.web.oversight.rounds.page import round_or_404
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.rounds.place import Place
from thanthien.web.rounds.points import points_page
from thanthien.web.rounds.sample import sample_page, sampled_file
from thanthien.web.rounds.sheet import sheet_page


def _place(request: UnitRequest, pk: int) -> Place:
    """The newest appraisal of a round of one of the city's communes."""
    kept = round_or_404(request, pk)
    found = appraisals_of(kept)
    if not found:
        raise Http404
    code = request.unit.code
    return Place(
        appraisal=found[0],
        mine=sheet_in(request.user, found[0]),
        unit_code=code,
        pk=pk,
        sheet=reverse("oversight:round_sheet", args=[code, pk]),
        pages="oversight:round",
        above=(reverse("oversight:round", args=[code, pk]), f"{kept.unit.heading}, năm {kept.year}"),
    )


@unit_page(Action.ROUND_APPRAISE, "GET", "POST")
def sheet(request: UnitRequest, pk: int) -> HttpResponse:
    """One's own sheet; who has no seat reads that, and nothing of others."""
    return sheet_page(request, _place(request, pk))


@unit_page(Action.ROUND_APPRAISE, "GET", "POST")
def sample(request: UnitRequest, pk: int) -> HttpResponse:
    return sample_page(request, _place(request, pk))


@kept_by_browser
@unit_page(Action.ROUND_APPRAISE)
def sample_file(request: UnitRequest, pk: int, position: int) -> HttpResponseBase:
    return sampled_file(request, _place(request, pk), position)


@unit_page(Action.ROUND_APPRAISE, "GET", "POST")
def points(request: UnitRequest, pk: int) -> HttpResponse:
    return points_page(request, _place(request, pk))
