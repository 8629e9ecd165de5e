"""A number on one's own phone: taken by QR code, looked at while one waits elsewhere, given back. No script is needed.

The phone remembers its numbers in a cookie; who has the address of a number sees it, and nothing else of anybody.
"""

from __future__ import annotations

import secrets
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import grouped, typed_code
from thanthien.lib.documents.write.poster import qr_path
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.booking import CannotBook, book, cancel
from thanthien.operations.queueing.calling import give_back
from thanthien.operations.queueing.models import Booking, Ticket
from thanthien.operations.queueing.queries import (
    booking_by_code,
    free_slots,
    lines_of,
    open_on_phone,
    place_of,
    slot_of,
    ticket_by_code,
)
from thanthien.operations.queueing.rules import rules_of
from thanthien.operations.queueing.states import ENDED, CannotMove
from thanthien.operations.queueing.taking import CannotTake, Wish, take
from thanthien.platform.workdays.queries import calendar_of
from thanthien.web.limits import note
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render

COOKIE, _SALT = "queue", "thanthien.queue"
LOOKS = 20  # seconds between two looks of a page that waits
WINDOW, TAKES, BOOKS = (
    600,
    40,
    20,
)  # seconds; numbers and appointments of one address within it: a hall has one address


@citizen_page("GET", "POST")
def queue(request: CitizenRequest) -> HttpResponse:
    if request.method != "POST":
        return _services(request)
    rules = rules_of(request.unit.pk)
    if note(request, "queue-take", within=WINDOW) > TAKES:
        words = _("Có quá nhiều số được lấy từ nơi này. Ông/bà chờ ít phút, hoặc lấy số ở Trung tâm.")
        return _services(request, status=429, problem=words)
    if open_on_phone(_remembered(request)) >= rules.phone_at_once:
        words = _("Điện thoại này đang giữ đủ số. Ông/bà trả bớt số không dùng rồi lấy số mới.")
        return _services(request, status=422, problem=words)
    typed = request.POST
    wanted = [pk for one in typed.getlist("service") if (pk := whole_number(one)) is not None]
    key = f"p:{typed['key'][:60]}" if typed.get("key") else ""
    wish = Wish(wanted, Ticket.Channel.PHONE, typed.get("priority", ""), request.lang, key)
    try:
        made = take(at=timezone.now(), unit=request.unit, wish=wish)
    except CannotTake as refusal:
        return _services(request, status=422, problem=str(refusal))
    response = redirect(address(request, "queue_ticket", made.code))
    _remember(request, response, made.code)
    return response


@citizen_page("GET", "POST")
def queue_ticket(request: CitizenRequest, code: str) -> HttpResponse:
    """A POST gives the number back."""
    found, problem = ticket_by_code(request.unit, typed_code(code)), ""
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            give_back(at=timezone.now(), ticket=found)
            return redirect(address(request, "queue_ticket", found.code))
        except CannotMove:
            problem = _("Số này đang được gọi hoặc đã xong nên không trả được nữa.")
    over = found.state in ENDED
    context = {
        "ticket": found, "place": place_of(found), "is_over": over, "problem": problem,
        "service": _name(request, found.service), "at": timezone.now(),
        "counter": _name(request, found.counter) if found.counter else "",
    }  # fmt: skip
    response = render(request, "portal/queue/ticket.html", context, status=422 if problem else 200)
    if not over and not problem:
        response["Refresh"] = str(LOOKS)
    response["Cache-Control"] = "no-store"
    return response


@citizen_page("GET", "POST")
def queue_booking(request: CitizenRequest) -> HttpResponse:
    if request.method != "POST":
        return _slots(request)
    if note(request, "queue-book", within=WINDOW) > BOOKS:
        words = _("Có quá nhiều lượt hẹn từ nơi này trong ít phút. Ông/bà chờ mười phút rồi thử lại.")
        return _slots(request, status=429, problem=words)
    typed = request.POST
    slot = slot_of(request.unit, whole_number(typed.get("slot")) or 0)
    try:
        if slot is None:
            raise CannotBook(_("Ông/bà chọn một giờ hẹn."))
        made = book(
            at=timezone.now(),
            unit=request.unit,
            slot=slot,
            name=typed.get("name", ""),
            phone=typed.get("phone", ""),
        )
    except CannotBook as refusal:
        return _slots(request, status=422, problem=str(refusal))
    return redirect(address(request, "queue_booked", made.code))


@citizen_page("GET", "POST")
def queue_booked(request: CitizenRequest, code: str) -> HttpResponse:
    """The appointment with its code; a POST cancels it."""
    found = booking_by_code(request.unit, typed_code(code))
    if found is None:
        raise Http404
    if request.method == "POST":
        cancel(at=timezone.now(), booking=found)
        return redirect(address(request, "queue_booked", found.code))
    side, drawn = qr_path(found.code)
    context = {
        "booking": found, "said_code": grouped(found.code), "service": _name(request, found.slot.service),
        "is_booked": found.state == Booking.State.BOOKED, "side": side, "path": drawn,
    }  # fmt: skip
    response = render(request, "portal/queue/booked.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _services(request: CitizenRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    rules, now = rules_of(request.unit.pk), timezone.now()
    year = timezone.localdate(now).year
    calendar = calendar_of(request.unit, year, year + 1)
    lines = lines_of(request.unit, timezone.localdate())
    mine = Ticket.objects.filter(unit=request.unit, code__in=_remembered(request)).exclude(state__in=ENDED)
    context = {
        "lines": [(one, _name(request, one.service)) for one in lines],
        "priorities": [(one.key, one.words(request.lang)) for one in rules.priorities],
        "mine": mine.select_related("service"),
        "key": secrets.token_urlsafe(18),
        "may_book": bool(free_slots(request.unit, now)),
        "gives": rules.is_giving(now, calendar),
        "gives_next": rules.gives_next(now, calendar),
        **more,
    }
    response = render(request, "portal/queue/services.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _slots(request: CitizenRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    slots = free_slots(request.unit, timezone.now())
    days = [
        (day, [(one, _name(request, one.service)) for one in group])
        for day, group in groupby(slots, key=lambda one: one.day)
    ]
    typed = {name: request.POST.get(name, "") for name in ("slot", "name", "phone")}
    return render(request, "portal/queue/slots.html", {"days": days, "typed": typed, **more}, status=status)


def _name(request: CitizenRequest, thing: Any) -> str:
    return str((thing.name_en if request.lang == "en" else "") or thing.name)


def _remembered(request: CitizenRequest) -> list[str]:
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)).split()
    except signing.BadSignature:
        return []


def _remember(request: CitizenRequest, response: HttpResponse, code: str) -> None:
    codes = [one for one in _remembered(request) if one != code][-4:]
    response.set_cookie(
        COOKIE, signing.dumps(" ".join([*codes, code]), salt=_SALT), max_age=2 * 86400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


urlpatterns = [
    path("queue/", queue, name="queue"),
    path("queue/ticket/<str:code>/", queue_ticket, name="queue_ticket"),
    path("queue/booking/", queue_booking, name="queue_booking"),
    path("queue/booking/<str:code>/", queue_booked, name="queue_booked"),
]
