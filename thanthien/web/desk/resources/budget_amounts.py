"""Money allocated, spent and settled: recorded with its document, cancelled with its reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.budget.actions import (
    CannotChangeBudget,
    add_amount,
    cancel_amount,
)
from thanthien.programme.budget.models import Amount
from thanthien.programme.budget.queries import amount_of_unit, item_of_unit, sums_of
from thanthien.programme.budget.standing import require_keeper
from thanthien.web.desk.resources.forms import DeskForm, day, line, one_file
from thanthien.web.fields import MoneyField
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page


class AmountForm(DeskForm):
    kind = forms.ChoiceField(label="Loại", choices=Amount.Kind.choices)
    amount = MoneyField(label="Số tiền", help_text="Ghi 12.500.000 hoặc 12,5 triệu.")
    document_number = line("Số quyết định, chứng từ", length=80)
    document_date = day("Ngày")
    upload = one_file("Tệp văn bản")
    note = line("Ghi chú", required=False)


@unit_page(Action.BUDGET_DRAFT, "GET", "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    found = item_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    form = AmountForm(
        request.POST or None, request.FILES or None, initial={"document_date": timezone.localdate()}
    )
    if request.method == "POST":
        require_keeper(request.user, request.unit)
        if form.is_valid():
            try:
                made = add_amount(actor=request.user, at=timezone.now(), item=found, **form.cleaned_data)
            except CannotChangeBudget as refusal:
                form.refuse(refusal)
            else:
                messages.success(
                    request, f"Đã ghi {made.get_kind_display().lower()} theo {made.document_number}."
                )
                return redirect("desk:budget_item", request.unit.code, pk)
    context = {"item": found, "sums": sums_of(found), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/resources/budget_amount.html", context, status=status)


@unit_page(Action.BUDGET_DRAFT, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    amount = _amount(request, pk)
    try:
        cancel_amount(
            actor=request.user, at=timezone.now(), amount=amount, reason=request.POST.get("reason", "")
        )
    except CannotChangeBudget as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã hủy số {amount}. Số này vẫn hiện ở cuối bảng cùng lý do.")
    return redirect("desk:budget_item", request.unit.code, amount.item_id)


@unit_page(Action.BUDGET_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    amount = _amount(request, pk)
    return hand_over(request, amount.file, amount.filename)


def _amount(request: UnitRequest, pk: int) -> Amount:
    amount = amount_of_unit(request.unit, pk)
    if amount is None:
        raise Http404
    return amount
