"""Pages that all read alike: a reader that has the newest one is told so in a few bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Name the content by its hash (ETag) and answer 304 to who has it; only good answers are kept.

    Browsers and caches on the way keep a copy and ask each time: who has just published sees it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponseNotModified()
        response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
        return response

    return answer
