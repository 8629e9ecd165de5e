"""Moving the day of one occurrence of a task."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.moving import move_undone
from thanthien.programme.occurrences.actions import CannotMoveOccurrence
from thanthien.programme.occurrences.queries import occurrence_of_task
from thanthien.web.desk.tasks.page import show_task, task_or_404
from thanthien.web.pages import UnitRequest, unit_page


class MoveForm(forms.Form):
    """`seen` is the day that stood on the page."""

    to = forms.DateField(
        label="Hạn mới",
        error_messages={"required": "Anh/chị chọn ngày mới.", "invalid": "Ngày mới chưa đúng."},
    )
    reason = forms.CharField(label="Lý do", required=False, max_length=300)
    seen = forms.DateField(label="Hạn đã xem", widget=forms.HiddenInput)


@unit_page(Action.TASK_MANAGE, "POST")
def move(request: UnitRequest, pk: int, occurrence_id: int) -> HttpResponse:
    task = task_or_404(request, pk)
    found = occurrence_of_task(task, occurrence_id)
    if found is None:
        raise Http404
    form = MoveForm(request.POST)
    why = "" if form.is_valid() else next(iter(form.errors.values()))[0]
    if not why:
        try:
            row = move_undone(actor=request.user, at=timezone.now(), occurrence=found, **form.cleaned_data)
        except CannotMoveOccurrence as refusal:
            why = str(refusal)
    if why:
        refused = {"occurrence": found.pk, "why": why}
        typed = {"to": request.POST.get("to", ""), "reason": request.POST.get("reason", "")}
        return show_task(request, task, status=422, move_refused=refused, move_typed=typed)
    messages.success(request, f"Đã dời hạn của {row.label} sang ngày {date_vi(row.due_date)}.")
    return redirect("desk:task", request.unit.code, pk)
