"""The tablet at a counter: five faces, reasons at low marks, thanks, and back to the start.

With its script the tablet keeps each rating in its own store until the server has answered for it
(`static/ui/kiosk.js`); without, the page is a form. A tablet is known by a cookie of these addresses alone.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.ratings.actions import CannotChangeRatings, pair
from thanthien.operations.ratings.giving import (
    CannotRate,
    Given,
    SentAtOnce,
    UnknownDevice,
    device_of,
    note_seen,
    rate_on_device,
)
from thanthien.operations.ratings.models import LOWEST_TO_ASK, Device
from thanthien.operations.ratings.terms import terms_of
from thanthien.web.crowding import is_office
from thanthien.web.kiosk.machine import MachineCookie, kiosk_page, language, moment
from thanthien.web.kiosk.words import MARKS, WORDS
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note

COOKIE = MachineCookie("kiosk_device", "kiosk:show")
SENDS = 600  # a minute and address: a tablet that was without a line for days catches up
THANKS = 6  # seconds
VERSION = "1"  # of what the page holds beside words and reasons


@kiosk_page("GET", "HEAD")
def show(request: HttpRequest) -> HttpResponse:
    try:
        device = device_of(COOKIE.token(request))
    except UnknownDevice:
        return redirect("kiosk:pair")
    page = _page(request, "kiosk/rate.html", device, mark=_fingerprint(device))
    return COOKIE.keep(page, COOKIE.token(request))


@kiosk_page("POST")
def rate(request: HttpRequest) -> HttpResponse:
    """The page without its script: a face, then reasons where the mark is low."""
    given = _given(request, given_at=None, sent_at=None)
    try:
        rating = rate_on_device(at=timezone.now(), token=COOKIE.token(request), given=given)
    except UnknownDevice:
        return redirect("kiosk:pair")
    except CannotRate:
        device = device_of(COOKIE.token(request))
        return _page(request, "kiosk/rate.html", device, status=422, problem=True, mark=_fingerprint(device))
    if rating.mark <= LOWEST_TO_ASK and "told" not in request.POST:
        assert rating.device is not None
        return _page(request, "kiosk/why.html", rating.device, given=given)
    return redirect(f"{reverse('kiosk:thanks')}?lang={language(request)}")


@kiosk_page("GET", "HEAD")
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, and the start again by itself: said by a header, so that it needs no script."""
    try:
        device = device_of(COOKIE.token(request))
    except UnknownDevice:
        return redirect("kiosk:pair")
    response = _page(request, "kiosk/thanks.html", device)
    response["Refresh"] = f"{THANKS}; url={reverse('kiosk:show')}"
    return response


@kiosk_page("POST")
def send(request: HttpRequest) -> HttpResponse:
    """One rating of the queue. 200: kept, now or before; 401: not paired; 409: again later; 422: cannot be kept."""
    if note(request, "kiosk") > SENDS:
        return JsonResponse({"why": "crowded"}, status=429, headers={"Retry-After": str(MINUTE)})
    given = _given(request, given_at=moment(request, "given_at"), sent_at=moment(request, "sent_at"))
    try:
        rate_on_device(at=timezone.now(), token=COOKIE.token(request), given=given)
    except UnknownDevice as refusal:
        return JsonResponse({"why": str(refusal)}, status=401)
    except SentAtOnce as refusal:
        return JsonResponse({"why": str(refusal)}, status=409)
    except CannotRate as refusal:
        return JsonResponse({"why": str(refusal)}, status=422)
    return JsonResponse({"kept": True})


@kiosk_page("POST")
def seen(request: HttpRequest) -> HttpResponse:
    """A sign of life every few minutes. `page` differs when the page is to be fetched anew."""
    waiting = whole_number(request.POST.get("waiting", "")) or 0
    try:
        device = note_seen(
            at=timezone.now(),
            token=COOKIE.token(request),
            waiting=waiting,
            sent_at=moment(request, "sent_at"),
        )
    except UnknownDevice as refusal:
        return JsonResponse({"why": str(refusal)}, status=401)
    return JsonResponse({"page": _fingerprint(device)})


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
    except CannotChangeRatings as refusal:
        return _pairing(request, typed, str(refusal), 422)
    return COOKIE.keep(redirect("kiosk:show"), token)


@kiosk_page("GET", "HEAD")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It lies beside the page, so it reaches the tablet's pages and nothing else."""
    context = {"cache": "thanthien-kiosk"}
    return render(
        request, "page_worker.js", context, content_type="text/javascript; charset=utf-8", using="portal"
    )


def _page(
    request: HttpRequest, template: str, device: Device, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "device": device,
        "counter": device.counter,
        "unit": device.counter.unit,
        "lang": language(request),
        "words": WORDS,
        "marks": MARKS,
        "reasons": terms_of(device.counter.unit_id).reasons,
        "key": str(uuid.uuid4()),
        **more,
    }
    return render(request, template, context, status=status, using="portal")


def _pairing(request: HttpRequest, typed: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"typed": typed[:20], "problem": problem}
    return render(request, "kiosk/pair.html", context, status=status, using="portal")


def _fingerprint(device: Device) -> str:
    """Changes with what the page shows: a tablet that never reloads learns by it that it should."""
    counter = device.counter
    shown = (counter.name, counter.name_en, counter.unit.full_name, terms_of(counter.unit_id).reasons)
    files = (static("ui/kiosk.js"), static("ui/kiosk.css"))
    return hashlib.sha256(repr((VERSION, shown, files)).encode()).hexdigest()[:16]


def _given(request: HttpRequest, *, given_at: datetime | None, sent_at: datetime | None) -> Given:
    typed = request.POST
    return Given(
        key=typed.get("key", ""),
        mark=whole_number(typed.get("mark", "")) or 0,
        reasons=typed.getlist("reasons"),
        comment=typed.get("comment", ""),
        language=language(request),
        given_at=given_at,
        sent_at=sent_at,
        is_office=is_office(request),
        waiting=whole_number(typed.get("waiting", "")) or 0,
        device=typed.get("device", ""),
    )


urlpatterns = [
    path("", show, name="show"),
    path("rate/", rate, name="rate"),
    path("thanks/", thanks, name="thanks"),
    path("send/", send, name="send"),
    path("seen/", seen, name="seen"),
    path("pair/", pairing, name="pair"),
    path("worker.js", worker, name="worker"),
]
