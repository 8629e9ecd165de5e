"""Refusals become pages that say what happened and what to do; never a bare error."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from thanthien.lib.vietnamese import number_vi
from thanthien.platform.people.permissions import NotAllowed
from thanthien.web.portal.pages import VIETNAMESE, CitizenRequest, about_unit
from thanthien.web.portal.pages import render as citizens_render

NEVER_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
LONGEST_TEXT = 20_000  # characters of one box; about seven printed pages


class RefusalMiddleware:
    """Turns `NotAllowed`, wherever it was raised, into a 403 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        return None


class WholeTextMiddleware:
    """Refuses an address or a form with the NUL character, which no database keeps, or with more in one box than
    a person types: forms and actions have lower bounds of their own where a column needs one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        typed = [text for data in (request.GET, request.POST) for _, texts in data.lists() for text in texts]
        if any("\0" in text for text in (request.path, *typed)):
            words = "Nội dung gửi lên có ký tự không đọc được nên chưa có gì được lưu."
        elif any(len(text) > LONGEST_TEXT for text in typed):
            words = (
                f"Một ô có hơn {number_vi(LONGEST_TEXT)} ký tự nên chưa có gì được lưu. Nội dung dài như vậy, anh/chị "
                "gửi bằng tệp đính kèm."
            )
        else:
            return None
        if answer := _to_a_program(request, 400, words):
            return answer
        if page := _to_a_citizen(request, "portal/unreadable.html", 400):
            return page
        return render(request, "400.html", {"reason": words}, status=400)


class PrivatePagesMiddleware:
    """Nothing a person sees stays in a browser's or a proxy's store, unless a view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", NEVER_KEPT)
        return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF check failed: most often a page left open over night."""
    words = "Trang đã mở quá lâu nên chưa lưu được. Anh/chị tải lại trang rồi làm lại thao tác vừa rồi."
    return render(request, "403.html", {"reason": words}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form too large, with too many fields, or broken on the way; made without reading it again."""
    if answer := _to_a_program(request, 400, "Nội dung gửi lên quá lớn hoặc bị hỏng trên đường."):
        return answer
    return _to_a_citizen(request, "portal/unreadable.html", 400) or HttpResponse(
        render_to_string("400.html"), status=400
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": ""}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request: what failed may be the database that the frame would ask.

    Where the disk is full (an upload is laid aside before any page sees it) that is said, with 507.
    """
    error = sys.exc_info()[1]
    full = (isinstance(error, OSError) and error.errno == errno.ENOSPC) or "disk is full" in str(error)
    status = 507 if full else 500
    if answer := _to_a_program(request, status, "Máy chủ chưa làm được việc này. Xin gọi lại sau ít phút."):
        return answer
    if hasattr(request, "lang"):  # a citizens' page that had got as far as its unit
        return _to_a_citizen(request, "portal/broken.html", status) or HttpResponse(status=status)
    return HttpResponse(render_to_string("500.html", {"full": full}), status=status)


def _to_a_program(request: HttpRequest, status: int, reason: str) -> HttpResponse | None:
    """The answer in the shape of the API where the address was one of its; else None."""
    match = request.resolver_match
    refuse = getattr(match.func, "refuse", None) if match is not None else None
    return cast(HttpResponse, refuse(request, status, reason)) if refuse is not None else None


def _to_a_citizen(request: HttpRequest, template: str, status: int) -> HttpResponse | None:
    """The page in the portal's frame and language where the address was one of the portal's; else None."""
    match = request.resolver_match
    if match is None or not getattr(match.func, "is_citizens", False):
        return None
    lang = match.kwargs.get("lang", VIETNAMESE)
    asked = cast(CitizenRequest, request)
    if not hasattr(request, "lang") and about_unit(request, match.kwargs["unit_code"], lang) is None:
        return None
    with translation.override(lang):
        return citizens_render(asked, template, status=status)
