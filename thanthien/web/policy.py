"""What a page may load, said in a header: one policy for all pages, so it is written once and not for each answer."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class PolicyMiddleware:
    """`csp.middleware.CSPMiddleware` for a policy in which no page has words of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response, self.policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not settings.DEBUG or response.status_code not in {404, 500}:  # Django's own pages for engineers
            response.headers.setdefault(HEADER, self.policy)
        return response
