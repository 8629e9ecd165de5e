"""Dialogues: the list, one being planned, one with its questions, attendance, minutes and commitments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.engagement.actions import (
    CannotEngage,
    DialogueFields,
    change_dialogue,
    move_dialogue,
    plan_dialogue,
    short_of_days,
)
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import Dialogue
from thanthien.operations.engagement.queries import dialogues_of, people_came
from thanthien.operations.engagement.regulation import (
    counted,
    steps_of,
    steps_of_dialogue,
    with_answers,
)
from thanthien.operations.engagement.states import DIALOGUES
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.engagement.frame import asked, tabs, time_field
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)


class DialogueForm(PlainForm):
    kind = choice_field("Hình thức", missing="Anh/chị chọn hình thức.")
    title = text_field("Tên buổi đối thoại", missing="Anh/chị ghi tên buổi đối thoại.", length=200)
    date = date_field("Ngày", missing="Anh/chị chọn ngày.")
    starts = time_field("Giờ bắt đầu", missing="Anh/chị ghi giờ bắt đầu.")
    place = text_field("Nơi tổ chức", missing="Anh/chị ghi nơi tổ chức.", length=200)
    chair = choice_field("Người chủ trì", missing="Anh/chị chọn người chủ trì.")
    with_front = forms.BooleanField(label="Phối hợp với Ủy ban Mặt trận Tổ quốc Việt Nam", required=False)
    topics = text_field(
        "Nội dung đối thoại", missing="Anh/chị ghi nội dung, mỗi nội dung một dòng.", length=4000, rows=4,
        hint="Mỗi nội dung một dòng.",
    )  # fmt: skip
    why = text_field(
        "Vụ việc dẫn đến đối thoại",
        length=500,
        rows=2,
        hint="Bắt buộc với đối thoại đột xuất; không ghi tên người dân.",
    )
    report_code = text_field(
        "Mã phản ánh liên quan", length=20, hint="Nếu vụ việc đã có phản ánh trong chương trình."
    )

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.set_choices("kind", Dialogue.Kind.choices)
        self.set_choices("chair", [("", "Chọn người"), *people_choices(unit, Action.ENGAGEMENT_WORK)])

    def fields_of(self) -> DialogueFields:
        data = dict(self.cleaned_data)
        chair = person_chosen(self.unit, data.pop("chair"))
        if chair is None:
            raise CannotEngage("Người này không còn ở đơn vị.", "chair")
        return DialogueFields(chair=chair, **data)


@unit_page(Action.ENGAGEMENT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(with_answers(dialogues_of(request.unit))[:200])
    steps = {one.pk: counted(steps_of(one, today)) for one in rows}
    year = [one for one in rows if one.date.year == today.year and one.state == Dialogue.State.HELD]
    conferences = sum(one.kind == Dialogue.Kind.CONFERENCE for one in year)
    context = {
        **tabs(request, "desk:dialogues"),
        "rows": [(one, weekday_vi(one.date), *steps[one.pk]) for one in rows],
        "whole": sum(steps[one.pk][0] == steps[one.pk][1] for one in year),
        "today": today,
        "conferences": conferences,
        "held": len(year),
    }
    return render(request, "desk/engagement/dialogues.html", context)


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    first = {"report_code": request.GET.get("report", ""), "with_front": True}
    form = DialogueForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_dialogue(actor=request.user, at=timezone.now(), unit=unit, fields=form.fields_of())
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu. Người dân đọc được khi anh/chị bấm Công bố giấy mời.")
            return redirect("desk:dialogue", unit.code, made.pk)
    return _form(
        request, form, "Chuẩn bị đối thoại", reverse("desk:dialogues", args=[unit.code]), "Đối thoại"
    )


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = asked(request, Dialogue, pk), request.unit
    if one.state not in (Dialogue.State.DRAFT, Dialogue.State.PUBLISHED):
        messages.info(request, "Buổi đối thoại đã xong nên không sửa được; kết quả ghi ở biên bản.")
        return redirect("desk:dialogue", unit.code, pk)
    first = {name: getattr(one, name) for name in DialogueForm.base_fields} | {"chair": str(one.chair_id)}
    form = DialogueForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change_dialogue(
                actor=request.user, at=timezone.now(), dialogue=one, fields=form.fields_of(),
                seen=seen_version(request),
            )  # fmt: skip
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:dialogue", unit.code, pk)
    back = reverse("desk:dialogue", args=[unit.code, pk])
    return _form(request, form, "Sửa buổi đối thoại", back, one.title, seen=one.version)


def _form(
    request: UnitRequest, form: DialogueForm, title: str, back: str, words: str, **more: Any
) -> HttpResponse:
    rules = definition().steps
    lead = (
        f"Hội nghị đối thoại báo trước ít nhất {rules['invite'].days} ngày ({rules['invite'].basis}), mở nhận ý kiến "
        f"{rules['gather'].days} ngày; anh/chị chọn ngày cho đủ."
    )
    return form_page(request, form, title=title, back=back, back_words=words, lead=lead, **more)


@unit_page(Action.ENGAGEMENT_VIEW)
def dialogue_page(request: UnitRequest, pk: int) -> HttpResponse:
    return show_dialogue(request, asked(request, Dialogue, pk))


def show_dialogue(request: UnitRequest, one: Dialogue, *, status: int = 200, **kept: Any) -> HttpResponse:
    today = timezone.localdate()
    phones, on_paper = people_came(one)
    report = None
    if one.report_code:
        report = visible_reports(request.user, request.unit).filter(code=one.report_code).first()
    context = {
        **tabs(request, "desk:dialogues"),
        "one": one,
        "said_day": weekday_vi(one.date),
        "today": today,
        "questions": list(one.questions.all()),
        "promises": one.commitments.filter(question=None).select_related("agency", "person"),
        "phones": phones,
        "on_paper": on_paper,
        "lacking": short_of_days(one, today) if one.state in ("draft", "published") else 0,
        "gather_days": definition().gather_days,
        "moves": {move for move, step in DIALOGUES.items() if one.state in step.allowed},
        "report": report,
        "followed": steps_of_dialogue(request.unit, one.pk, today),
        **kept,
    }
    return render(request, "desk/engagement/dialogue.html", context, status=status)


@unit_page(Action.ENGAGEMENT_MANAGE, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, sent = asked(request, Dialogue, pk), request.POST
    try:
        done = move_dialogue(
            actor=request.user, at=timezone.now(), dialogue=one, move=sent.get("move", ""),
            seen=sent.get("seen", ""), text=sent.get("text", ""),
        )  # fmt: skip
    except CannotEngage as refusal:
        return show_dialogue(request, one, status=422, refused=str(refusal), typed=sent)
    said = {
        Dialogue.State.PUBLISHED: "Đã công bố. Giấy mời và nơi gửi câu hỏi đã hiện trên trang của đơn vị.",
        Dialogue.State.HELD: "Đã ghi buổi đối thoại đã tổ chức. Anh/chị ghi biên bản, trả lời từng câu hỏi.",
    }.get(Dialogue.State(done.state), "Đã ghi buổi đối thoại không tổ chức.")
    messages.success(request, said)
    return redirect("desk:dialogue", request.unit.code, pk)
