"""Repairs: the list, one repair with what was done, a report of something that is on no list."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.facilities.models import Repair, RepairStep
from thanthien.operations.facilities.queries import (
    is_late,
    items_on,
    open_repairs,
    repair_counts,
    repairs_of,
    step_of_unit,
)
from thanthien.operations.facilities.repairing import (
    CannotRepair,
    MoveFields,
    RepairFields,
    default_due,
    move_repair,
    report_repair,
    version_of,
)
from thanthien.operations.facilities.standing import manages
from thanthien.operations.facilities.states import STEPS
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.facilities.frame import item_asked, repair_asked, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.pictures import keep_picture, photo_field
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)

_FILTERS = (("open", "Đang hỏng"), ("late", "Quá hạn sửa"), ("closed", "Đã xong"), ("all", "Tất cả"))
_MOST = 300


class RepairForm(PlainForm):
    item = choice_field("Nội dung trong danh mục")
    thing = text_field(
        "Hoặc thứ khác", length=120, hint="Chỉ ghi khi không có trong danh mục. Ví dụ: máy chiếu phòng họp."
    )
    said = text_field("Hỏng, thiếu thế nào", missing="Anh/chị ghi hỏng, thiếu thế nào.", length=300)
    place = text_field("Ở đâu", length=120, hint="Ví dụ: quầy 2.")
    photo = photo_field("Ảnh")
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = items_on(unit, timezone.localdate())
        broken = open_repairs(free)
        choices = [(str(one.pk), one.label) for one in free if one.pk not in broken]
        self.set_choices("item", [("", "Không có trong danh mục"), *choices])


class MoveForm(PlainForm):
    """What any move may bring; the page draws the fields where they belong."""

    text = text_field("Nội dung", length=1000)
    assignee = choice_field("Người sửa")
    outsider = text_field("Nơi nhận sửa", length=150)
    due_date = date_field("Hạn sửa")
    photo = photo_field("Ảnh")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("assignee", [("", "Không giao người trong đơn vị"), *people_choices(unit)])


@unit_page(Action.FACILITY_VIEW)
def repairs(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = request.GET.get("state", "open")
    state = asked if asked in dict(_FILTERS) else "open"
    counts = repair_counts(request.unit, today)
    context = {
        **tabs(request, "desk:repairs"),
        "rows": [(one, is_late(one, today)) for one in repairs_of(request.unit, state, today)[:_MOST]],
        "filters": [(code, words, counts[code]) for code, words in _FILTERS],
        "state": state,
        "works": may(request.user, Action.FACILITY_WORK, request.unit),
    }
    return render(request, "desk/facilities/repairs.html", context)


@unit_page(Action.FACILITY_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    form = RepairForm(
        unit, request.POST or None, request.FILES or None,
        initial={"client_key": secrets.token_urlsafe(18)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        item = item_asked(request, int(data["item"])) if data["item"] else None
        try:
            photo = keep_picture(data["photo"], now)
            fields = RepairFields(
                item.label if item else data["thing"], data["said"], data["place"], item, photo,
                data["client_key"],
            )  # fmt: skip
            made = report_repair(actor=request.user, at=now, unit=unit, fields=fields)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi phiếu sửa chữa.")
            return redirect("desk:repair", unit.code, made.pk)
    back = reverse("desk:repairs", args=[unit.code])
    return form_page(request, form, title="Báo hỏng", back=back, back_words="Sửa chữa", button="Báo hỏng")


@unit_page(Action.FACILITY_VIEW)
def repair(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, repair_asked(request, pk))


def _show(request: UnitRequest, one: Repair, *, status: int = 200, **kept: Any) -> HttpResponse:
    today = timezone.localdate()
    works, heads = (
        may(request.user, Action.FACILITY_WORK, request.unit),
        manages(request.user, request.unit),
    )
    moves = {
        move
        for move, step in STEPS.items()
        if works and one.state in step.allowed and (heads or not step.by_manager)
    }
    context = {
        **tabs(request, "desk:repairs"),
        "one": one,
        "steps": one.steps.all(),
        "late": is_late(one, today),
        "moves": moves,
        "seen": version_of(one),
        "people": people_choices(request.unit) if RepairStep.Move.ASSIGN in moves else [],
        "due": one.due_date
        or (default_due(request.unit, today) if RepairStep.Move.ASSIGN in moves else None),
        **kept,
    }
    return render(request, "desk/facilities/repair.html", context, status=status)


@unit_page(Action.FACILITY_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, now, chosen = repair_asked(request, pk), timezone.now(), request.POST.get("move", "")
    form = MoveForm(request.unit, request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise CannotRepair(form.first_error())
        data = form.cleaned_data
        picture = keep_picture(data["photo"], now)
        fields = MoveFields(
            request.POST.get("seen", ""), data["text"], person_chosen(request.unit, data["assignee"]),
            data["outsider"], data["due_date"], picture,
        )  # fmt: skip
        move_repair(actor=request.user, at=now, repair=one, move=chosen, fields=fields)
    except Refusal as refusal:
        return _show(request, one, status=422, refused=str(refusal), asked=chosen, typed=request.POST)
    messages.success(request, f"Đã ghi: {RepairStep.Move(chosen).label.lower()}.")
    return redirect("desk:repair", request.unit.code, pk)


@unit_page(Action.FACILITY_VIEW)
def photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    step = step_of_unit(request.unit, pk)
    if step is None or step.photo is None:
        raise Http404
    return hand_over(
        request, step.photo, step.repair.thing, small=bool(whole_number(request.GET.get("small", "")))
    )
