"""Questions of a dialogue: typed from paper, let through masked, answered, turned into a commitment by one form."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese.personal import personal_data
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.asking import LONGEST, Asked, move_question, send_question
from thanthien.operations.engagement.committing import promise_freely, promise_question
from thanthien.operations.engagement.models import Dialogue, Question
from thanthien.operations.engagement.states import QUESTIONS
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.desk.engagement.frame import PromiseForm, asked, first_promise, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field

_WAYS = ((Question.Way.PAPER, "Giấy, điện thoại, qua thôn"), (Question.Way.HALL, "Hỏi tại buổi đối thoại"))


class QuestionForm(PlainForm):
    text = text_field("Câu hỏi, kiến nghị", missing="Anh/chị ghi câu hỏi.", length=LONGEST, rows=4)
    way = choice_field("Nhận bằng cách nào", missing="Anh/chị chọn cách nhận.")
    neighbourhood = choice_field("Thôn, tổ dân phố")
    name = text_field("Người hỏi", length=100, hint="Không bắt buộc; không hiện công khai.")
    phone = text_field("Số điện thoại", length=20)
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("way", _WAYS)
        places = [(str(one.pk), str(one)) for one in neighbourhoods_of(unit)]
        self.set_choices("neighbourhood", [("", "Không rõ"), *places])


@unit_page(Action.ENGAGEMENT_WORK, "GET", "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = asked(request, Dialogue, pk), request.unit
    form = QuestionForm(unit, request.POST or None, initial={"client_key": secrets.token_urlsafe(18)})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        place = data.pop("neighbourhood")
        found = Neighbourhood.objects.filter(unit=unit, pk=place).first() if place else None
        try:
            told = Asked(neighbourhood=found, **data)
            made = send_question(at=timezone.now(), dialogue=one, asked=told, by=request.user)
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi câu hỏi, mã {made.said_code}.")
            if request.POST.get("more"):
                return redirect("desk:dialogue_question_add", unit.code, pk)
            return redirect("desk:dialogue", unit.code, pk)
    back = reverse("desk:dialogue", args=[unit.code, pk])
    return form_page(
        request, form, title="Ghi câu hỏi", back=back, back_words=one.title, second_button="Lưu, ghi câu nữa"
    )


@unit_page(Action.ENGAGEMENT_WORK, "GET", "POST")
def question_page(request: UnitRequest, pk: int) -> HttpResponse:
    one, sent, refused = asked(request, Question, pk), request.POST, ""
    if request.method == "POST":
        try:
            move_question(
                actor=request.user, at=timezone.now(), question=one, move=sent.get("move", ""),
                seen=sent.get("seen", ""), text=sent.get("text", ""),
            )  # fmt: skip
        except CannotEngage as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("desk:dialogue", request.unit.code, one.dialogue_id)
    context = {
        **tabs(request, "desk:dialogues"),
        "one": one,
        "promise": getattr(one, "commitment", None),
        "moves": {move for move, step in QUESTIONS.items() if one.state in step.allowed},
        "found": bool(personal_data(one.text)),
        "is_held": one.dialogue.state == Dialogue.State.HELD,
        "refused": refused,
        "typed": sent,
    }
    return render(request, "desk/engagement/question.html", context, status=422 if refused else 200)


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def promise(request: UnitRequest, pk: int) -> HttpResponse:
    """The form of a commitment, filled from the question."""
    one, unit = asked(request, Question, pk), request.unit
    form = PromiseForm(unit, request.POST or None, initial=first_promise(one.shown_text))
    if request.method == "POST" and form.is_valid():
        try:
            made = promise_question(
                actor=request.user, at=timezone.now(), question=one, promise=form.promise()
            )
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã lập cam kết {made.said_code}; người dân theo dõi được.")
            return redirect("desk:dialogue", unit.code, one.dialogue_id)
    back = reverse("desk:dialogue_question", args=[unit.code, pk])
    return form_page(
        request, form, title="Lập cam kết", back=back, back_words="Câu hỏi", button="Lập cam kết",
        lead=one.shown_text,
    )  # fmt: skip


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def promise_at(request: UnitRequest, pk: int) -> HttpResponse:
    """A commitment made at a dialogue that no written question led to."""
    one, unit = asked(request, Dialogue, pk), request.unit
    form = PromiseForm(unit, request.POST or None, initial=first_promise(""))
    if request.method == "POST" and form.is_valid():
        try:
            promise_freely(
                actor=request.user, at=timezone.now(), unit=unit, promise=form.promise(), dialogue=one
            )
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập cam kết.")
            return redirect("desk:dialogue", unit.code, pk)
    back = reverse("desk:dialogue", args=[unit.code, pk])
    return form_page(
        request, form, title="Lập cam kết", back=back, back_words=one.title, button="Lập cam kết"
    )
