"""The list of papers for the dossier, corrected by whoever owns it: the unit at the desk, the city for its communes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.assessment.dossier.actions import CannotChangeDossier, save_list
from thanthien.assessment.dossier.lists import DossierList, Paper, list_for, product_list, product_lists
from thanthien.assessment.dossier.names import slug
from thanthien.assessment.dossier.queries import newest_version
from thanthien.assessment.reports.kinds import KINDS
from thanthien.lib.vietnamese import tidy
from thanthien.web.pages import UnitRequest, seen_version

BLANKS, MOST = 3, 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where the form stands: addresses to go back to and to give the product's list back, and their words."""

    back: str
    back_words: str
    reset: str
    lead: str
    saved: str


def edit_list(request: UnitRequest, place: Place, *, year: int, context: dict[str, Any]) -> HttpResponse:
    """Show the list that holds for the request's unit, or keep the one that was sent. 422 when it is refused."""
    kept = list_for(request.unit, year)
    context = {"place": place, "year": str(year), "carried": ""} | context
    if request.method != "POST":
        shown = product_lists().get(request.GET.get("from", ""), kept)
        return _page(request, context, shown, newest_version(request.unit))
    title, papers, seen = _typed(request, kept)
    try:
        if not papers:
            raise CannotChangeDossier("Danh mục cần ít nhất một văn bản.")
        save_list(
            actor=request.user, at=timezone.now(), unit=request.unit, title=title, papers=papers, seen=seen
        )
    except CannotChangeDossier as refusal:
        messages.error(request, str(refusal))
        return _page(request, context, replace(kept, title=title, papers=tuple(papers)), seen, status=422)
    messages.success(request, place.saved)
    return redirect(place.back)


def reset_list(request: UnitRequest, back: str, *, year: int) -> HttpResponse:
    """The product's list holds again; versions of the unit stay in the log."""
    title = product_list(request.unit, year).title
    save_list(actor=request.user, at=timezone.now(), unit=request.unit, title=title, papers=[])
    messages.success(request, "Đã dùng lại danh mục có sẵn. Bản đơn vị đã sửa vẫn nằm trong nhật ký.")
    return redirect(back)


def _page(
    request: UnitRequest, context: dict[str, Any], shown: DossierList, seen: int, *, status: int = 200
) -> HttpResponse:
    rows = [*shown.papers, *[Paper("", "")] * BLANKS]
    context |= {
        "list": shown,
        "rows": list(enumerate(rows)),
        "kinds": [(kind.code, kind.title) for kind in KINDS.values() if not kind.asks],
        "seen": seen,
        "others": [(name, one.title) for name, one in product_lists().items()],
        "is_own": shown.owner is not None and shown.owner.pk == request.unit.pk,
    }
    return render(request, "paper_list.html", context, status=status)


def _typed(request: UnitRequest, kept: DossierList) -> tuple[str, list[Paper], int]:
    """The rows as typed, empty and removed ones left out; a title that stays keeps its code and source."""
    known = {paper.code: paper for paper in kept.papers}
    for one in product_lists().values():
        known = {paper.code: paper for paper in one.papers} | known
    papers = []
    for number in range(MOST):
        title = tidy(request.POST.get(f"title-{number}", ""))[:200]
        if not title or request.POST.get(f"remove-{number}"):
            continue
        code = request.POST.get(f"code-{number}", "")
        draws = request.POST.get(f"draws-{number}", "")
        required = bool(request.POST.get(f"required-{number}"))
        before = known.get(code)
        if before and before.title == title:
            papers.append(replace(before, draws=draws, required=required))
        else:
            papers.append(Paper(code if before else slug(title, 50), title, draws, required))
    return tidy(request.POST.get("list_title", "")), papers, seen_version(request)
