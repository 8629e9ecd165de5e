"""One row: shown, opened for correction, saved, split, merged, left out, added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.queries import reading_head, reading_of, row_of
from thanthien.programme.imports.review import Viewer, counts_of
from thanthien.programme.imports.review_actions import confirm_criterion
from thanthien.programme.imports.row_actions import (
    add_row,
    change_row,
    leave_out,
    merge_with_next,
    settle_row,
    split_row,
)
from thanthien.programme.imports.steps import CannotCorrect
from thanthien.web.desk.plans.editing import edit_context, row_context
from thanthien.web.desk.plans.readings import reading_or_404
from thanthien.web.pages import UnitRequest, unit_page

# (rows to show again, row to open in the form, ids of rows that went)
Outcome = tuple[list[ReadingRow], ReadingRow | None, list[int]]


@unit_page(Action.PLAN_IMPORT, "GET", "POST")
def row(request: UnitRequest, pk: int, row_pk: int) -> HttpResponse:
    found = row_of(request.unit, pk, row_pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _post(request, found)
    if not request.htmx:
        return redirect(_address(request, pk, found, edit=True))
    if "show" in request.GET:
        return _answer(request, found.reading_id, [found])
    return _answer(request, found.reading_id, [], open_row=found)


def _post(request: UnitRequest, found: ReadingRow) -> HttpResponse:
    step = _STEPS.get(request.POST.get("do", "save"), _save)
    try:
        shown, opened, gone = step(request, found)
    except CannotCorrect as error:
        return _refused(request, found, str(error))
    if not request.htmx:
        return redirect(_address(request, found.reading_id, opened or shown[0], edit=opened is not None))
    return _answer(request, found.reading_id, shown, open_row=opened, gone=gone)


def _save(request: UnitRequest, found: ReadingRow) -> Outcome:
    return [_saved(request, found)], None, []


def _saved(request: UnitRequest, found: ReadingRow) -> ReadingRow:
    return change_row(
        actor=request.user,
        at=timezone.now(),
        row=found,
        version=_number(request.POST, "version") or 0,
        changes=_typed(request.POST),
    )


def _split(request: UnitRequest, found: ReadingRow) -> Outcome:
    saved = _saved(request, found)
    caret = _number(request.POST, "caret")
    first, second = split_row(
        actor=request.user, at=timezone.now(), row=saved, version=saved.version, caret=caret
    )
    return [first], second, []


def _merge(request: UnitRequest, found: ReadingRow) -> Outcome:
    saved = _saved(request, found)
    merged, gone = merge_with_next(actor=request.user, at=timezone.now(), row=saved, version=saved.version)
    return [], merged, [gone.pk]


def _settle(request: UnitRequest, found: ReadingRow) -> Outcome:
    return [settle_row(actor=request.user, at=timezone.now(), row=found)], None, []


def _out(request: UnitRequest, found: ReadingRow) -> Outcome:
    return [leave_out(actor=request.user, at=timezone.now(), row=found)], None, []


def _back(request: UnitRequest, found: ReadingRow) -> Outcome:
    return [leave_out(actor=request.user, at=timezone.now(), row=found, out=False)], None, []


def _confirm(request: UnitRequest, found: ReadingRow) -> Outcome:
    return [confirm_criterion(actor=request.user, at=timezone.now(), row=found)], None, []


def _add_after(request: UnitRequest, found: ReadingRow) -> Outcome:
    shown = [_saved(request, found)] if "title" in request.POST else [found]
    fresh = add_row(actor=request.user, at=timezone.now(), reading=found.reading, after=found, title="")
    return shown, fresh, []


_STEPS: dict[str, Callable[[UnitRequest, ReadingRow], Outcome]] = {
    "save": _save,
    "split": _split,
    "merge": _merge,
    "settle": _settle,
    "out": _out,
    "back": _back,
    "confirm": _confirm,
    "add": _add_after,
}


@unit_page(Action.PLAN_IMPORT, "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    """A row at the end, or from a line of the source that was not taken as one."""
    reading = reading_or_404(request, pk)
    index = _number(request.POST, "line")
    title, source = _from_source(request, pk, index) if index is not None else ("", {})
    try:
        fresh = add_row(
            actor=request.user, at=timezone.now(), reading=reading, after=None, title=title, source=source
        )
    except CannotCorrect as error:
        messages.warning(request, str(error))
        return redirect("desk:plan_reading", request.unit.code, pk)
    return redirect(_address(request, pk, fresh, edit=True))


def _from_source(request: UnitRequest, pk: int, index: int) -> tuple[str, dict[str, Any]]:
    reading = reading_of(request.unit, pk)
    lines = reading.source_lines if reading else []
    if not 0 <= index < len(lines):
        return "", {}
    line = lines[index]
    text = line.get("text") or " ".join(cell for cell in line.get("cells", []) if cell)
    return text, {name: line[name] for name in ("page", "line", "table", "row") if name in line}


def _typed(post: QueryDict) -> dict[str, Any]:
    names = ("no", "title", "lead", "coordinators", "product", "timing")
    changes: dict[str, Any] = {name: post[name] for name in names if name in post}
    changes["is_header"] = "is_header" in post
    if "criterion" in post:
        changes["criterion_id"] = _number(post, "criterion")
    if "task" in post:
        changes["matched_task_id"] = _number(post, "task")
    return changes


def _number(post: QueryDict, name: str) -> int | None:
    return whole_number(post.get(name))


def _address(request: UnitRequest, pk: int, found: ReadingRow, *, edit: bool) -> str:
    page = reverse("desk:plan_reading", args=[request.unit.code, pk])
    return f"{page}{f'?edit={found.pk}' if edit else ''}#row-{found.pk}"


def _answer(
    request: UnitRequest,
    reading_pk: int,
    shown: list[ReadingRow],
    *,
    open_row: ReadingRow | None = None,
    gone: list[int] | None = None,
) -> HttpResponse:
    """Rows as partials; after a write also the counts, and the rows that went, out of band."""
    reading = reading_of(request.unit, reading_pk)
    if reading is None:
        raise Http404
    viewer = Viewer(reading)
    base = row_context(request.unit.code, reading)
    parts = [
        render_to_string("desk/plans/_row.html", {**base, "shown": viewer.view(r)}, request) for r in shown
    ]
    if open_row is not None:
        context = {**base, **edit_context(reading, viewer.view(open_row))}
        parts.append(render_to_string("desk/plans/_row_form.html", context, request))
    if request.method == "POST":
        context = {**base, "counts": counts_of(reading), "is_swap": True, "gone_rows": gone or []}
        parts.append(render_to_string("desk/plans/_after_step.html", context, request))
    return HttpResponse("".join(parts))


def _refused(request: UnitRequest, found: ReadingRow, words: str) -> HttpResponse:
    """The form again with what was typed, and why it was not saved."""
    reading: PlanReading | None = reading_head(request.unit, found.reading_id)
    if reading is None:
        raise Http404
    if not request.htmx:
        messages.warning(request, words)
        return redirect(_address(request, reading.pk, found, edit=True))
    fresh = row_of(request.unit, reading.pk, found.pk) or found
    typed = {name: request.POST.get(name, "") for name in request.POST}
    context = {
        **row_context(request.unit.code, reading),
        "problem": words,
        **edit_context(reading, Viewer(reading, with_source=False).view(fresh), typed),
    }
    return render(request, "desk/plans/_row_form.html", context, status=422)
