"""Files and photographs shown as proof more than once, for who checks."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.actions import CannotChangeProof
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proof_of_unit
from thanthien.programme.evidence.reuse import allow_reuse, reused_proofs
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.standing import standing_of
from thanthien.web.desk.proofs.frame import proof_frame
from thanthien.web.desk.tasks.marks import marks_of
from thanthien.web.desk.tasks.proof import row_again
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 30
MOST = 600  # candidates looked at; a unit that has more begins with the newest


@unit_page(Action.TASK_CHECK)
def reuse(request: UnitRequest) -> HttpResponse:
    """Proofs with uses nobody has decided about; with `all=1` those decided too."""
    year, context = proof_frame(request, "desk:proof_reuse")
    standing = standing_of(request.user, request.unit)
    found = list(reused_proofs(request.unit, year, standing)[:MOST])
    marks = marks_of(found, request.unit, standing)
    decided = request.GET.get("all") == "1"
    shown = [proof for proof in found if (marks[proof.pk].uses if decided else marks[proof.pk].open)]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "decided": decided,
        "rows": [
            {
                "proof": proof,
                "marks": marks[proof.pk],
                "version": version_of_proof(proof),
                "may_decide": proof.added_by_id != standing.person_id,
            }
            for proof in page.object_list
        ],
    }
    return render(request, "desk/proofs/reuse.html", context)


@unit_page(Action.TASK_CHECK, "POST")
def allow(request: UnitRequest, pk: int) -> HttpResponse:
    """Write down why the file may stand in the places shown; with `accept` the proof is accepted besides."""
    found = proof_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    try:
        _allow(request, found)
    except CannotChangeProof as refusal:
        if request.htmx:
            return row_again(request, pk, why=str(refusal))
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        if request.htmx:
            return row_again(request, pk, why="")
        messages.success(request, "Đã ghi lý do; lần dùng lại này không hỏi nữa.")
    if request.POST.get("back") == "task":
        return redirect("desk:task", request.unit.code, found.task_id)
    return redirect("desk:proof_reuse", request.unit.code)


@transaction.atomic
def _allow(request: UnitRequest, found: Evidence) -> None:
    now, data = timezone.now(), request.POST
    allow_reuse(
        actor=request.user, at=now, proof=found, seen=data.get("uses", ""), reason=data.get("reason", "")
    )
    if data.get("accept"):
        check_proof(
            actor=request.user, at=now, proof=found, move=Move.ACCEPT, seen=data.get("seen", ""), remark=""
        )
