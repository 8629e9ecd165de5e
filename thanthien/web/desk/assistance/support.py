"""The support team's log: a quick form on a phone, the list with its search, figures of a month."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.assistance.helping import SupportCall
from thanthien.operations.assistance.roster import call_of_unit, calls_of, calls_of_month
from thanthien.operations.assistance.supporting import CallFields, CannotSupport, end_call, take_call
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.assistance.frame import tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, people_choices, person_chosen, text_field

_MOST = 200


class CallForm(PlainForm):
    caller = choice_field("Ai cần hỗ trợ", missing="Anh/chị chọn ai cần hỗ trợ.")
    about = choice_field("Loại việc", missing="Anh/chị chọn loại việc.")
    problem = text_field("Vướng ở đâu", missing="Anh/chị ghi vướng ở đâu.", length=300,
                         hint="Không ghi họ tên, số giấy tờ của người dân.")  # fmt: skip
    subject = text_field("Thủ tục, hệ thống", length=150)
    helper = choice_field("Ai hỗ trợ", missing="Anh/chị chọn người hỗ trợ.")
    outcome = choice_field("Kết quả", missing="Anh/chị chọn kết quả.")
    knowledge = text_field("Cách giải quyết, để lần sau dùng", length=1000, rows=2)
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("caller", SupportCall.Caller.choices)
        self.set_choices("about", SupportCall.About.choices)
        self.set_choices("helper", people_choices(unit))
        self.set_choices("outcome", SupportCall.Outcome.choices)


class EndForm(PlainForm):
    outcome = choice_field("Kết quả", missing="Anh/chị chọn kết quả.")
    knowledge = text_field("Cách giải quyết, để lần sau dùng", length=1000, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("outcome", SupportCall.Outcome.choices)


@unit_page(Action.ASSISTANCE_VIEW)
def log(request: UnitRequest) -> HttpResponse:
    text, outcome = request.GET.get("q", "")[:100], request.GET.get("outcome", "")
    first = month_asked(request.GET.get("month", ""))
    context = {
        **tabs(request, "desk:assist_support"),
        **months_beside(first),
        "rows": calls_of(request.unit, text, outcome)[:_MOST],
        "counts": calls_of_month(request.unit, first),
        "q": text,
        "outcome": outcome,
        "outcomes": SupportCall.Outcome.choices,
        "works": may(request.user, Action.ASSISTANCE_WORK, request.unit),
    }
    return render(request, "desk/assistance/support.html", context)


@unit_page(Action.ASSISTANCE_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    first = {
        "client_key": secrets.token_urlsafe(18), "helper": str(request.user.pk),
        "outcome": SupportCall.Outcome.SOLVED, "caller": SupportCall.Caller.CITIZEN,
    }  # fmt: skip
    form = CallForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        helper = person_chosen(unit, data.pop("helper"))
        try:
            if helper is None:
                raise CannotSupport("Người này không còn ở đơn vị.", "helper")
            take_call(
                actor=request.user, at=timezone.now(), unit=unit, fields=CallFields(helper=helper, **data)
            )
        except CannotSupport as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi ca hỗ trợ.")
            return redirect("desk:assist_support", unit.code)
    back = reverse("desk:assist_support", args=[unit.code])
    return form_page(request, form, title="Ghi ca hỗ trợ", back=back, back_words="Tổ Ứng cứu")


@unit_page(Action.ASSISTANCE_WORK, "GET", "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = call_of_unit(request.unit, pk), request.unit
    if one is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"outcome": one.outcome, "knowledge": one.knowledge})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            end_call(
                actor=request.user, at=timezone.now(), call=one, outcome=data["outcome"],
                knowledge=data["knowledge"], seen=seen_version(request),
            )  # fmt: skip
        except CannotSupport as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi kết quả.")
            return redirect("desk:assist_support", unit.code)
    back = reverse("desk:assist_support", args=[unit.code])
    return form_page(
        request, form, title="Kết quả ca hỗ trợ", back=back, back_words="Tổ Ứng cứu", lead=one.problem,
        seen=one.version,
    )  # fmt: skip
