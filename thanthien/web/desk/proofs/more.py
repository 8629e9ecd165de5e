"""One proof for further tasks, and the new version of one that runs out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.actions import CannotChangeProof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proof_of_unit
from thanthien.programme.evidence.ties import renew_proof, tie_proof, ties_of
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import leads_of, rows_of
from thanthien.programme.plans.standing import standing_of
from thanthien.web.desk.tasks.forms import RowsField, day_field
from thanthien.web.fields import ACCEPT
from thanthien.web.pages import UnitRequest, unit_page


class TieForm(forms.Form):
    tasks = RowsField(
        label="Cũng chứng minh cho",
        queryset=Task.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "Anh/chị chọn ít nhất một nhiệm vụ."},
    )

    def __init__(self, tasks: list[Task], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tasks"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Task.objects.filter(pk__in=[task.pk for task in tasks])


class RenewForm(forms.Form):
    upload = forms.FileField(
        label="Tệp của bản mới",
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ACCEPT}),
        error_messages={"required": "Anh/chị chọn tệp của bản mới."},
    )
    effective_date = day_field("Ngày của bản mới", required=True)
    valid_until = day_field(
        "Có hiệu lực đến", required=False, help_text="Để trống khi bản mới không còn thời hạn."
    )


@unit_page(Action.TASK_WORK, "GET", "POST")
def tie(request: UnitRequest, pk: int) -> HttpResponse:
    """Choose further tasks that the same file proves; each checks its own."""
    proof = _proof(request, pk)
    choices = _possible(request, proof)
    form = TieForm(choices, request.POST or None)
    if form.is_valid():
        try:
            made = tie_proof(
                actor=request.user, at=timezone.now(), proof=proof, tasks=list(form.cleaned_data["tasks"])
            )
        except CannotChangeProof as refusal:
            form.add_error("tasks", str(refusal))
        else:
            messages.success(
                request,
                f"Minh chứng này nay cũng chứng minh cho {len(made)} nhiệm vụ; mỗi nơi kiểm tra riêng.",
            )
            return _back(request, proof)
    context = {
        "proof": proof,
        "form": form,
        "choices": choices,
        "chosen": request.POST.getlist("tasks"),
        "ties": ties_of([proof]).get(proof.pk, []),
    }
    return render(request, "desk/proofs/tie.html", context, status=422 if form.is_bound else 200)


def _possible(request: UnitRequest, proof: Evidence) -> list[Task]:
    """Tasks of the year that this person works on and that do not hold the proof yet."""
    standing = standing_of(request.user, request.unit)
    taken = {proof.task_id, *(one.task_id for one in ties_of([proof]).get(proof.pk, []))}
    return [
        task
        for task in rows_of(request.unit, proof.task.year).prefetch_related("agencies__agency")
        if task.pk not in taken and not task.is_header and standing.does_any(leads_of(task))
    ]


@unit_page(Action.TASK_WORK, "GET", "POST")
def renew(request: UnitRequest, pk: int) -> HttpResponse:
    proof = _proof(request, pk)
    form = RenewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            renew_proof(actor=request.user, at=timezone.now(), proof=proof, **form.cleaned_data)
        except CannotChangeProof as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã nhận bản mới; bản cũ vẫn được giữ. Bản mới chờ kiểm tra.")
            return _back(request, proof)
    status = 422 if form.is_bound else 200
    return render(request, "desk/proofs/renew.html", {"proof": proof, "form": form}, status=status)


def _proof(request: UnitRequest, pk: int) -> Evidence:
    proof = proof_of_unit(request.unit, pk)
    if proof is None:
        raise Http404
    return proof


def _back(request: UnitRequest, proof: Evidence) -> HttpResponse:
    return redirect(reverse("desk:task", args=[request.unit.code, proof.task_id]) + "#proof")
