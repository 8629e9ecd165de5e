"""The front door: where a person goes after signing in."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from thanthien.platform.people.permissions import current_memberships


def front_door(request: HttpRequest) -> HttpResponse:
    """Strangers see what this is; a person with one unit goes straight there, with several chooses."""
    if not request.user.is_authenticated:
        return render(request, "front_door.html")
    if request.user.must_change_password:
        return redirect("account_change_password")
    memberships = current_memberships(request.user)
    units = list({m.unit_id: m.unit for m in memberships}.values())
    if len(units) == 1:
        return redirect("desk:home" if units[0].is_local else "oversight:home", units[0].code)
    posts = [
        (u, ", ".join(m.title or m.get_role_display() for m in memberships if m.unit_id == u.pk))
        for u in units
    ]
    return render(request, "choose_unit.html", {"units": posts})


def health(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the process answers and so does its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
