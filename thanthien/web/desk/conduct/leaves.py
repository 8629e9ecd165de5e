"""Leave and missions told beforehand: written down on the person's page, taken back there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.conduct.leaving import (
    CannotPlanLeave,
    LeaveFields,
    leave_of_unit,
    plan_leave,
    withdraw_leave,
)
from thanthien.operations.conduct.models import PlannedLeave
from thanthien.platform.people.roles import Action
from thanthien.web.desk.conduct.frame import staff_asked
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field


class LeaveForm(PlainForm):
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    first_date = date_field("Từ ngày", missing="Anh/chị chọn ngày đầu.")
    last_date = date_field("Đến hết ngày", missing="Anh/chị chọn ngày cuối.")
    note = text_field("Ghi chú", length=200, hint="Nếu cần: nơi đến, người làm thay. Không ghi bệnh gì.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", [("", "Chọn loại"), *PlannedLeave.Kind.choices])


@unit_page(Action.CONDUCT_CHECK, "GET", "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    one, today = staff_asked(request, pk), timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"first_date": today, "last_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            plan_leave(
                actor=request.user, at=timezone.now(), staff=one, fields=LeaveFields(**form.cleaned_data)
            )
        except CannotPlanLeave as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi. Những ngày này không rút tên người này để kiểm tra.")
            return redirect("desk:conduct_staff", request.unit.code, pk)
    return form_page(
        request, form, title="Nghỉ, đi công tác báo trước",
        back=reverse("desk:conduct_staff", args=[request.unit.code, pk]), back_words=str(one),
        lead="Ghi trước để không rút phải người đang vắng. Chỉ người phụ trách và chính người này đọc được.",
    )  # fmt: skip


@unit_page(Action.CONDUCT_CHECK, "POST")
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    one = leave_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    try:
        withdraw_leave(actor=request.user, at=timezone.now(), leave=one)
    except CannotPlanLeave as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã bỏ lần báo này.")
    return redirect("desk:conduct_staff", request.unit.code, one.staff_id)
