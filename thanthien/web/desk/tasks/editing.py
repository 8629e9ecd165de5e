"""Tasks by hand: added, changed, withdrawn, brought back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.editing import restore_task, withdraw_task
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import desk_year, groups_of, plan_in_force
from thanthien.web.desk.tasks.forms import TaskForm, initial_of
from thanthien.web.desk.tasks.page import task_or_404
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.task_timing import add_dated_task, change_dated_task


@unit_page(Action.TASK_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    year, _ = desk_year(request.unit, asked=request.GET.get("year"), today=timezone.localdate())
    form = _form(request, year, initial={"group": request.GET.get("group", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_dated_task(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, fields=form.as_fields()
            )
        except CannotChangeTask as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã thêm nhiệm vụ.")
            return redirect("desk:task", request.unit.code, made.pk)
    return _show(request, form, year, None)


@unit_page(Action.TASK_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk)
    form = _form(request, task.year, initial=initial_of(task))
    if request.method == "POST" and form.is_valid():
        try:
            change_dated_task(actor=request.user, at=timezone.now(), task=task, fields=form.as_fields())
        except CannotChangeTask as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu nhiệm vụ.")
            return redirect("desk:task", request.unit.code, pk)
    return _show(request, form, task.year, task)


@unit_page(Action.TASK_MANAGE, "POST")
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk)
    try:
        withdraw_task(actor=request.user, at=timezone.now(), task=task, reason=request.POST.get("reason", ""))
    except CannotChangeTask as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã rút nhiệm vụ khỏi kế hoạch. Minh chứng và lịch sử vẫn còn.")
    return redirect("desk:task", request.unit.code, pk)


@unit_page(Action.TASK_MANAGE, "POST")
def restore(request: UnitRequest, pk: int) -> HttpResponse:
    restore_task(actor=request.user, at=timezone.now(), task=task_or_404(request, pk))
    messages.success(request, "Đã đưa nhiệm vụ trở lại kế hoạch.")
    return redirect("desk:task", request.unit.code, pk)


def _form(request: UnitRequest, year: int, initial: dict[str, object]) -> TaskForm:
    data = request.POST if request.method == "POST" else None
    return TaskForm(agencies_of(request.unit), _criteria(request, year), data, initial=initial)


def _criteria(request: UnitRequest, year: int) -> QuerySet[Criterion]:
    adoption = adoption_of(request.unit, year)
    if adoption is None:
        return Criterion.objects.none()
    return Criterion.objects.filter(criteria_set=adoption.criteria_set).order_by("position")


def _show(request: UnitRequest, form: TaskForm, year: int, task: Task | None) -> HttpResponse:
    context = {
        "form": form,
        "task": task,
        "year": str(year),
        "groups": groups_of(request.unit, year),
        "has_plan": task is not None or plan_in_force(request.unit, year) is not None,
    }
    return render(request, "desk/tasks/edit.html", context, status=422 if form.is_bound else 200)
