"""Requests for home service: the list, one typed in by telephone, one with its two conditions and what was done."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.rules.deadlines import left_in_words
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.assistance.actions import Asked, CannotServe, move_request, receive_request
from thanthien.operations.assistance.definition import definition
from thanthien.operations.assistance.models import HomeRequest, HomeRules, HomeStep, Recipient
from thanthien.operations.assistance.queries import (
    is_late,
    others_of_person,
    request_counts,
    requests_of,
)
from thanthien.operations.assistance.standing import manages, sees, serves, shown
from thanthien.operations.assistance.states import STEPS
from thanthien.operations.assistance.telling import about, samples, switch_messages, tells
from thanthien.platform.outbox.queries import messages_about
from thanthien.platform.outbox.zns import is_set_up
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.platform.workdays.queries import calendar_of
from thanthien.web.desk.assistance.frame import request_asked, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field

_FILTERS = (
    ("open", "Đang làm"), ("late", "Quá hạn"), ("served", "Đã phục vụ"), ("refused", "Chưa phục vụ được"),
    ("all", "Tất cả"),
)  # fmt: skip
_MOST = 300
_TYPED = ((HomeRequest.Way.PHONE, "Điện thoại"), (HomeRequest.Way.COUNTER, "Nhờ người đến báo tại quầy"))


class RequestForm(PlainForm):
    way = choice_field("Báo bằng cách nào", missing="Anh/chị chọn cách báo.")
    asker = choice_field("Ai đề nghị", missing="Anh/chị chọn người đề nghị.")
    asker_name = text_field("Tên người đề nghị thay", length=100)
    asker_phone = text_field("Số điện thoại người đề nghị thay", length=20)
    name = text_field("Họ tên người cần phục vụ", missing="Anh/chị ghi họ tên.", length=100)
    phone = text_field("Số điện thoại", length=20, hint="Không có thì ghi số của người đề nghị thay.")
    neighbourhood = choice_field("Thôn, tổ dân phố")
    address = text_field("Địa chỉ", missing="Anh/chị ghi địa chỉ để đến đúng nhà.", length=200)
    kind = choice_field("Việc làm tại nhà", missing="Anh/chị chọn việc cần làm.")
    procedures = text_field(
        "Giấy tờ, thủ tục", missing="Anh/chị ghi cần làm giấy tờ, thủ tục gì.", length=300
    )
    wished = text_field("Thời gian mong muốn", length=120)
    cannot_travel = forms.TypedChoiceField(
        label="Có tự đi lại đến Trung tâm được không?",
        choices=[("1", "Không đi lại được"), ("0", "Vẫn đi lại được")],
        coerce=lambda value: value == "1",
        widget=forms.Select,
        error_messages={"required": "Anh/chị hỏi và chọn."},
        help_text="Phục vụ tại nhà khi không đi lại được VÀ có đề nghị.",
    )
    agrees = forms.BooleanField(
        label="Người được phục vụ đồng ý cho dùng họ tên, số điện thoại, địa chỉ để liên hệ và đến nhà",
        error_messages={"required": "Anh/chị hỏi ý kiến rồi đánh dấu; không đồng ý thì không ghi."},
    )
    agrees_health = forms.BooleanField(
        label="Đồng ý cho ghi nhóm đối tượng (thông tin về sức khỏe)",
        required=False,
        help_text="Không đồng ý thì vẫn được phục vụ; để trống nhóm. Không ghi tên bệnh.",
    )
    group = choice_field("Nhóm đối tượng")
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("way", _TYPED)
        self.set_choices("asker", Recipient.Asker.choices)
        self.set_choices("kind", HomeRequest.Kind.choices)
        places = [(str(one.pk), str(one)) for one in neighbourhoods_of(unit)]
        self.set_choices("neighbourhood", [("", "Không rõ"), *places])
        groups = [(one.code, one.label) for one in definition().groups.values()]
        self.set_choices("group", [("", "Không ghi"), *groups])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("group") and not data.get("agrees_health"):
            self.add_error(
                "group", "Người này chưa đồng ý cho ghi nhóm: anh/chị hỏi rồi đánh dấu, hoặc để “Không ghi”."
            )
        return data


@unit_page(Action.ASSISTANCE_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    asked = request.GET.get("state", "open")
    state = asked if asked in dict(_FILTERS) else "open"
    counts = request_counts(unit, today)
    rows = [
        (one, shown(one.recipient, whole=sees(request.user, one)), is_late(one, today))
        for one in requests_of(unit, state, today)[:_MOST]
    ]
    context = {
        **tabs(request, "desk:assistance"),
        "rows": rows,
        "filters": [(code, words, counts[code]) for code, words in _FILTERS],
        "state": state,
        "works": may(request.user, Action.ASSISTANCE_WORK, unit),
    }
    return render(request, "desk/assistance/requests.html", context)


@unit_page(Action.ASSISTANCE_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    first = {"client_key": secrets.token_urlsafe(18), "way": HomeRequest.Way.PHONE, "cannot_travel": "1"}
    form = RequestForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        place = whole_number(data.pop("neighbourhood"))
        found = Neighbourhood.objects.filter(unit=unit, pk=place).first() if place is not None else None
        try:
            made = receive_request(
                at=timezone.now(), unit=unit, by=request.user, asked=Asked(neighbourhood=found, **data)
            )
        except CannotServe as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, f"Đã ghi đề nghị, mã {made.said_code}. Anh/chị đọc mã cho người đề nghị."
            )
            return redirect("desk:assist_request", unit.code, made.pk)
    back = reverse("desk:assistance", args=[unit.code])
    return form_page(
        request, form, title="Ghi đề nghị phục vụ tại nhà", back=back, back_words="Phục vụ tại nhà"
    )


@unit_page(Action.ASSISTANCE_VIEW)
def request_page(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, request_asked(request, pk))


def _show(request: UnitRequest, one: HomeRequest, *, status: int = 200, **kept: Any) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    whole = sees(request.user, one)
    moves = {
        move for move, step in STEPS.items()
        if serves(request.user, unit) and one.state in step.allowed
        and (not step.by_manager or (manages(request.user, unit) and not one.has_both))
    }  # fmt: skip
    due = one.contact_by_date if one.state == HomeRequest.State.RECEIVED else one.serve_by_date
    group = definition().groups.get(one.recipient.group) if whole else None
    context = {
        **tabs(request, "desk:assistance"),
        "one": one,
        "who": shown(one.recipient, whole=whole),
        "group": group.label if group else "",
        "whole": whole,
        "consents": one.consents.all(),
        "steps": one.steps.all(),
        "visits": one.visits.all(),
        "told": messages_about(unit, about(one)) if whole else [],
        "tells": tells(unit),
        "others": others_of_person(one) if whole and one.settled_at is None else [],
        "moves": moves,
        "late": is_late(one, today),
        "due": due,
        "left": left_in_words(due, today, calendar_of(unit, due.year, today.year)),
        "is_open": one.settled_at is None,
        **kept,
    }
    return render(request, "desk/assistance/request.html", context, status=status)


@unit_page(Action.ASSISTANCE_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, request.POST.get("move", ""))


@unit_page(Action.ASSISTANCE_MANAGE, "POST")
def accept(request: UnitRequest, pk: int) -> HttpResponse:
    """Accept by exception a request that lacks a condition."""
    return _moved(request, pk, HomeStep.Move.EXCEPT)


def _moved(request: UnitRequest, pk: int, chosen: str) -> HttpResponse:
    one, sent = request_asked(request, pk), request.POST
    try:
        move_request(
            actor=request.user, at=timezone.now(), request=one, move=chosen, seen=sent.get("seen", ""),
            text=sent.get("text", ""),
        )  # fmt: skip
    except CannotServe as refusal:
        kept = {"refused": str(refusal), "asked": chosen, "typed": sent.get("text", "")}
        return _show(request, one, status=422, **kept)
    messages.success(request, "Đã ghi.")
    return redirect("desk:assist_request", request.unit.code, pk)


@unit_page(Action.ASSISTANCE_VIEW, "GET", "POST")
def told(request: UnitRequest) -> HttpResponse:
    """What people are told by message, switched on and off by whoever manages the service."""
    unit, now = request.unit, timezone.now()
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        if switch_messages(actor=request.user, at=now, unit=unit, on=on):
            words = "Đã bật tin nhắn phục vụ tại nhà." if on else "Đã tắt tin nhắn phục vụ tại nhà."
            messages.success(request, words)
        return redirect("desk:assist_messages", unit.code)
    context = {
        **tabs(request, "desk:assistance"),
        "is_on": tells(unit),
        "rules": HomeRules.objects.filter(unit=unit).select_related("changed_by").first(),
        "may_switch": manages(request.user, unit),
        "texts": samples(unit, timezone.localdate(now)),
        "channel": "Zalo" if is_set_up() else "SMS",
    }
    return render(request, "desk/assistance/messages.html", context)
