"""Pages that everybody reads alike are made once, and once more when somebody in the unit has done something.

What people did in the unit since is asked each time (`request.as_of`), so whoever publishes or hides something
sees it at once. What happens without a person – a day comes, a citizen reopens – shows after `SECONDS`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from thanthien.web.portal.pages import CitizenRequest

SECONDS = 15
LARGEST = 256 * 1024  # bytes of a page that is kept
LONGEST = 300  # letters of its address
_MAKING = tuple(Lock() for _ in range(64))
# Stands in a page where each reader gets a word of their own.
OWN_KEY = "key-of-this-page-for-its-reader"


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views whose answer to GET depends on the address and the unit alone: never on who asks."""

    @wraps(view)
    def answer(request: CitizenRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = request.get_full_path()
        if request.method != "GET" or len(address) > LONGEST:
            return _owned(view(request, *args, **kwargs))
        key, pages = _key(request, address), caches["pages"]
        found: tuple[bytes, dict[str, str]] | None = pages.get(key)
        if found is not None:
            return _owned(_again(request, *found))
        with _MAKING[int(key[:4], 16) % len(_MAKING)]:  # of many who come at once one makes it
            found = pages.get(key)
            if found is not None:
                return _owned(_again(request, *found))
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming and len(response.content) <= LARGEST:
                pages.set(key, (response.content, dict(response.items())), SECONDS)
        return _owned(response)

    return answer


def _key(request: CitizenRequest, address: str) -> str:
    said = f"{request.unit.pk}|{request.as_of}|{timezone.localdate()}|{request.scheme}|{request.get_host()}|{address}"
    return hashlib.blake2b(said.encode(), digest_size=20).hexdigest()


def _again(request: CitizenRequest, content: bytes, heads: dict[str, str]) -> HttpResponse:
    response = HttpResponse(content, headers=heads)
    if tag := heads.get("ETag"):
        response = get_conditional_response(request, etag=tag, response=response)  # type: ignore[assignment]
        if "Cache-Control" in heads:
            response["Cache-Control"] = heads["Cache-Control"]
    return response


def _owned(response: HttpResponse) -> HttpResponse:
    if OWN_KEY.encode() in response.content:
        response.content = response.content.replace(OWN_KEY.encode(), secrets.token_urlsafe(18).encode())
    return response
