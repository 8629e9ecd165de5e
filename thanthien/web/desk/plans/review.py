"""The review page: the source beside the rows, and what is done to all rows together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.page_picture import has_pictures
from thanthien.programme.imports.queries import reading_of
from thanthien.programme.imports.review import Review, misfits, review_of
from thanthien.programme.imports.review_actions import confirm_sure_criteria, take_duties
from thanthien.programme.imports.states import State
from thanthien.programme.imports.steps import CannotCorrect, undo
from thanthien.web.desk.plans.editing import edit_context, row_context
from thanthien.web.desk.plans.readings import progress_context, reading_or_404
from thanthien.web.desk.plans.source_pane import source_html
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.PLAN_IMPORT)
def reading(request: UnitRequest, pk: int) -> HttpResponse:
    """One address for the whole life of a reading: progress, failure, review, what became of it."""
    found = reading_of(request.unit, pk)
    if found is None:
        raise Http404
    if found.state in {State.WAITING, State.READING}:
        return render(request, "desk/plans/reading.html", progress_context(found))
    if found.state == State.READY:
        return render(request, "desk/plans/review.html", _review_context(request, review_of(found)))
    return render(request, "desk/plans/closed.html", {"reading": found})


def _review_context(request: UnitRequest, review: Review) -> dict[str, Any]:
    has_table = any(shown.row.kind == "task" for shown in review.rows)
    context: dict[str, Any] = {
        **row_context(request.unit.code, review.reading),
        "review": review,
        "counts": review.counts,
        "source": source_html(review.reading.source_lines, _pictures(request, review.reading)),
        "agencies": review.register.agencies,
        "has_table": has_table,
        "has_duties": any(shown.row.kind == "duty" for shown in review.rows),
        "misfits": misfits(review.reading),
        "notes": _notes(review.reading),
    }
    asked = whole_number(request.GET.get("edit"))
    shown = next((s for s in review.rows if s.row.pk == asked), None)
    if shown is not None:
        context |= {"editing": shown.row.pk, **edit_context(review.reading, shown)}
    return context


def _pictures(request: UnitRequest, found: PlanReading) -> str:
    if not has_pictures(found.file):
        return ""
    first = reverse("desk:plan_reading_page", args=[request.unit.code, found.pk, 1])
    return first.removesuffix("1/")


def _notes(found: PlanReading) -> list[str]:
    """What the reader noticed about the document: defects of the print, blurred pages."""
    anomalies = [a["text"] for a in found.result.get("anomalies", []) if a.get("text")]
    return [found.error] * bool(found.error) + list(found.result.get("notes", [])) + anomalies


def _done(request: UnitRequest, found: PlanReading) -> HttpResponse:
    """Answer a step that touches many rows: the page anew."""
    return redirect("desk:plan_reading", request.unit.code, found.pk)


@unit_page(Action.PLAN_IMPORT, "POST")
def undo_last(request: UnitRequest, pk: int) -> HttpResponse:
    found = reading_or_404(request, pk)
    try:
        says = undo(actor=request.user, at=timezone.now(), reading=found)
        messages.success(request, f"Đã hoàn tác: {says}.")
    except CannotCorrect as error:
        messages.warning(request, str(error))
    return _done(request, found)


@unit_page(Action.PLAN_IMPORT, "POST")
def confirm_all(request: UnitRequest, pk: int) -> HttpResponse:
    found = reading_or_404(request, pk)
    try:
        count = confirm_sure_criteria(actor=request.user, at=timezone.now(), reading=found)
        messages.success(request, f"Đã xác nhận {count} tiêu chí gợi ý.")
    except CannotCorrect as error:
        messages.warning(request, str(error))
    return _done(request, found)


@unit_page(Action.PLAN_IMPORT, "POST")
def duties(request: UnitRequest, pk: int) -> HttpResponse:
    found = reading_of(request.unit, pk)
    if found is None:
        raise Http404
    try:
        count = take_duties(actor=request.user, at=timezone.now(), reading=found)
        messages.success(request, f"Đã thêm {count} dòng từ phần tổ chức thực hiện vào cuối danh sách.")
    except CannotCorrect as error:
        messages.warning(request, str(error))
    return _done(request, found)
