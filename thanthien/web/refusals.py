"""Refusals become pages that say what happened and what to do; never a bare error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from thanthien.platform.people.permissions import NotAllowed


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
    """Refuses an address or a form with the NUL character: no person types it, no database keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        typed = [value for data in (request.GET, request.POST) for item in data.lists() for value in item[1]]
        if not any("\0" in text for text in (request.path, *typed)):
            return None
        words = "Nội dung gửi lên có ký tự không đọc được nên chưa có gì được lưu."
        return render(request, "400.html", {"reason": words}, status=400)


class PrivatePagesMiddleware:
    """Nothing a person sees stays in a browser's or a proxy's store, unless a view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF check failed: most often a page left open over night."""
    words = "Trang đã mở quá lâu nên chưa lưu được. Anh/chị tải lại trang rồi làm lại thao tác vừa rồi."
    return render(request, "403.html", {"reason": words}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form too large, with too many fields, or broken on the way; made without reading it again."""
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": ""}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request: what failed may be the database that the frame would ask."""
    return HttpResponse(render_to_string("500.html"), status=500)
