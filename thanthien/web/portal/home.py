"""The first page of a unit for its citizens, and what is said where there is no page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path, re_path

from thanthien.web.portal.doors import DOORS
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page, render

KEPT = 60  # seconds


@citizen_page()
@kept
def home(request: CitizenRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"doors": DOORS}, keep=KEPT)


@citizen_page("GET", "POST")
def missing(request: CitizenRequest, rest: str) -> HttpResponse:
    raise Http404


urlpatterns = [path("", home, name="home")]
# Last of all: an address under a unit that leads nowhere is answered in the unit's frame.
nowhere = [re_path(r"^(?P<rest>.+)/$", missing, name="missing")]
