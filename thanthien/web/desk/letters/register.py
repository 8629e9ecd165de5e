"""The register of letters: found, filtered, taken out as Excel."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.documents.write import write_xlsx
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.letters.models import CourtesyLetter, Kind
from thanthien.operations.letters.papers import register_sheet
from thanthien.operations.letters.queries import found_letters
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.letters.frame import COLOURS, tabs
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.letters import late_case_apologies

PAGE = 50


def _wanted(request: UnitRequest) -> dict[str, Any]:
    asked = request.GET
    return {
        "kind": asked.get("kind", "") if asked.get("kind") in Kind.values else "",
        "state": asked.get("state", "") if asked.get("state") in CourtesyLetter.State.values else "",
        "year": whole_number(asked.get("year")),
        "text": asked.get("q", "")[:100].replace("\x00", ""),
    }


def _rows(request: UnitRequest) -> QuerySet[CourtesyLetter]:
    return found_letters(request.user, request.unit, **_wanted(request))


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    page = Paginator(_rows(request), PAGE).get_page(request.GET.get("page"))
    wanted = _wanted(request)
    query = urlencode({"q": wanted["text"], **{k: v for k, v in wanted.items() if k != "text" and v}})
    late = (
        late_case_apologies(request.user, request.unit)
        if may(request.user, Action.CASE_VIEW, request.unit)
        else None
    )
    context = {
        **tabs(request, "desk:letters"),
        "page": page,
        "rows": [(one, COLOURS[CourtesyLetter.State(one.state)]) for one in page],
        "kinds": Kind.choices,
        "states": CourtesyLetter.State.choices,
        "wanted": wanted,
        "query": query,
        "years": [str(year) for year in range(timezone.localdate().year, timezone.localdate().year - 4, -1)],
        "wanted_year": str(wanted["year"] or ""),
        "late": list(late[:5]) if late is not None and wanted["kind"] in ("", Kind.APOLOGY) else [],
        "writes": may(request.user, Action.LETTER_WORK, request.unit),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "desk/letters/register.html", context)


@unit_page(Action.LETTER_VIEW)
def export(request: UnitRequest) -> HttpResponse:
    """What the page shows, as Excel."""
    wanted = _wanted(request)
    said = [Kind(wanted["kind"]).label] if wanted["kind"] else ["Mọi loại thư"]
    said += [f"năm {wanted['year']}"] if wanted["year"] else []
    sheet = register_sheet(request.unit, _rows(request).order_by("year", "number", "pk"), ", ".join(said))
    return as_download(write_xlsx((sheet,)), f"Sổ thư {request.unit.name}.xlsx")
