"""Guides, for the people of the city."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from thanthien.platform.people.roles import Action
from thanthien.web.guides import show_guides
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.CITY_VIEW)
def guides(request: UnitRequest) -> HttpResponse:
    return show_guides(request)


urlpatterns = [path("guides/", guides, name="guides")]
