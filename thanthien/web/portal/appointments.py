"""Appointments of citizens for a day of reception: made, looked up by their code, cancelled."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import typed_code
from thanthien.operations.reception.booking import (
    Caller,
    CannotBook,
    appointment_by_code,
    book_appointment,
    bookable_days,
    cancel_appointment,
    hour_of,
    may_cancel,
)
from thanthien.operations.reception.models import Appointment, ReceptionDay
from thanthien.operations.reception.queries import room_of
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note, noted
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render
from thanthien.web.portal.reception import said_day

WINDOW, BOOKS = 600, 6  # seconds; appointments from one address in them
FIELDS = ("day", "name", "phone", "address", "about", "website")


@citizen_page("GET", "POST")
def book(request: CitizenRequest) -> HttpResponse:
    """The days with the places that are left; a POST takes one."""
    if request.unit.successor is not None:
        raise Http404
    if request.method != "POST":
        return _form(request, {"day": request.GET.get("day", "")}, {})
    sent = request.POST
    if note(request, "reception-book", within=WINDOW) > BOOKS:
        words = _("Có quá nhiều lượt hẹn từ nơi này trong ít phút. Ông/bà chờ mười phút rồi thử lại.")
        answer = _form(request, sent, {"day": words}, status=429)
        answer["Retry-After"] = str(WINDOW)
        return answer
    if sent.get("website"):
        words = _("Hệ thống tưởng đây là thư rác. Ông/bà để trống ô này rồi gửi lại.")
        return _form(request, sent, {"website": words}, status=422)
    now = timezone.now()
    chosen = next((one for one in bookable_days(request.unit, now) if one.key == sent.get("day")), None)
    if chosen is None:
        return _form(request, sent, {"day": _("Ông/bà chọn một buổi tiếp.")}, status=422)
    caller = Caller(*(str(sent.get(name, ""))[:1000] for name in ("name", "phone", "address", "about")))
    try:
        made = book_appointment(
            at=now, day=chosen.day, caller=caller, client_key=str(sent.get("client_key", ""))[:64]
        )
    except CannotBook as refusal:
        return _form(request, sent, {refusal.field or "day": str(refusal)}, status=422)
    return redirect(f"{address(request, 'reception_appointment', made.code)}?made=1")


def _form(
    request: CitizenRequest, typed: Mapping[str, Any], problems: dict[str, str], *, status: int = 200
) -> HttpResponse:
    days = bookable_days(request.unit, timezone.now())
    context = {
        "days": [(one, said_day(one.day.date, request.lang)) for one in days],
        "typed": typed,
        "problems": problems,
        "told": [(name, problems[name]) for name in FIELDS if name in problems],
        "client_key": typed.get("client_key") or secrets.token_urlsafe(18),
    }
    answer = render(request, "portal/reception_book.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@citizen_page("GET", "POST")
def appointment(request: CitizenRequest, code: str) -> HttpResponse:
    """One appointment by its code: whoever has it sees the day and may cancel; nobody is named."""
    if noted(request, "code") > UNKNOWN_CODES:
        answer = render(request, "portal/follow_form.html", {"is_crowded": True}, status=429)
        answer["Retry-After"] = str(MINUTE)
        return answer
    found = appointment_by_code(request.unit, typed_code(code))
    if found is None:
        note(request, "code")
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            cancel_appointment(at=timezone.now(), appointment=found)
        except CannotBook as refusal:
            problem = str(refusal)
        else:
            return redirect(address(request, "reception_appointment", found.code))
    day = found.day
    context = {
        "one": found,
        "day": day,
        "said_day": said_day(day.date, request.lang),
        "was": said_day(day.first_date, request.lang) if day.is_moved else "",
        "hour": hour_of(found),
        "room": room_of(request.unit),
        "stands": found.state == Appointment.State.BOOKED,
        "is_off": day.state == ReceptionDay.State.CANCELLED,
        "may_cancel": may_cancel(found, timezone.now()),
        "is_new": "made" in request.GET,
        "problem": problem,
    }
    answer = render(request, "portal/reception_appointment.html", context, status=422 if problem else 200)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"  # the address holds the code
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [
    path("reception/appointment/", book, name="reception_book"),
    path("reception/appointment/<str:code>/", appointment, name="reception_appointment"),
]
