"""The door of every address of the API: who asks and how often, what other sites' pages may read, what is fresh."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.keys.actions import Counted
from thanthien.platform.keys.models import Key
from thanthien.web.api.keyed import bearer, let_in
from thanthien.web.api.problems import Problem, refuse, said
from thanthien.web.fresh import fresh

View = Callable[..., HttpResponse]


class ProgramRequest(HttpRequest):
    """A request by a program; `key` where it showed one that holds."""

    key: Key | None


def api_door(view: View, *, is_public: bool) -> View:
    """`is_public`: what is read here is the same for everybody, so any page may read it and copies are kept."""
    shown = fresh(view) if is_public else view

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = cast(ProgramRequest, request)
        if is_public and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight()
        counted: Counted | None = None
        try:
            asked.key, counted = let_in(request, bearer(request))
            _refuse_too_large(request)
            answer = (
                shown(request, *args, **kwargs) if request.method == "GET" else view(request, *args, **kwargs)
            )
        except Problem as problem:
            answer = said(problem.code, problem.detail, wait=problem.wait)
        if answer.status_code == 405:
            allowed = answer.get("Allow", "")
            answer = said("method_not_allowed", "Địa chỉ này không nhận cách gọi đó.")
            answer["Allow"] = allowed
        return _told(answer, counted, is_public and request.method == "GET")

    guarded.refuse = refuse  # type: ignore[attr-defined]
    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return guarded


def _refuse_too_large(request: HttpRequest) -> None:
    """Before a byte of it is read. Forms bring files, whose own limits hold."""
    length = whole_number(request.headers.get("Content-Length", "")) or 0
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length > most and not (request.content_type or "").startswith("multipart/"):
        raise Problem("too_large", f"Nội dung gửi lên quá {most // 1024 // 1024} MB; gửi làm nhiều lần.")


def _preflight() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = "GET"
    answer["Access-Control-Allow-Headers"] = "If-None-Match"
    answer["Access-Control-Max-Age"] = "86400"
    return answer


def _told(answer: HttpResponse, counted: Counted | None, is_public: bool) -> HttpResponse:
    if is_public:
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    else:
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "no-referrer"  # addresses may hold a code
    if counted is not None:
        answer["RateLimit-Remaining"] = str(min(counted.left_minute, counted.left_day))
    return answer
