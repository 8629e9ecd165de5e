"""The door of every citizens' page: which unit, which language. Nobody signs in here and no session is read.

Forms on these pages carry no authority, so there is no token to forge; what a browser says of another
site's form is refused all the same (docs/decisions/2026-11-21-citizens-need-no-session.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render as _render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import known_unit, remembered_unit

VIETNAMESE, ENGLISH = "vi", "en"
ENGINE = "portal"  # templates without what the desk's pages ask of the session
_ELSEWHERE = {"cross-site", "same-site"}
# What only takes forms → the page that shows it, for the way to the other language.
_SHOWN_BY = {"word": "follow"}


class CitizenRequest(HttpRequest):
    """A request about a unit by whoever; `lang` is "vi" or "en"."""

    unit: Unit
    as_of: int  # the last act of a person in the unit: while it stays, so do the unit's pages
    is_remembered: bool  # unit and last act may be some seconds old
    lang: str


View = Callable[..., HttpResponseBase]


def citizen_page(*methods: str, remembers: bool = False) -> Callable[[View], View]:
    """Set `request.unit` and `request.lang`; 404 where there is no such commune. Methods default to GET.

    A 404 about a thing of the commune is said in the commune's own frame. `remembers`: a form that comes in finds the
    unit as it was some seconds ago (`request.is_remembered`), and the view's write asks whether it still is so.
    """
    allowed = methods or ("GET",)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, unit_code: str, *args: Any, lang: str = VIETNAMESE, **kwargs: Any
        ) -> HttpResponseBase:
            asked = about_unit(request, unit_code, lang, remembers=remembers and request.method == "POST")
            if asked is None:
                raise Http404
            with translation.override(lang):
                if request.method == "POST" and _from_elsewhere(request):
                    return render(asked, "portal/refused.html", status=403)
                try:
                    return view(asked, *args, **kwargs)
                except Http404:
                    return render(asked, "portal/missing.html", status=404)

        heads = ["HEAD"] if "GET" in allowed else []
        door = csrf_exempt(require_http_methods([*allowed, *heads])(guarded))
        door.is_citizens = True  # type: ignore[attr-defined]
        door.methods = allowed  # type: ignore[attr-defined]
        return cast(View, door)

    return guard


def about_unit(
    request: HttpRequest, unit_code: str, lang: str, *, remembers: bool = False
) -> CitizenRequest | None:
    """The request with its unit and language; None where there is no such commune. One query, or none."""
    found = remembered_unit(unit_code.upper()) if remembers else known_unit(unit_code.upper())
    if found is None or not found[0].is_local:
        return None
    asked = cast(CitizenRequest, request)
    asked.unit, asked.as_of = found
    asked.is_remembered = remembers
    asked.lang, asked.current_app = lang, app_of(lang)
    return asked


def app_of(lang: str) -> str:
    return "portal" if lang == VIETNAMESE else "portal_en"


def address(request: CitizenRequest, name: str, *args: Any) -> str:
    """The address of a portal page of this unit in the language that is read."""
    return reverse(f"portal:{name}", args=[request.unit.code, *args], current_app=app_of(request.lang))


def address_of_report(request: CitizenRequest, code: str) -> str:
    """`address` of the page on which the report of that code is followed."""
    return _follow(request.unit.code, request.lang) + f"{code}/"


@lru_cache(maxsize=4096)
def _follow(unit_code: str, lang: str) -> str:
    whole = reverse("portal:follow", args=[unit_code, "0"], current_app=app_of(lang))
    return whole.removesuffix("0/")


def render(
    request: CitizenRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    keep: int = 0,
) -> HttpResponse:
    """A page in the portal's frame. `keep`: seconds that browsers and proxies may show it without asking."""
    whole = {
        "unit": request.unit,
        "lang": request.lang,
        "other": _other_language(request),
        "worker_home": reverse("portal:home", args=[request.unit.code]),  # both languages, one worker
        **(context or {}),
    }
    answer = _render(request, template, whole, status=status, using=ENGINE)
    if not keep or status != 200:
        return answer
    patch_cache_control(answer, public=True, max_age=keep)
    answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    return cast(HttpResponse, get_conditional_response(request, etag=answer["ETag"], response=answer))


def _other_language(request: CitizenRequest) -> str:
    """The same page in the other language."""
    other = app_of(ENGLISH if request.lang == VIETNAMESE else VIETNAMESE)
    match = request.resolver_match
    if match is None or not match.url_name or match.namespace not in {"portal", "portal_en"}:
        return reverse(f"{other}:home", args=[request.unit.code])
    kept = {key: value for key, value in match.kwargs.items() if key != "lang"}
    there = reverse(f"{other}:{_SHOWN_BY.get(match.url_name, match.url_name)}", kwargs=kept)
    query = request.META.get("QUERY_STRING", "")
    return f"{there}?{query}" if query and request.method == "GET" else there


def _from_elsewhere(request: HttpRequest) -> bool:
    """A form that another site put into the browser; browsers that say nothing are believed."""
    return request.META.get("HTTP_SEC_FETCH_SITE") in _ELSEWHERE
