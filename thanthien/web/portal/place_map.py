"""What people said by neighbourhood, drawn here and as a table: everybody sees how much has been answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from thanthien.operations.feedback.public import FEW, counted_since, public_standing
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.place_map import place_map
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page, render

KEPT = 60  # seconds


@citizen_page()
@kept
def by_place(request: CitizenRequest) -> HttpResponse:
    today = timezone.localdate()
    drawn = place_map(neighbourhoods_of(request.unit), public_standing(request.unit, today), columns=2)
    context = {"map": drawn, "since": counted_since(today), "few": FEW}
    return render(request, "portal/map.html", context, keep=KEPT)


urlpatterns = [path("map/", by_place, name="map")]
