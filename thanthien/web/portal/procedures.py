"""Procedures for citizens: by field, searched, and one page each with a checklist, to read, to print, in large type."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone

from thanthien.lib.documents.write.poster import qr_path
from thanthien.lib.procedures import Paper, Procedure
from thanthien.operations.disclosure.queries import public_contacts
from thanthien.operations.procedures.asking import online_address
from thanthien.operations.procedures.kept import entry_of, kept
from thanthien.operations.procedures.queries import Shown, shown
from thanthien.web.fresh import fresh
from thanthien.web.portal.kept import kept as kept_page
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render

PAGE = 40
LONGEST = 100
LARGE = "large"


@citizen_page()
@kept_page
@fresh
def procedures(request: CitizenRequest) -> HttpResponse:
    """The fields with how many each; the procedures of one, or those that hold what was typed."""
    here = kept(request.unit, timezone.localdate())
    typed, field = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("field", "")[:200]
    rows = here.find(typed, field) if typed or field else []
    context = {
        "typed": typed,
        "field": field,
        "fields": [(name, count) for name, count in here.fields if name],
        "total": len(here.entries),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "portal/procedures/procedures.html", context)


@citizen_page()
@kept_page
@fresh
def procedure(request: CitizenRequest, code: str) -> HttpResponse:
    entry = entry_of(request.unit, code, timezone.localdate())
    one = shown(request.unit, entry.edition_id, code) if entry else None
    if one is None:
        raise Http404
    side, drawn = qr_path(f"{settings.SITE_URL}{address(request, 'procedure', code)}")
    said = one.edition.said
    context = {
        **parts(one, said),
        "is_large": request.GET.get("size") == LARGE,
        "online": online_address(said),
        "contacts": public_contacts(request.unit)[:2],
        "side": side,
        "path": drawn,
    }
    return render(request, "portal/procedures/procedure.html", context)


def parts(one: Shown, said: Procedure) -> dict[str, Any]:
    """Context of the page: `groups` are the papers by the case they belong to."""
    groups: dict[str, list[Paper]] = {}
    for paper in said.papers:
        groups.setdefault(paper.group, []).append(paper)
    return {
        "one": one,
        "edition": one.edition,
        "code": one.edition.procedure.code,
        "said": said,
        "summary": one.summary,
        "groups": list(groups.items()),
    }


urlpatterns = [
    path("procedures/", procedures, name="procedures"),
    path("procedures/<str:code>/", procedure, name="procedure"),
]
