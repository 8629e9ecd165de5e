"""The door of every page about a unit: who is asking, which unit, may they.

`@unit_page(Action.TASK_VIEW)` finds the unit named in the address, answers 404 to a person who may not
know of it and 403 to one whose role does not reach, and marks the view so that the rights matrix in
the tests finds every page there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require, visible_unit
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


class UnitRequest(HttpRequest):
    """A request by a signed-in person about a unit that the person may know of."""

    user: Person
    unit: Unit
    htmx: HtmxDetails


@dataclass(frozen=True, slots=True)
class Page:
    action: Action
    methods: tuple[str, ...]


View = Callable[..., HttpResponseBase]


def unit_page(action: Action, *methods: str) -> Callable[[View], View]:
    """Guard a view `(request, …)`; `request.unit` is set. Methods default to GET; writes name POST.

    The surface says in its urls whether its pages are about communes (`local`) or the city above them:
    a unit of the other kind is not found there.
    """
    allowed = methods or ("GET",)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, unit_code: str, *args: Any, local: bool | None = None, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to(request, f"{reverse('account_login')}?{urlencode({'next': _place(request)})}")
            person = request.user
            if person.must_change_password:
                return _to(request, reverse("account_change_password"))
            unit = visible_unit(person, unit_code)
            if unit is None or (local is not None and unit.is_local is not local):
                raise Http404
            require(person, action, unit)
            request.unit = unit  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        # HEAD asks for no CSRF token, so it opens only what may be read
        heads = ["HEAD"] if "GET" in allowed else []
        door = never_cache(require_http_methods([*allowed, *heads])(guarded))
        door.page = Page(action, allowed)  # type: ignore[attr-defined]
        return cast(View, door)

    return guard


def seen_version(request: HttpRequest) -> int:
    """The version of a row that the form was shown with; 0, which no row has, where it is not told."""
    return whole_number(request.POST.get("seen")) or 0


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page elsewhere; htmx would put the answer of a redirect inside the page."""
    partial = bool(getattr(request, "htmx", False))
    return HttpResponseClientRedirect(address) if partial else redirect(address)


def _place(request: HttpRequest) -> str:
    """Where the person was, to come back to: the page around a partial, and never the address of a write."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if htmx and htmx.current_url_abs_path:
        return htmx.current_url_abs_path
    return request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
