"""The kiosk that gives numbers: press what you came for, take the paper or take a picture of the number.

A kiosk is known by a cookie of these addresses alone, as the rating tablets are. Each page brings a key for one press:
sent again after a lost line or a power cut, it is the same number.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation

from thanthien.lib.codes import typed_code
from thanthien.lib.documents.write.poster import qr_path
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.actions import CannotSetUp, hashed, pair, tell_no_paper
from thanthien.operations.queueing.booking import check_in
from thanthien.operations.queueing.models import Screen, Ticket
from thanthien.operations.queueing.pressing import UnknownKiosk, press
from thanthien.operations.queueing.queries import (
    booking_by_code,
    clock_words,
    kiosk_of,
    lines_of,
    note_screen,
    place_of,
    ticket_by_code,
    version_of,
)
from thanthien.operations.queueing.rules import kept_rules
from thanthien.operations.queueing.taking import Wish
from thanthien.platform.refusals import Refusal
from thanthien.web.kiosk.machine import MachineCookie, kiosk_page, language, moment
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note

COOKIE = MachineCookie("queue_kiosk", "kiosk:queue")
SHOWS = 20  # seconds for which a number stands before the kiosk is ready for the next person
SHOWS_ALONE = 60  # where no paper comes: time to take a picture of it
FARTHEST = 2**31 - 1  # seconds that a clock may be off, as the column holds them
TAKES = 120  # a minute and address; what is more is no line of people


@kiosk_page("GET", "HEAD", "POST")
def queue(request: HttpRequest) -> HttpResponse:
    """A GET shows what there is to come for, a POST takes a number."""
    token, at = COOKIE.token(request), timezone.now()
    status, problem = 200, ""
    with translation.override(language(request)):
        if request.method == "POST":
            try:
                return redirect(_shown(_taken(request, token, at), request))
            except UnknownKiosk:
                return redirect("kiosk:queue_pair")
            except Refusal as refusal:
                status, problem = 422, str(refusal)
            except Crowded:
                status = 429
                problem = translation.gettext("Máy đang bận. Ông/bà chờ một phút rồi bấm lại.")
        kiosk = kiosk_of(token)
        if kiosk is None:
            return redirect("kiosk:queue_pair")
        note_screen(kiosk, at)
        page = _services(request, kiosk, status=status, problem=problem)
        return COOKIE.keep(page, token)


@kiosk_page("GET", "HEAD")
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """The number, printed by the page itself where the kiosk prints; then the start again, by a header."""
    kiosk = kiosk_of(COOKIE.token(request))
    found = ticket_by_code(kiosk.unit, typed_code(code)) if kiosk else None
    if kiosk is None or found is None:
        return redirect("kiosk:queue")
    with translation.override(language(request)):
        address = settings.SITE_URL + reverse("portal:queue_ticket", args=[kiosk.unit.code, found.code])
        side, drawn = qr_path(address, quickly=True)
        prints = kiosk.prints and kiosk.paper_out_at is None
        context: dict[str, Any] = {
            "ticket": found, "place": place_of(found), "side": side, "path": drawn, "prints": prints
        }  # fmt: skip
        response = _page(request, "kiosk/queue_ticket.html", kiosk, **context)
    response["Refresh"] = f"{SHOWS if prints else SHOWS_ALONE}; url={reverse('kiosk:queue')}"
    return response


@kiosk_page("POST")
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody at the kiosk got no paper: the staff is told, the number stays and is shown for longer."""
    kiosk = kiosk_of(COOKIE.token(request))
    if kiosk is None:
        return redirect("kiosk:queue_pair")
    tell_no_paper(at=timezone.now(), screen=kiosk)
    return redirect(f"{reverse('kiosk:queue_ticket', args=[code])}?lang={language(request)}")


@kiosk_page("POST")
def seen(request: HttpRequest) -> HttpResponse:
    """A sign of life. 401: not paired. `version` grows with every step of the hall; `clock`: words for the staff."""
    kiosk, at = kiosk_of(COOKIE.token(request)), timezone.now()
    if kiosk is None:
        return JsonResponse({}, status=401)
    sent = moment(request, "sent_at")
    off = int((sent - at).total_seconds()) if sent is not None else 0
    note_screen(kiosk, at, max(min(off, FARTHEST), -FARTHEST))
    return JsonResponse({"version": version_of(kiosk.unit_id), "clock": clock_words(kiosk.clock_off)})


@kiosk_page("GET", "HEAD", "POST")
def booking(request: HttpRequest) -> HttpResponse:
    """Whoever booked a time types the code and gets the number of it."""
    kiosk = kiosk_of(COOKIE.token(request))
    if kiosk is None:
        return redirect("kiosk:queue_pair")
    with translation.override(language(request)):
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
                made = check_in(at=timezone.now(), unit=kiosk.unit, booking=found, language=language(request))
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
    return COOKIE.keep(redirect("kiosk:queue"), token)


def _services(request: HttpRequest, kiosk: Screen, **more: Any) -> HttpResponse:
    rules = kept_rules(kiosk.unit_id)
    context = {
        "lines": lines_of(kiosk.unit, timezone.localdate()),
        "priorities": [(one.key, one.words(language(request))) for one in rules.priorities],
        "chosen": request.POST.get("priority", ""),
        "key": request.POST.get("key") or str(uuid.uuid4()),
        "version": version_of(kiosk.unit_id),
        "many": "many" in request.GET or "many" in request.POST,
        **more,
    }
    return _page(request, "kiosk/queue.html", kiosk, **context)


class Crowded(Exception):
    """More presses in a minute than people can stand before a kiosk."""


def _taken(request: HttpRequest, token: str, at: datetime) -> Ticket:
    if note(request, "queue-kiosk", within=MINUTE) > TAKES:
        raise Crowded
    return press(at=at, token=token, wish=_wish(request, token))


def _wish(request: HttpRequest, token: str) -> Wish:
    typed = request.POST
    wanted = [pk for one in typed.getlist("service") if (pk := whole_number(one)) is not None]
    key = f"{hashed(token)[:16]}:{typed.get('key', '')[:40]}" if typed.get("key") else ""
    return Wish(wanted, Ticket.Channel.KIOSK, typed.get("priority", ""), language(request), key)


def _shown(made: Ticket, request: HttpRequest) -> str:
    return f"{reverse('kiosk:queue_ticket', args=[made.code])}?lang={language(request)}"


def _page(
    request: HttpRequest, template: str, kiosk: Screen, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"kiosk": kiosk, "unit": kiosk.unit, "lang": language(request), **more}
    return render(request, template, context, status=status, using="portal")


def _pairing(request: HttpRequest, typed: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"typed": typed[:20], "problem": problem}
    return render(request, "kiosk/queue_pair.html", context, status=status, using="portal")


urlpatterns = [
    path("queue/", queue, name="queue"),
    path("queue/ticket/<str:code>/", ticket, name="queue_ticket"),
    path("queue/ticket/<str:code>/paper/", paper, name="queue_paper"),
    path("queue/seen/", seen, name="queue_seen"),
    path("queue/booking/", booking, name="queue_booking"),
    path("queue/pair/", pairing, name="queue_pair"),
]
