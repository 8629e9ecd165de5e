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

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require, visible_units
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
    """Guard a view `(request, …)`; `request.unit` is set. Methods default to GET; writes name POST."""
    allowed = methods or ("GET",)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, unit_code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = cast(Person, request.user)
            if person.must_change_password:
                return redirect("account_change_password")
            unit = visible_units(person).filter(code=unit_code).first()
            if unit is None:
                raise Http404
            require(person, action, unit)
            request.unit = unit  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        door = login_required(never_cache(require_http_methods([*allowed, "HEAD"])(guarded)))
        door.page = Page(action, allowed)  # type: ignore[attr-defined]
        return cast(View, door)

    return guard


def back(request: HttpRequest, fallback: str, *args: Any) -> HttpResponse:
    """Answer a finished write: htmx follows the header, a plain form the redirect."""
    return redirect(fallback, *args)
