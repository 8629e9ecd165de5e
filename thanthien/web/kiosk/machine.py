"""What the machines of the hall share: how pages are guarded, how a machine is known, which language it speaks.

A machine is known by a cookie that is sent to its own addresses alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from thanthien.lib.vietnamese import whole_number

KEPT = 400 * 24 * 3600  # seconds; the longest that browsers keep a cookie, begun anew with each page
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class MachineCookie:
    """`page`: the address under which it is sent."""

    name: str
    page: str

    def token(self, request: HttpRequest) -> str:
        return request.COOKIES.get(self.name, "")

    def keep(self, response: HttpResponse, token: str) -> HttpResponse:
        response.set_cookie(
            self.name, token, max_age=KEPT, path=reverse(self.page), httponly=True, samesite="Strict",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        return response


def kiosk_page(*methods: str) -> Callable[[View], View]:
    """A page of a machine. Its cookie is sent by its own pages alone, so a form needs no token."""

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


def language(request: HttpRequest) -> str:
    return "en" if "en" in (request.GET.get("lang"), request.POST.get("lang")) else "vi"


def moment(request: HttpRequest, name: str) -> datetime | None:
    """Milliseconds since 1970 by the machine's clock."""
    told = whole_number(request.POST.get(name, ""))
    return datetime.fromtimestamp(told / 1000, UTC) if told is not None and 0 < told < 10**13 else None
