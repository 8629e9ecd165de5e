"""Merging one commune into another: what will happen is said before, and it is asked once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from thanthien.platform.people.merging import CannotMerge, merge_unit
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import local_units_below
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm


class MergeForm(PlainForm):
    unit = forms.ModelChoiceField(
        label="Đơn vị nhập vào đơn vị khác",
        queryset=Unit.objects.none(),
        empty_label="Chọn …",
        error_messages={
            "required": "Anh/chị chọn đơn vị.",
            "invalid_choice": "Đơn vị này không còn chọn được.",
        },
    )
    successor = forms.ModelChoiceField(
        label="Đơn vị tiếp nhận",
        queryset=Unit.objects.none(),
        empty_label="Chọn …",
        error_messages={
            "required": "Anh/chị chọn đơn vị.",
            "invalid_choice": "Đơn vị này không còn chọn được.",
        },
    )
    merged_date = forms.DateField(
        label="Ngày có hiệu lực",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Anh/chị chọn ngày có hiệu lực.", "invalid": "Ngày chưa đúng."},
    )
    document = forms.CharField(
        label="Văn bản sáp nhập",
        max_length=120,
        help_text="Ví dụ: Nghị quyết số 1669/NQ-UBTVQH15",
        error_messages={"required": "Anh/chị ghi số văn bản sáp nhập."},
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = units


@unit_page(Action.UNIT_MERGE, "GET", "POST")
def merge(request: UnitRequest) -> HttpResponse:
    units = local_units_below(request.unit).order_by("code")
    data = request.POST if request.method == "POST" else None
    form = MergeForm(units.filter(successor=None), data, initial={"merged_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            moved = merge_unit(actor=request.user, at=timezone.now(), city=request.unit, **form.cleaned_data)
        except CannotMerge as refusal:
            form.refuse(refusal)
        else:
            old, new = form.cleaned_data["unit"], form.cleaned_data["successor"]
            messages.success(
                request, f"{old.heading} đã nhập vào {new.full_name}. {moved} vai trò đã chuyển sang."
            )
            return redirect("oversight:merge", request.unit.code)
    merged = units.exclude(successor=None).select_related("successor")
    context = {"form": form, "merged": list(merged)}
    return render(request, "oversight/merge.html", context, status=422 if form.is_bound else 200)


urlpatterns = [path("merge/", merge, name="merge")]
