"""The kiosk that gives numbers: press what you came for, take the paper or take a picture of the number.

A kiosk is known by a cookie of these addresses alone, as the rating tablets are. Each page brings a key for one press:
sent again after a lost line or a power cut, it is the same number.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation

from thanthien.lib.codes import typed_code
from thanthien.lib.documents.write.poster import qr_path
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.actions import CannotSetUp, pair
from thanthien.operations.queueing.booking import check_in
from thanthien.operations.queueing.models import Screen, Ticket
from thanthien.operations.queueing.queries import (
    booking_by_code,
    kept_kiosk,
    kiosk_of,
    lines_of,
    note_screen,
    place_of,
    ticket_by_code,
)
from thanthien.operations.queueing.rules import kept_rules
from thanthien.operations.queueing.taking import Wish, take
from thanthien.platform.refusals import Refusal
from thanthien.web.kiosk.page import KEPT, kiosk_page
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note

COOKIE = "queue_kiosk"
SHOWS = 20  # seconds for which a number stands before the kiosk is ready for the next person
TAKES = 120  # a minute and address; what is more is no line of people


@kiosk_page("GET", "HEAD", "POST")
def queue(request: HttpRequest) -> HttpResponse:
    """A GET shows what there is to come for, a POST takes a number."""
    token = request.COOKIES.get(COOKIE, "")
    kiosk = kept_kiosk(token) if request.method == "POST" else kiosk_of(token)
    if kiosk is None:
        return redirect("kiosk:queue_pair")
    with translation.override(_lang(request)):
        if request.method != "POST":
            note_screen(kiosk, timezone.now())
            return _remember(_services(request, kiosk), request)
        if note(request, "queue-kiosk", within=MINUTE) > TAKES:
            return _services(
                request,
                kiosk,
                status=429,
                problem=translation.gettext("Máy đang bận. Ông/bà chờ một phút rồi bấm lại."),
            )
        try:
            made = take(at=timezone.now(), unit=kiosk.unit, wish=_wish(request, kiosk))
        except Refusal as refusal:
            return _services(request, kiosk, status=422, problem=str(refusal))
        return redirect(_shown(made, request))


@kiosk_page("GET", "HEAD")
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """The number, printed by the page itself where the kiosk prints; then the start again, by a header."""
    kiosk = kiosk_of(request.COOKIES.get(COOKIE, ""))
    found = ticket_by_code(kiosk.unit, typed_code(code)) if kiosk else None
    if kiosk is None or found is None:
        return redirect("kiosk:queue")
    with translation.override(_lang(request)):
        address = settings.SITE_URL + reverse("portal:queue_ticket", args=[kiosk.unit.code, found.code])
        side, drawn = qr_path(address)
        context: dict[str, Any] = {"ticket": found, "place": place_of(found), "side": side, "path": drawn}
        response = _page(request, "kiosk/queue_ticket.html", kiosk, **context)
    response["Refresh"] = f"{SHOWS}; url={reverse('kiosk:queue')}"
    return response


@kiosk_page("GET", "HEAD", "POST")
def booking(request: HttpRequest) -> HttpResponse:
    """Whoever booked a time types the code and gets the number of it."""
    kiosk = kiosk_of(request.COOKIES.get(COOKIE, ""))
    if kiosk is None:
        return redirect("kiosk:queue_pair")
    with translation.override(_lang(request)):
        if request.method != "POST":
            return _page(request, "kiosk/queue_booking.html", kiosk)
        typed, problem = request.POST.get("code", ""), ""
        found = booking_by_code(kiosk.unit, typed_code(typed))
        if note(request, "queue-booking") > UNKNOWN_CODES:
            problem = translation.gettext("Đã thử nhiều lần. Ông/bà chờ một phút rồi thử lại.")
        elif found is None:
            problem = translation.gettext(
                "Không có mã hẹn này. Ông/bà xem lại mã, hoặc lấy số như bình thường."
            )
        else:
            try:
                made = check_in(at=timezone.now(), unit=kiosk.unit, booking=found, language=_lang(request))
                return redirect(_shown(made, request))
            except Refusal as refusal:
                problem = str(refusal)
        return _page(
            request, "kiosk/queue_booking.html", kiosk, status=422, problem=problem, typed=typed[:20]
        )


@kiosk_page("GET", "HEAD", "POST")
def pairing(request: HttpRequest) -> HttpResponse:
    """The code that the desk shows is typed here, or comes with the QR code and is confirmed by a press."""
    if request.method != "POST":
        return _pairing(request, request.GET.get("code", ""))
    typed = request.POST.get("code", "")
    if note(request, "pair") > UNKNOWN_CODES:
        return _pairing(request, typed, "Đã thử nhiều lần. Anh/chị chờ một phút rồi thử lại.", 429)
    try:
        _, token = pair(at=timezone.now(), typed=typed)
    except CannotSetUp as refusal:
        return _pairing(request, typed, str(refusal), 422)
    response = redirect("kiosk:queue")
    _set(response, token)
    return response


def _services(request: HttpRequest, kiosk: Screen, **more: Any) -> HttpResponse:
    rules = kept_rules(kiosk.unit_id)
    context = {
        "lines": lines_of(kiosk.unit, timezone.localdate()),
        "priorities": [(one.key, one.words(_lang(request))) for one in rules.priorities],
        "chosen": request.POST.get("priority", ""),
        "key": request.POST.get("key") or str(uuid.uuid4()),
        "many": "many" in request.GET or "many" in request.POST,
        **more,
    }
    return _page(request, "kiosk/queue.html", kiosk, **context)


def _wish(request: HttpRequest, kiosk: Screen) -> Wish:
    typed = request.POST
    wanted = [pk for one in typed.getlist("service") if (pk := whole_number(one)) is not None]
    key = f"{kiosk.code}:{typed.get('key', '')[:40]}" if typed.get("key") else ""
    return Wish(wanted, Ticket.Channel.KIOSK, typed.get("priority", ""), _lang(request), key)


def _shown(made: Ticket, request: HttpRequest) -> str:
    return f"{reverse('kiosk:queue_ticket', args=[made.code])}?lang={_lang(request)}"


def _page(
    request: HttpRequest, template: str, kiosk: Screen, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"kiosk": kiosk, "unit": kiosk.unit, "lang": _lang(request), **more}
    return render(request, template, context, status=status, using="portal")


def _pairing(request: HttpRequest, typed: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"typed": typed[:20], "problem": problem}
    return render(request, "kiosk/queue_pair.html", context, status=status, using="portal")


def _lang(request: HttpRequest) -> str:
    return "en" if "en" in (request.GET.get("lang"), request.POST.get("lang")) else "vi"


def _remember(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    _set(response, request.COOKIES[COOKIE])
    return response


def _set(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=KEPT, path=reverse("kiosk:queue"), httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


urlpatterns = [
    path("queue/", queue, name="queue"),
    path("queue/ticket/<str:code>/", ticket, name="queue_ticket"),
    path("queue/booking/", booking, name="queue_booking"),
    path("queue/pair/", pairing, name="queue_pair"),
]
