"""The last look before the rows become the plan in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.imports.accepting import CannotAccept, accept
from thanthien.programme.imports.queries import criteria_for, reading_of
from thanthien.programme.imports.review import misfits, review_of
from thanthien.programme.imports.review_actions import suggest_now
from thanthien.programme.imports.states import State
from thanthien.programme.imports.steps import CannotCorrect
from thanthien.programme.plans.acceptance import Outcome
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.PLAN_IMPORT, "GET", "POST")
def accept_page(request: UnitRequest, pk: int) -> HttpResponse:
    reading = reading_of(request.unit, pk)
    if reading is None:
        raise Http404
    if request.method == "POST":
        try:
            outcome = accept(actor=request.user, at=timezone.now(), reading=reading)
        except CannotAccept as error:
            messages.warning(request, str(error))
            return redirect("desk:plan_reading", request.unit.code, pk)
        messages.success(request, said(outcome))
        return redirect("desk:plan", request.unit.code, outcome.plan.pk)
    if reading.state != State.READY:
        return redirect("desk:plan_reading", request.unit.code, pk)
    review = review_of(reading)
    context = {
        "reading": reading,
        "review": review,
        "counts": review.counts,
        "misfits": misfits(reading),
        "has_criteria": bool(criteria_for(reading)),
    }
    return render(request, "desk/plans/accept.html", context)


@unit_page(Action.PLAN_IMPORT, "POST")
def suggest(request: UnitRequest, pk: int) -> HttpResponse:
    reading = reading_of(request.unit, pk)
    if reading is None:
        raise Http404
    try:
        count = suggest_now(actor=request.user, at=timezone.now(), reading=reading)
        messages.success(request, f"Đã gợi ý tiêu chí cho {count} dòng. Anh/chị xem rồi xác nhận.")
    except CannotCorrect as error:
        messages.warning(request, str(error))
    return redirect("desk:plan_reading", request.unit.code, pk)


def said(outcome: Outcome) -> str:
    """What accepting did, in one sentence."""
    parts = [
        (outcome.created, "nhiệm vụ mới"),
        (outcome.changed, "nhiệm vụ thay đổi"),
        (outcome.kept, "nhiệm vụ giữ nguyên"),
        (outcome.withdrawn, "nhiệm vụ được rút (minh chứng vẫn giữ)"),
    ]
    return f"Đã nhận kế hoạch: {', '.join(f'{n} {words}' for n, words in parts if n)}."
