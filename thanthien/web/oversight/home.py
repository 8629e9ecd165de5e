from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.CITY_VIEW)
def home(request: UnitRequest) -> HttpResponse:
    return render(request, "frame.html")


urlpatterns = [path("", home, name="home")]
