"""Hints that an answer may not be a citizen's, or not the first: told to officials beside the result.

Nothing here refuses an honest family behind one telephone. How many came from one address, `limits` counts.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from thanthien.operations.surveys.models import Response
from thanthien.web.limits import note

OFFICE_COOKIE = "office_device"
_SEEN_COOKIE, _RATED_COOKIE = "answered", "rated"
_SALT = "thanthien.surveys"
_YEAR = 365 * 24 * 3600
WINDOW = 600  # seconds
MARKED_FROM, REFUSED_FROM = 15, 120  # answers of one address to one survey within the window


def crowd_at(request: HttpRequest, what: str) -> int:
    """Note one more from this address; how many there were within the window, this one included."""
    return note(request, f"answers-{what}", within=WINDOW)


def flag_of(request: HttpRequest, what: str, came: int) -> str:
    """The strongest hint there is; "" for none. `what` is the code of a survey or a counter."""
    if is_office(request):
        return Response.Flag.OFFICE
    if what in _opened(request, _SEEN_COOKIE).split():
        return Response.Flag.SAME_DEVICE
    return Response.Flag.BURST if came >= MARKED_FROM else ""


def is_office(request: HttpRequest) -> bool:
    """Somebody signed in at the desk here, or the device was marked as an office's."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(_opened(request, OFFICE_COOKIE))


def note_answered(request: HttpRequest, response: HttpResponse, what: str) -> None:
    """Let the device remember that it answered: codes alone, of the last ten."""
    seen = [one for one in _opened(request, _SEEN_COOKIE).split() if one != what][-9:]
    _set(response, _SEEN_COOKIE, " ".join([*seen, what]))


def rated_today(request: HttpRequest, counter: str, day: str) -> bool:
    """Whether this device rated the counter on this day: people come again on another."""
    return f"{counter}:{day}" in _opened(request, _RATED_COOKIE).split()


def note_rated(request: HttpRequest, response: HttpResponse, counter: str, day: str) -> None:
    """Let the device remember which counters it rated today."""
    now = f"{counter}:{day}"
    today = [one for one in _opened(request, _RATED_COOKIE).split() if one.endswith(day) and one != now][-9:]
    _set(response, _RATED_COOKIE, " ".join([*today, now]))


def mark_office(response: HttpResponse) -> None:
    """From now on answers of this device are marked as sent from an office."""
    _set(response, OFFICE_COOKIE, "1")


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, signing.dumps(value, salt=_SALT), max_age=_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _opened(request: HttpRequest, name: str) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(name, ""), salt=_SALT))
    except signing.BadSignature:
        return ""
