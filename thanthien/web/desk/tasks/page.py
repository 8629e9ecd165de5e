"""A task's page: its parts, proof, notes and history, and the moves of a part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.models import Person
from thanthien.platform.people.queries import people_of
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.evidence.actions import CannotChangeProof, hand_in_part
from thanthien.programme.evidence.checking import check_part
from thanthien.programme.plans.actions import (
    CannotChangeTask,
    add_note,
    assign_part,
    move_part,
    take_task,
)
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.queries import leads_of, task_of_unit
from thanthien.programme.plans.states import Move
from thanthien.web.desk.tasks.forms import ProofForm
from thanthien.web.desk.tasks.panels import task_context
from thanthien.web.pages import UnitRequest, unit_page

DONE_WORDS = {
    Move.START: "Đã ghi: bắt đầu làm.",
    Move.FINISH: "Đã báo xong. Người kiểm tra sẽ thấy việc này trong mục “Chờ tôi kiểm tra”.",
    Move.TAKE_BACK: "Đã rút lại báo xong; anh/chị sửa tiếp được.",
    Move.ACCEPT: "Đã chấp nhận phần việc cùng các minh chứng đang chờ.",
    Move.RETURN: "Đã trả lại kèm lý do.",
    Move.REOPEN: "Đã mở lại phần việc.",
}


def task_or_404(request: UnitRequest, pk: int) -> Task:
    task = task_of_unit(request.unit, pk)
    if task is None:
        raise Http404
    return task


def show_task(
    request: UnitRequest, task: Task, *, status: int = 200, form: ProofForm | None = None, **kept: Any
) -> HttpResponse:
    """The page, with what the person typed kept where a step was refused."""
    context = task_context(request, task, form=form, now=timezone.now())
    return render(request, "desk/tasks/task.html", {**context, **kept}, status=status)


@unit_page(Action.TASK_VIEW)
def task(request: UnitRequest, pk: int) -> HttpResponse:
    return show_task(request, task_or_404(request, pk))


@unit_page(Action.TASK_WORK, "POST")
def move(request: UnitRequest, pk: int, part: int) -> HttpResponse:
    """Start, hand in, take back, accept, return or reopen one lead's part."""
    the_task = task_or_404(request, pk)
    lead = _lead(the_task, part)
    try:
        step = Move(request.POST.get("move", ""))
    except ValueError as error:
        raise Http404 from error
    remark, now = request.POST.get("remark", ""), timezone.now()
    try:
        if step in (Move.ACCEPT, Move.RETURN):
            seen = request.POST.get("seen", "")
            check_part(actor=request.user, at=now, part=lead, move=step, seen=seen, remark=remark)
        elif step is Move.FINISH:
            hand_in_part(actor=request.user, at=now, part=lead, remark=remark)
        else:
            move_part(actor=request.user, at=now, part=lead, move=step, remark=remark)
    except (CannotChangeTask, CannotChangeProof) as refusal:
        fresh = task_or_404(request, pk)
        return show_task(
            request,
            fresh,
            status=422,
            refused={"part": part, "move": step, "why": str(refusal)},
            typed=remark,
        )
    messages.success(request, DONE_WORDS[step])
    return redirect("desk:task", request.unit.code, pk)


@unit_page(Action.TASK_WORK, "POST")
def assign(request: UnitRequest, pk: int, part: int) -> HttpResponse:
    the_task = task_or_404(request, pk)
    asked = request.POST.get("assignee", "")
    assignee: Person | None = None
    if asked:
        assignee = get_object_or_404(people_of(request.unit), pk=whole_number(asked))
    try:
        assign_part(actor=request.user, at=timezone.now(), part=_lead(the_task, part), assignee=assignee)
    except CannotChangeTask as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Đã giao cho {assignee}." if assignee else "Đã bỏ tên người làm.")
    return redirect("desk:task", request.unit.code, pk)


@unit_page(Action.TASK_WORK, "POST")
def take(request: UnitRequest, pk: int) -> HttpResponse:
    """An agency takes a task for which the plan names nobody."""
    the_task = task_or_404(request, pk)
    asked = whole_number(request.POST.get("agency"))
    agency = get_object_or_404(agencies_of(request.unit), pk=asked)
    try:
        take_task(actor=request.user, at=timezone.now(), task=the_task, agency=agency)
    except CannotChangeTask as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"{agency.name} đã nhận chủ trì nhiệm vụ này.")
    return redirect("desk:task", request.unit.code, pk)


@unit_page(Action.TASK_WORK, "POST")
def note(request: UnitRequest, pk: int) -> HttpResponse:
    the_task = task_or_404(request, pk)
    text = request.POST.get("text", "")
    try:
        add_note(actor=request.user, at=timezone.now(), task=the_task, text=text)
    except CannotChangeTask as refusal:
        return show_task(request, the_task, status=422, note_error=str(refusal), note_text=text)
    messages.success(request, "Đã lưu ghi chú.")
    return redirect("desk:task", request.unit.code, pk)


def _lead(task: Task, part: int) -> TaskAgency:
    found = next((lead for lead in leads_of(task) if lead.pk == part), None)
    if found is None:
        raise Http404
    return found
