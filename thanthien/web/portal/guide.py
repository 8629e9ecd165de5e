"""How to send, follow and rate, on one page for citizens."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from thanthien.web.guides import CITIZENS, body_of, guide_of
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page, render

KEPT = 300  # seconds


@citizen_page()
@kept
def guide(request: CitizenRequest) -> HttpResponse:
    found = guide_of(CITIZENS)
    return render(request, "portal/guide.html", {"guide": found, "body": body_of(found)}, keep=KEPT)


urlpatterns = [path("guide/", guide, name="guide")]
