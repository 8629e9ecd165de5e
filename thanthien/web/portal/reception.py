"""When citizens are received, where and by which rules; a day that was moved or put off says why."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.formats import date_format

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.reception.actions import place_of
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import ReceptionDay
from thanthien.operations.reception.queries import public_days, room_of
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import VIETNAMESE, CitizenRequest, citizen_page, render

KEPT = 60  # seconds


@citizen_page()
@kept
def reception(request: CitizenRequest) -> HttpResponse:
    room = room_of(request.unit)
    own = room.rules.splitlines() if room and room.rules else []
    days = public_days(request.unit, timezone.localdate())
    context = {
        "days": [(one, _words(one, request.lang), _was(one, request.lang)) for one in days],
        "room": room,
        "place": place_of(request.unit),
        "rules": own or definition().rules[request.lang],
        "rules_lang": VIETNAMESE if own else request.lang,
        "is_sample": not own,
        "books": bool(room and room.seats) and request.unit.successor is None,
    }
    return render(request, "portal/reception.html", context, keep=KEPT)


def _words(day: ReceptionDay, lang: str) -> str:
    return said_day(day.date, lang)


def _was(day: ReceptionDay, lang: str) -> str:
    return said_day(day.first_date, lang) if day.is_moved else ""


def said_day(day: object, lang: str) -> str:
    """A date with its weekday, in the language that is read."""
    if lang == VIETNAMESE:
        words = weekday_vi(day)  # type: ignore[arg-type]
        return f"{words[:1].upper()}{words[1:]}"
    with translation.override("en"):
        return date_format(day, "l j F Y")  # type: ignore[arg-type]


urlpatterns = [path("reception/", reception, name="reception")]
