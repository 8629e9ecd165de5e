"""Files and photographs that two communes show as proof, for the city's people, who see both sides."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.reuse import Use, reused_between, uses_elsewhere
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 30
MOST = 600  # proofs looked at, the newest first


@unit_page(Action.CITY_VIEW)
def reuse(request: UnitRequest) -> HttpResponse:
    this_year = timezone.localdate().year
    years = [this_year, this_year - 1]
    asked = whole_number(request.GET.get("year"))
    year = asked if asked in years else this_year
    page = Paginator(_pairs(request, year), PAGE).get_page(request.GET.get("page"))
    context = {"year": str(year), "years": [str(one) for one in years], "page": page}
    return render(request, "oversight/reuse.html", context)


def _pairs(request: UnitRequest, year: int) -> list[Use]:
    """Each pair of communes below this city once, seen from the later proof."""
    proofs = list(reused_between(request.unit, year)[:MOST])
    pairs: dict[tuple[int, int], Use] = {}
    for uses in uses_elsewhere(proofs).values():
        for use in uses:
            if use.is_own or use.other.unit.parent_id != request.unit.pk:
                continue
            low, high = sorted((use.proof.pk, use.other.pk))
            if use.proof.pk == high or (low, high) not in pairs:
                pairs[low, high] = use
    return list(pairs.values())


urlpatterns = [path("proofs/reuse/", reuse, name="proof_reuse")]
