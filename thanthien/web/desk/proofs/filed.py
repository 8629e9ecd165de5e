"""Tables that the program filed by itself: by month, with version and hash; accepted together after a look."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.checking import version_of_proof
from thanthien.programme.evidence.filed import paper_of_unit
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.standing import standing_of
from thanthien.web.desk.proofs.frame import proof_frame
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.filing import accept_papers, filed_by_month

State = Evidence.State


@unit_page(Action.TASK_VIEW)
def filed(request: UnitRequest) -> HttpResponse:
    year, context = proof_frame(request, "desk:proof_filed")
    manages = standing_of(request.user, request.unit).manages
    months = []
    for first, papers in filed_by_month(request.unit, year):
        waiting = [
            (proof.pk, version_of_proof(proof))
            for _, proofs in papers
            for proof in proofs
            if proof.state == State.WAITING and proof.added_by_id != request.user.pk
        ]
        rows = [
            (paper, proofs, sum(one.state == State.ACCEPTED for one in proofs)) for paper, proofs in papers
        ]
        months.append((first, rows, waiting if manages else []))
    return render(request, "desk/proofs/filed.html", context | {"months": months})


@unit_page(Action.TASK_CHECK, "POST")
def accept(request: UnitRequest) -> HttpResponse:
    """All that waited on the page as it was looked at."""
    seen = []
    for said in request.POST.getlist("proof"):
        pk, _, mark = said.partition(":")
        if (number := whole_number(pk)) is not None:
            seen.append((number, mark))
    try:
        done = accept_papers(actor=request.user, at=timezone.now(), unit=request.unit, seen=seen)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:proof_filed", request.unit.code)
    for why in done.why:
        messages.warning(request, why)
    if done.accepted:
        messages.success(request, f"Đã chấp nhận {done.accepted} minh chứng.")
    return redirect("desk:proof_filed", request.unit.code)


@unit_page(Action.TASK_VIEW)
def filed_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    paper = paper_of_unit(request.unit, pk)
    if paper is None:
        raise Http404
    return hand_over(request, paper.file, paper.filename)
