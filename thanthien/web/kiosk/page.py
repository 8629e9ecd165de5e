"""The tablet at a counter: five faces, reasons at low marks, thanks, and back to the start.

With its script the tablet keeps each rating in its own store until the server has answered for it
(`static/ui/kiosk.js`); without, the page is a form. A tablet is known by a cookie of these addresses alone.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

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
from thanthien.web.kiosk.words import MARKS, WORDS
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note

COOKIE = "kiosk_device"
KEPT = 400 * 24 * 3600  # seconds; the longest that browsers keep a cookie, begun anew with each page
SENDS = 600  # a minute and address: a tablet that was without a line for days catches up
THANKS = 6  # seconds
VERSION = "1"  # of what the page holds beside words and reasons
View = Callable[..., HttpResponse]


def kiosk_page(*methods: str) -> Callable[[View], View]:
    """A page of the tablet. Its cookie is sent by its own pages alone, so a form needs no token."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and request.headers.get("Sec-Fetch-Site") in {
                "cross-site",
                "same-site",
            }:
                return HttpResponse(status=403)
            return view(request, *args, **kwargs)

        return csrf_exempt(never_cache(require_http_methods(list(methods))(guarded)))

    return guard


@kiosk_page("GET", "HEAD")
def show(request: HttpRequest) -> HttpResponse:
    try:
        device = device_of(request.COOKIES.get(COOKIE, ""))
    except UnknownDevice:
        return redirect("kiosk:pair")
    return _remember(_page(request, "kiosk/rate.html", device, mark=_fingerprint(device)), request)


@kiosk_page("POST")
def rate(request: HttpRequest) -> HttpResponse:
    """The page without its script: a face, then reasons where the mark is low."""
    given = _given(request, given_at=None, sent_at=None)
    try:
        rating = rate_on_device(at=timezone.now(), token=request.COOKIES.get(COOKIE, ""), given=given)
    except UnknownDevice:
        return redirect("kiosk:pair")
    except CannotRate:
        device = device_of(request.COOKIES.get(COOKIE, ""))
        return _page(request, "kiosk/rate.html", device, status=422, problem=True, mark=_fingerprint(device))
    if rating.mark <= LOWEST_TO_ASK and "told" not in request.POST:
        assert rating.device is not None
        return _page(request, "kiosk/why.html", rating.device, given=given)
    return redirect(f"{reverse('kiosk:thanks')}?lang={_lang(request)}")


@kiosk_page("GET", "HEAD")
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, and the start again by itself: said by a header, so that it needs no script."""
    try:
        device = device_of(request.COOKIES.get(COOKIE, ""))
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
    given = _given(request, given_at=_moment(request, "given_at"), sent_at=_moment(request, "sent_at"))
    try:
        rate_on_device(at=timezone.now(), token=request.COOKIES.get(COOKIE, ""), given=given)
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
            token=request.COOKIES.get(COOKIE, ""),
            waiting=waiting,
            sent_at=_moment(request, "sent_at"),
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
    response = redirect("kiosk:show")
    _set(response, token)
    return response


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
        "lang": _lang(request),
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
        language=_lang(request),
        given_at=given_at,
        sent_at=sent_at,
        is_office=is_office(request),
        waiting=whole_number(typed.get("waiting", "")) or 0,
        device=typed.get("device", ""),
    )


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """Milliseconds since 1970 by the tablet's clock."""
    told = whole_number(request.POST.get(name, ""))
    return datetime.fromtimestamp(told / 1000, UTC) if told is not None and 0 < told < 10**13 else None


def _lang(request: HttpRequest) -> str:
    return "en" if "en" in (request.GET.get("lang"), request.POST.get("lang")) else "vi"


def _remember(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    _set(response, request.COOKIES[COOKIE])
    return response


def _set(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=KEPT, path=reverse("kiosk:show"), httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


urlpatterns = [
    path("", show, name="show"),
    path("rate/", rate, name="rate"),
    path("thanks/", thanks, name="thanks"),
    path("send/", send, name="send"),
    path("seen/", seen, name="seen"),
    path("pair/", pairing, name="pair"),
    path("worker.js", worker, name="worker"),
]
