"""The duty roster: a week, who is on duty now, hand-overs, shifts planned and copied, the decision as Word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.channels.actions import (
    ShiftFields,
    cancel_shift,
    copy_last_week,
    hand_over,
    plan_shifts,
    set_hours,
    take_over,
)
from thanthien.operations.channels.arrivals import arrival_counts
from thanthien.operations.channels.models import Mailbox, Post, Shift
from thanthien.operations.channels.papers import duty_decision
from thanthien.operations.channels.queries import (
    handed_over,
    hours_of,
    next_shift,
    on_duty_now,
    roster,
    shift_of_unit,
)
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.channels.frame import tabs, week_asked, weeks_beside
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, choice_field, people_choices, person_chosen

TIME_FORMS = ["%H:%M", "%H:%M:%S"]


def _time_field(label: str) -> forms.TimeField:
    errors = dict.fromkeys(("required", "invalid"), "Anh/chị ghi giờ và phút, ví dụ 07:30.")
    return forms.TimeField(
        label=label,
        input_formats=TIME_FORMS,
        error_messages=errors,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )


class ShiftForm(PlainForm):
    post = choice_field("Kênh", missing="Anh/chị chọn kênh trực.")
    person = choice_field("Người trực", missing="Anh/chị chọn người trực.")
    starts = _time_field("Từ")
    ends = _time_field("Đến")
    days = boxes_field("Những ngày", missing="Anh/chị chọn ít nhất một ngày.")

    def __init__(self, unit: Unit, monday: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("post", Post.choices)
        self.set_choices("person", [("", "Chọn người trực"), *people_choices(unit)])
        week = [monday + timedelta(days=n) for n in range(7)]
        self.set_choices("days", [(day.isoformat(), weekday_vi(day)) for day in week])


class HoursForm(PlainForm):
    morning_from = _time_field("Sáng từ")
    morning_to = _time_field("Sáng đến")
    afternoon_from = _time_field("Chiều từ")
    afternoon_to = _time_field("Chiều đến")


@unit_page(Action.CHANNEL_VIEW)
def duty(request: UnitRequest) -> HttpResponse:
    return _show(request, week_asked(request.GET.get("week", "")))


def _show(request: UnitRequest, monday: date, *, status: int = 200, **kept: Any) -> HttpResponse:
    now, person, unit = timezone.now(), request.user, request.unit
    today = timezone.localdate(now)
    manages = may(person, Action.CHANNEL_MANAGE, unit)
    own = [one for day in roster(unit, today, 1) for post in day.posts for one in post.shifts]
    handed = [(one, next_shift(one)) for one in handed_over(unit, now)[:20]]
    days = roster(unit, monday)
    context = {
        **tabs("desk:duty"),
        **weeks_beside(request, monday),
        "days": [(day, weekday_vi(day.date)) for day in days],
        "now": on_duty_now(unit, now),
        "mine": [one for one in own if one.person_id == person.pk and one.taken_at is None],
        "handed": [(one, to, manages or (to and to.person_id == person.pk)) for one, to in handed],
        "today": today,
        "gap_count": sum(1 for day in days if day.date >= today for post in day.posts if post.gaps),
        "manages": manages,
        "receives": may(person, Action.FEEDBACK_RECEIVE, unit),
        "hours": hours_of(unit),
        "arrivals": arrival_counts(unit, now - timedelta(days=30)) if manages else [],
        "mailbox": Mailbox.objects.filter(unit=unit).first() if manages else None,
        **kept,
    }
    return render(request, "desk/channels/duty.html", context, status=status)


@unit_page(Action.CHANNEL_MANAGE, "GET", "POST")
def plan(request: UnitRequest) -> HttpResponse:
    monday = week_asked(request.GET.get("week", ""))
    (starts, _), (_, ends) = hours_of(request.unit)
    first = {"starts": starts, "ends": ends, "post": request.GET.get("post", "")}
    form = ShiftForm(request.unit, monday, request.POST or None, initial=first)
    back = f"{reverse('desk:duty', args=[request.unit.code])}?week={monday.isoformat()}"
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = person_chosen(request.unit, data["person"])
        try:
            if person is None:
                raise Refusal("Người này không còn ở đơn vị.", "person")
            days = tuple(date.fromisoformat(day) for day in data["days"])
            made = plan_shifts(
                actor=request.user, at=timezone.now(), unit=request.unit,
                fields=ShiftFields(data["post"], days, data["starts"], data["ends"], person),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã phân công {len(made)} ca trực.")
            return redirect(back)
    return form_page(
        request, form, title="Phân công trực", back=back, back_words="Lịch trực", button="Phân công"
    )


@unit_page(Action.CHANNEL_MANAGE, "POST")
def copy(request: UnitRequest) -> HttpResponse:
    monday = week_asked(request.POST.get("week", ""))
    try:
        made = copy_last_week(actor=request.user, at=timezone.now(), unit=request.unit, monday=monday)
    except Refusal as refusal:
        return _show(request, monday, status=422, refused=str(refusal))
    messages.success(request, f"Đã chép {len(made)} ca từ tuần trước.")
    return redirect(f"{reverse('desk:duty', args=[request.unit.code])}?week={monday.isoformat()}")


@unit_page(Action.CHANNEL_MANAGE, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    shift = _found(request, pk)
    try:
        cancel_shift(actor=request.user, at=timezone.now(), shift=shift)
    except Refusal as refusal:
        return _show(request, week_asked(shift.date.isoformat()), status=422, refused=str(refusal))
    messages.success(request, f"Đã bỏ ca trực {shift.said_hours} ngày {shift.date:%d/%m/%Y}.")
    return redirect(f"{reverse('desk:duty', args=[request.unit.code])}?week={shift.date.isoformat()}")


@unit_page(Action.CHANNEL_WORK, "POST")
def hand(request: UnitRequest, pk: int) -> HttpResponse:
    """Hand a shift over with a note, or accept what was handed over (`take`)."""
    shift, now = _found(request, pk), timezone.now()
    try:
        if request.POST.get("take"):
            take_over(actor=request.user, at=now, shift=shift)
            said = "Đã nhận bàn giao."
        else:
            hand_over(actor=request.user, at=now, shift=shift, note=request.POST.get("note", ""))
            said = "Đã bàn giao; người trực ca sau thấy trong “Việc của tôi”."
    except Refusal as refusal:
        kept = {"refused": str(refusal), "typed": request.POST.get("note", ""), "typed_pk": pk}
        return _show(request, week_asked(""), status=422, **kept)
    messages.success(request, said)
    return redirect("desk:duty", request.unit.code)


@unit_page(Action.CHANNEL_MANAGE, "GET", "POST")
def hours(request: UnitRequest) -> HttpResponse:
    names = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")
    now = dict(zip(names, [time for span in hours_of(request.unit) for time in span], strict=True))
    form = HoursForm(request.POST or None, initial=now)
    back = reverse("desk:duty", args=[request.unit.code])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_hours(
                actor=request.user, at=timezone.now(), unit=request.unit,
                morning=(data["morning_from"], data["morning_to"]),
                afternoon=(data["afternoon_from"], data["afternoon_to"]),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã đặt giờ làm việc; khoảng trống của lịch trực tính theo giờ này.")
            return redirect(back)
    return form_page(
        request, form, title="Giờ làm việc", back=back, back_words="Lịch trực",
        lead="Ngoài giờ này lịch trực không tính là trống.",
    )  # fmt: skip


@unit_page(Action.CHANNEL_VIEW)
def decision(request: UnitRequest) -> HttpResponse:
    """The assignment of the week shown, as Word."""
    monday = week_asked(request.GET.get("week", ""))
    document = duty_decision(request.unit, monday, roster(request.unit, monday))
    name = f"Phân công trực {request.unit.name} tuần {monday:%d-%m-%Y}.docx"
    return as_download(write_docx(document), name)


def _found(request: UnitRequest, pk: int) -> Shift:
    shift = shift_of_unit(request.unit, pk)
    if shift is None:
        raise Http404
    return shift
