"""Appointments: the times that are open, who comes when, and more times."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.actions import CannotSetUp
from thanthien.operations.queueing.booking import SlotFields, check_in, open_slots
from thanthien.operations.queueing.queries import booking_by_code, open_services, slots_ahead
from thanthien.operations.queueing.standing import require_worker
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.queue.frame import away, service_of, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field

SHOWN = 200


class SlotsForm(PlainForm):
    service = choice_field("Việc", missing="Anh/chị chọn việc.")
    day = date_field("Ngày", missing="Anh/chị chọn ngày.")
    begins = text_field("Từ giờ", missing="Anh/chị ghi giờ, ví dụ 08:00.", length=5)
    ends = text_field("Đến giờ", missing="Anh/chị ghi giờ, ví dụ 11:00.", length=5)
    every = text_field("Cách nhau (phút)", missing="Anh/chị ghi số phút.", length=3)
    places = text_field("Số chỗ mỗi giờ hẹn", missing="Anh/chị ghi số chỗ.", length=2)


@unit_page(Action.QUEUE_VIEW)
def slots(request: UnitRequest) -> HttpResponse:
    context = {"slots": slots_ahead(request.unit, timezone.localdate())[:SHOWN], **tabs(request, "slots")}
    return render(request, "desk/queue/slots.html", context)


@unit_page(Action.QUEUE_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    begin = {"begins": "08:00", "ends": "11:00", "every": "20", "places": "1"}
    form = SlotsForm(request.POST or None, initial=begin)
    form.set_choices("service", [(str(one.pk), one.name) for one in open_services(request.unit)])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = open_slots(
                actor=request.user, at=timezone.now(), unit=request.unit,
                service=service_of(request, whole_number(data["service"]) or 0),
                fields=SlotFields(
                    data["day"], _hour(data["begins"], "begins"), _hour(data["ends"], "ends"),
                    whole_number(data["every"]) or 0, whole_number(data["places"]) or 0,
                ),
            )  # fmt: skip
        except CannotSetUp as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, f"Đã mở {len(made)} giờ hẹn. Người dân đặt được ngay trên trang của đơn vị."
            )
            return redirect("desk:queue_slots", request.unit.code)
    back_to = reverse("desk:queue_slots", args=[request.unit.code])
    return form_page(request, form, title="Mở giờ hẹn", back=back_to, back_words="Giờ hẹn", button="Mở")


@unit_page(Action.QUEUE_WORK, "POST")
def come(request: UnitRequest) -> HttpResponse:
    """Somebody is here with the code of an appointment."""
    require_worker(request.user, request.unit)
    found = booking_by_code(request.unit, typed_code(request.POST.get("code", "")))
    if found is None:
        messages.error(request, "Không có mã hẹn này. Anh/chị xem lại mã.", extra_tags="danger")
        return redirect("desk:queue_slots", request.unit.code)
    try:
        made = check_in(at=timezone.now(), unit=request.unit, booking=found)
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Người đến theo hẹn được số {made.label}.")
    return redirect("desk:queue_slots", request.unit.code)


def _hour(typed: str, field: str) -> time:
    hours, _, minutes = typed.strip().replace("h", ":").replace("g", ":").partition(":")
    hour, minute = whole_number(hours), whole_number(minutes or "0")
    if hour is None or minute is None or not (0 <= hour < 24 and 0 <= minute < 60):
        raise CannotSetUp("Anh/chị ghi giờ như 08:00.", field)
    return time(hour, minute)
