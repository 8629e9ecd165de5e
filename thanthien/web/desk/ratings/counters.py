"""Counters, their tablets, and who sits where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BooleanField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.ratings.queries import devices_of, silent_devices
from thanthien.platform.counters.actions import CannotChangeCounters, keep_counter, leave, seat
from thanthien.platform.counters.queries import counters_of, seats_of
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.ratings.frame import away, counter_of, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, people_choices, person_chosen, text_field


class CounterForm(PlainForm):
    name = text_field("Tên quầy", missing="Anh/chị ghi tên quầy.", length=80, hint="Ví dụ: Quầy 2 – Hộ tịch.")
    name_en = text_field(
        "Tên bằng tiếng Anh", length=80, hint="Để trống thì màn hình tiếng Anh hiện tên tiếng Việt."
    )
    place = text_field("Vị trí", length=120, hint="Ví dụ: tầng 1, bên phải cửa vào.")


class OpenCounterForm(CounterForm):
    is_open = BooleanField(label="Quầy đang nhận đánh giá", required=False)


@unit_page(Action.COUNTER_VIEW)
def counters(request: UnitRequest) -> HttpResponse:
    today, context = timezone.localdate(), tabs(request, "counters")
    rows = counters_of(request.unit)
    devices = devices_of(request.unit) if context["manages"] else []
    silent = silent_devices(request.unit, today) if devices else []
    context |= {
        "counters": rows,
        "devices": [(one, one in silent) for one in devices],
        "works": may(request.user, Action.COUNTER_WORK, request.unit),
        "people": people_choices(request.unit) if context["manages"] else [],
    }
    return render(request, "desk/ratings/counters.html", context)


@unit_page(Action.COUNTER_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    form = CounterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_counter(actor=request.user, at=timezone.now(), unit=request.unit, **form.cleaned_data)
        except CannotChangeCounters as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, "Đã thêm quầy. Anh/chị đăng ký máy tính bảng cho quầy, hoặc in áp phích mã QR."
            )
            return redirect("desk:rating_counters", request.unit.code)
    return _form(request, form, title="Thêm quầy")


@unit_page(Action.COUNTER_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    counter = counter_of(request, pk)
    begin = {name: getattr(counter, name) for name in ("name", "name_en", "place", "is_open")}
    form = OpenCounterForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            keep_counter(
                actor=request.user, at=timezone.now(), unit=request.unit, counter=counter, **form.cleaned_data
            )
        except CannotChangeCounters as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu quầy.")
            return redirect("desk:rating_counters", request.unit.code)
    return _form(request, form, title=counter.name, below="desk/ratings/_seats.html", seats=seats_of(counter))


@unit_page(Action.COUNTER_WORK, "POST")
def sit(request: UnitRequest, pk: int) -> HttpResponse:
    """Who works at the counter from now on: `person`, oneself where none is named, nobody with `leave`."""
    counter, at = counter_of(request, pk), timezone.now()
    try:
        if "leave" in request.POST:
            leave(actor=request.user, at=at, counter=counter)
            messages.success(request, f"Đã ghi: {counter.name} không có ai.")
        else:
            chosen = request.POST.get("person", "")
            person = person_chosen(request.unit, chosen) if chosen else request.user
            if person is None:
                raise CannotChangeCounters("Anh/chị chọn một người trong danh sách.")
            seat(actor=request.user, at=at, counter=counter, person=person)
            messages.success(request, f"Từ bây giờ đánh giá ở {counter.name} tính cho {person}.")
    except CannotChangeCounters as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:rating_counters", request.unit.code)


def _form(request: UnitRequest, form: PlainForm, *, title: str, **more: Any) -> HttpResponse:
    back = reverse("desk:rating_counters", args=[request.unit.code])
    return form_page(request, form, title=title, back=back, back_words="Quầy và máy", **more)
