"""The list that a unit keeps: begun from the sample, its hour, who does it, items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.facilities.actions import (
    CannotChangeList,
    ItemFields,
    RuleFields,
    begin_list,
    end_item,
    keep_item,
    set_rule,
)
from thanthien.operations.facilities.definition import definition
from thanthien.operations.facilities.models import ChecklistItem
from thanthien.operations.facilities.queries import items_on, rule_of
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.facilities.frame import away, item_asked, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, doer_choices, doer_chosen, text_field

_HOUR = dict.fromkeys(("required", "invalid"), "Anh/chị ghi giờ và phút, ví dụ 07:30.")


class ItemForm(PlainForm):
    kind = choice_field("Nhóm", missing="Anh/chị chọn nhóm.")
    label = text_field("Nội dung kiểm tra", missing="Anh/chị ghi nội dung cần kiểm tra.", length=120)
    hint = text_field("Xem thế nào là tốt", length=200, hint="Ví dụ: có mực, có giấy, in thử một trang.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", ChecklistItem.Kind.choices)


class RuleForm(PlainForm):
    due_time = forms.TimeField(
        label="Xong trước",
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages=_HOUR,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="Quá giờ này mà chưa xong, người đứng đầu Trung tâm, điều phối viên và lãnh đạo được báo.",
    )
    doer = choice_field(
        "Ai làm", hint="Người khác trong đơn vị vẫn làm thay được; việc nhắc hiện ở người được chọn."
    )

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("doer", doer_choices(unit, "Không giao riêng ai"))


@unit_page(Action.FACILITY_MANAGE, "POST")
def begin(request: UnitRequest) -> HttpResponse:
    try:
        begin_list(actor=request.user, at=timezone.now(), unit=request.unit)
    except CannotChangeList as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã lấy danh mục mẫu; anh/chị sửa cho đúng với Trung tâm của mình.")
    return redirect("desk:checklist_items", request.unit.code)


@unit_page(Action.FACILITY_VIEW)
def items(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    groups: dict[str, list[ChecklistItem]] = {}
    for one in items_on(request.unit, today):
        groups.setdefault(one.get_kind_display(), []).append(one)
    context = {
        **tabs(request, "desk:checklist_items"),
        "rule": rule_of(request.unit),
        "groups": groups.items(),
        "sample_version": definition().version,
        "sample_count": len(definition().items),
    }
    return render(request, "desk/facilities/items.html", context)


@unit_page(Action.FACILITY_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _item_form(request, None)


@unit_page(Action.FACILITY_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _item_form(request, item_asked(request, pk))


def _item_form(request: UnitRequest, item: ChecklistItem | None) -> HttpResponse:
    if back := away(request):
        return back
    first = {"kind": item.kind, "label": item.label, "hint": item.hint} if item else {}
    form = ItemForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = ItemFields(data["kind"], data["label"], data["hint"])
        try:
            keep_item(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=fields, item=item,
                seen=seen_version(request),
            )  # fmt: skip
        except CannotChangeList as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:checklist_items", request.unit.code)
    up = reverse("desk:checklist_items", args=[request.unit.code])
    return form_page(
        request, form, title="Sửa nội dung kiểm tra" if item else "Thêm nội dung kiểm tra", back=up,
        back_words="Danh mục, giờ", seen=item.version if item else 0,
    )  # fmt: skip


@unit_page(Action.FACILITY_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    item = item_asked(request, pk)
    try:
        end_item(actor=request.user, at=timezone.now(), item=item)
    except CannotChangeList as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Đã bỏ “{item.label}” khỏi danh mục; các ngày trước vẫn giữ nguyên.")
    return redirect("desk:checklist_items", request.unit.code)


@unit_page(Action.FACILITY_MANAGE, "GET", "POST")
def rule(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    now = rule_of(request.unit)
    if now is None:
        return redirect("desk:checklist_items", request.unit.code)
    doer = f"person:{now.person_id}" if now.person_id else f"agency:{now.agency_id}" if now.agency_id else ""
    form = RuleForm(request.unit, request.POST or None, initial={"due_time": now.due_time, "doer": doer})
    if request.method == "POST" and form.is_valid():
        agency, person = doer_chosen(request.unit, form.cleaned_data["doer"])
        fields = RuleFields(form.cleaned_data["due_time"], agency, person)
        try:
            set_rule(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=fields,
                seen=seen_version(request),
            )  # fmt: skip
        except CannotChangeList as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã đặt giờ; ngày đã kiểm tra giữ giờ cũ.")
            return redirect("desk:checklist_items", request.unit.code)
    up = reverse("desk:checklist_items", args=[request.unit.code])
    return form_page(
        request,
        form,
        title="Giờ kiểm tra đầu ngày",
        back=up,
        back_words="Danh mục, giờ",
        seen=now.version,
    )
