"""What the headquarters and the centre offer to people, and whether it works now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from thanthien.operations.facilities.models import PlaceItem
from thanthien.operations.facilities.premises.definition import definition
from thanthien.operations.facilities.premises.queries import last_seen, offered
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import ENGLISH, CitizenRequest, address, citizen_page, render

State = PlaceItem.State


@citizen_page()
@kept
def premises(request: CitizenRequest) -> HttpResponse:
    if request.unit.successor is not None:
        return redirect(address(request, "home"))  # says which unit it is now
    words = {
        State.GOOD.value: _("Đang tốt"),
        State.LACKING.value: _("Hiện còn thiếu"),
        State.BROKEN.value: _("Đang hỏng, chờ sửa"),
    }
    kinds, english = definition().kinds, request.lang == ENGLISH
    places = []
    for place, things in offered(request.unit):
        kind = kinds.get(place.kind)
        name = kind.label_en if english and kind else place.label
        rows = [
            (one.label_en if english else one.label, words.get(state, ""), state == State.GOOD)
            for one, state in things
        ]
        places.append((name, rows))
    seen = last_seen(request.unit)
    return render(request, "portal/premises.html", {"places": places, "seen": seen})


urlpatterns = [path("premises/", premises, name="premises")]
