"""The place and its rules, the recurring rules, who was appointed to receive citizens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.rules.deadlines import WEEKDAYS
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import Receiver, Rhythm
from thanthien.operations.reception.queries import rhythms_of, room_of
from thanthien.operations.reception.setting_up import (
    RhythmFields,
    add_rhythm,
    appoint_receiver,
    dismiss_receiver,
    end_rhythm,
    set_room,
)
from thanthien.operations.reception.standing import receivers_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.reception.forms import RhythmForm, RoomForm
from thanthien.web.desk.reception.frame import tabs
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import people_choices, person_chosen

_BACK_WORDS = "Nơi tiếp, phân công"


@unit_page(Action.RECEPTION_VIEW)
def setup(request: UnitRequest) -> HttpResponse:
    return _show(request)


def _show(request: UnitRequest, *, status: int = 200, **kept: Any) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    around, room = tabs(request, "desk:reception_setup"), room_of(unit)
    context = {
        **around,
        "room": room,
        "rules": room.rules.splitlines() if room and room.rules else (),
        "sample": definition().rules["vi"],
        "rhythms": [(one, said(one)) for one in rhythms_of(unit, today)],
        "receivers": receivers_of(unit, today),
        "people": people_choices(unit, Action.RECEPTION_WORK) if around["manages"] else [],
        **kept,
    }
    return render(request, "desk/reception/setup.html", context, status=status)


def said(rule: Rhythm) -> str:
    """ "Thứ Năm tuần 1, 3 hằng tháng"."""
    numbers = rule.numbers.replace(",", ", ")
    if rule.kind == Rhythm.Kind.DATES:
        return f"Ngày {numbers} hằng tháng"
    weekday = WEEKDAYS[rule.weekday]
    words = f"{weekday[:1].upper()}{weekday[1:]}"
    return f"{words} hằng tuần" if rule.kind == Rhythm.Kind.WEEKLY else f"{words} tuần {numbers} hằng tháng"


@unit_page(Action.RECEPTION_MANAGE, "GET", "POST")
def room(request: UnitRequest) -> HttpResponse:
    known = room_of(request.unit)
    first = {name: getattr(known, name) for name in RoomForm.base_fields} if known else {}
    form = RoomForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            set_room(
                actor=request.user, at=timezone.now(), unit=request.unit, seen=seen_version(request),
                **form.cleaned_data,
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu nơi tiếp và nội quy.")
            return redirect("desk:reception_setup", request.unit.code)
    return form_page(
        request, form, title="Nơi tiếp công dân, nội quy", back=_back(request), back_words=_BACK_WORDS,
        seen=known.version if known else 0,
    )  # fmt: skip


@unit_page(Action.RECEPTION_MANAGE, "GET", "POST")
def rule_add(request: UnitRequest) -> HttpResponse:
    form = RhythmForm(
        request.unit, request.POST or None, initial={"starts": "08:00", "ends": "11:30", "kind": "nth"}
    )
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        fields = RhythmFields(
            data["post"], data["kind"], data["starts"], data["ends"], timezone.localdate(now),
            int(data["weekday"] or 0), data["numbers"], person_chosen(request.unit, data["person"]),
        )  # fmt: skip
        try:
            add_rhythm(actor=request.user, at=now, unit=request.unit, fields=fields)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã đặt lịch định kỳ. Anh/chị lập lịch tháng ở trang Lịch tiếp.")
            return redirect("desk:reception_setup", request.unit.code)
    return form_page(request, form, title="Lịch định kỳ", back=_back(request), back_words=_BACK_WORDS)


@unit_page(Action.RECEPTION_MANAGE, "POST")
def rule_end(request: UnitRequest, pk: int) -> HttpResponse:
    rule = Rhythm.objects.filter(unit=request.unit, pk=pk).select_related("unit").first()
    if rule is None:
        raise Http404
    end_rhythm(actor=request.user, at=timezone.now(), rhythm=rule)
    messages.success(request, "Đã thôi lịch định kỳ; các ngày đã lập vẫn giữ.")
    return redirect("desk:reception_setup", request.unit.code)


@unit_page(Action.RECEPTION_MANAGE, "POST")
def appoint(request: UnitRequest) -> HttpResponse:
    person = person_chosen(request.unit, request.POST.get("person", ""))
    try:
        if person is None:
            raise Refusal("Anh/chị chọn người tiếp công dân.")
        appoint_receiver(actor=request.user, at=timezone.now(), unit=request.unit, person=person)
    except Refusal as refusal:
        return _show(request, status=422, refused=str(refusal))
    messages.success(request, f"{person} nay ghi và đọc được sổ tiếp công dân.")
    return redirect("desk:reception_setup", request.unit.code)


@unit_page(Action.RECEPTION_MANAGE, "POST")
def dismiss(request: UnitRequest, pk: int) -> HttpResponse:
    one = Receiver.objects.filter(unit=request.unit, pk=pk).select_related("unit", "person").first()
    if one is None:
        raise Http404
    dismiss_receiver(actor=request.user, at=timezone.now(), receiver=one)
    messages.success(request, f"{one.person} không còn mở được sổ tiếp công dân.")
    return redirect("desk:reception_setup", request.unit.code)


def _back(request: UnitRequest) -> str:
    return reverse("desk:reception_setup", args=[request.unit.code])
