"""Commendation, praise and criticism: proposed, sent on, decided; written, made public, answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.actions import (
    CannotChangeMerit,
    Decision,
    move_commendation,
    move_notice,
    propose_commendation,
    reply_to_notice,
    write_notice,
)
from thanthien.programme.merit.forms import suggested_forms
from thanthien.programme.merit.models import Commendation, Notice
from thanthien.programme.merit.queries import (
    commendation_of_unit,
    commendations_of,
    may_reply,
    notice_for,
    notices_for,
)
from thanthien.programme.merit.states import COMMENDATION_STEPS, NOTICE_STEPS, CommendationMove, NoticeMove
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.resources.budget import shown_year
from thanthien.web.desk.resources.forms import DeskForm, agency, day, line
from thanthien.web.desk.resources.forms import text as long_text
from thanthien.web.desk.resources.told import told_of
from thanthien.web.pages import UnitRequest, seen_version, unit_page

BACK = "Thi đua, khen thưởng"


@unit_page(Action.MERIT_VIEW)
def merit(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, [])
    notices = list(notices_for(request.user, request.unit, year))
    context |= {
        "commendations": commendations_of(request.unit, year),
        "praise": [one for one in notices if one.kind == Notice.Kind.PRAISE],
        "criticism": [one for one in notices if one.kind == Notice.Kind.CRITICISM],
        "may_propose": may(request.user, Action.MERIT_PROPOSE, request.unit),
        "manages": may(request.user, Action.MERIT_MANAGE, request.unit),
    }
    return render(request, "desk/resources/merit.html", context)


class CommendationForm(DeskForm):
    wide = frozenset({"name", "form"})

    # Nothing stands chosen: a person proposed as a collective would go through to the decision.
    kind = forms.ChoiceField(
        label="Đề nghị khen",
        choices=[("", "Chọn tập thể hay cá nhân"), *Commendation.Kind.choices],
        error_messages={"required": "Anh/chị chọn khen tập thể hay cá nhân."},
    )
    name = line("Tên tập thể hoặc họ tên, chức vụ", length=200)
    achievement = long_text("Thành tích", rows=5, hint="Việc đã làm, kết quả có số liệu, thời gian.")
    form = line("Hình thức đề nghị", length=150)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency(unit, "Cơ quan")
        self.fields["form"].widget.attrs["list"] = "forms"
        self.order_fields(["kind", "agency", "name", "achievement", "form"])


@unit_page(Action.MERIT_PROPOSE, "GET", "POST")
def propose(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, [])
    form = CommendationForm(request.POST or None, unit=request.unit)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_commendation(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, **form.cleaned_data
            )
        except CannotChangeMerit as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập đề nghị khen thưởng.")
            return redirect("desk:merit_commendation", request.unit.code, made.pk)
    back = reverse("desk:merit", args=[request.unit.code]) + context["carried"]
    return form_page(
        request,
        form,
        title="Đề nghị khen thưởng",
        back=back,
        back_words=BACK,
        suggestions=suggested_forms(timezone.localdate()),
    )


def _commendation(request: UnitRequest, pk: int) -> Commendation:
    found = commendation_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.MERIT_VIEW)
def commendation(request: UnitRequest, pk: int) -> HttpResponse:
    return _show_commendation(request, _commendation(request, pk))


def _show_commendation(request: UnitRequest, found: Commendation, refused: str = "") -> HttpResponse:
    manages = may(request.user, Action.MERIT_MANAGE, request.unit)
    moves = [(move, step) for move, step in COMMENDATION_STEPS.items() if found.state in step.allowed]
    context = {
        "commendation": found,
        "moves": moves if manages else [],
        "refused": refused,
        "told": told_of(found),
        "today": timezone.localdate(),
    }
    return render(request, "desk/resources/commendation.html", context, status=422 if refused else 200)


class DecisionForm(forms.Form):
    """What every step form may carry; what a step needs is judged by the action."""

    number = forms.CharField(label="Số quyết định", required=False, max_length=80)
    day = day("Ngày quyết định", required=False)
    reason = forms.CharField(label="Lý do", required=False, max_length=2000)


def typed_decision(request: UnitRequest) -> tuple[Decision, str]:
    """(decision, reason) as typed; a day that cannot be read is none."""
    form = DecisionForm(request.POST)
    form.is_valid()
    data = form.cleaned_data
    return Decision(data.get("number", ""), data.get("day")), data.get("reason", "")


@unit_page(Action.MERIT_MANAGE, "POST")
def commendation_move(request: UnitRequest, pk: int) -> HttpResponse:
    found, asked = _commendation(request, pk), request.POST.get("move", "")
    if asked not in tuple(CommendationMove):
        return _show_commendation(request, found, "Anh/chị chọn một bước trong các nút của trang này.")
    decision, reason = typed_decision(request)
    try:
        move_commendation(
            actor=request.user, at=timezone.now(), commendation=found, move=CommendationMove(asked),
            seen=seen_version(request), decision=decision, reason=reason,
        )  # fmt: skip
    except CannotChangeMerit as refusal:
        return _show_commendation(request, _commendation(request, pk), str(refusal))
    messages.success(request, f"Đã ghi: {COMMENDATION_STEPS[CommendationMove(asked)].words.lower()}.")
    return redirect("desk:merit_commendation", request.unit.code, pk)


class NoticeForm(DeskForm):
    wide = frozenset({"name"})

    kind = forms.ChoiceField(label="Loại", choices=Notice.Kind.choices)
    audience = forms.ChoiceField(label="Ai được xem", choices=Notice.Audience.choices)
    name = line("Tên người, tập thể", required=False, length=200, hint="Bỏ trống nếu nêu cả cơ quan.")
    text = long_text(
        "Nội dung thông báo", rows=6,
        hint="Nêu việc cụ thể, thời gian, căn cứ; không nhận xét con người. Cơ quan được nhắc nhở có quyền phản hồi.",
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency(unit, "Cơ quan")
        self.order_fields(["kind", "audience", "agency", "name", "text"])


@unit_page(Action.MERIT_MANAGE, "GET", "POST")
def notice_add(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, [])
    form = NoticeForm(
        request.POST or None,
        unit=request.unit,
        initial={"kind": request.GET.get("kind", "praise"), "audience": Notice.Audience.NAMED},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = write_notice(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, **form.cleaned_data
            )
        except CannotChangeMerit as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, "Đã lưu bản soạn. Thông báo chỉ hiện với mọi người sau khi bấm “Thông báo”."
            )
            return redirect("desk:merit_notice", request.unit.code, made.pk)
    back = reverse("desk:merit", args=[request.unit.code]) + context["carried"]
    return form_page(request, form, title="Soạn thông báo biểu dương, nhắc nhở", back=back, back_words=BACK)


def _notice(request: UnitRequest, pk: int) -> Notice:
    found = notice_for(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.MERIT_VIEW)
def notice(request: UnitRequest, pk: int) -> HttpResponse:
    return _show_notice(request, _notice(request, pk))


def _show_notice(request: UnitRequest, found: Notice, refused: str = "") -> HttpResponse:
    manages = may(request.user, Action.MERIT_MANAGE, request.unit)
    alone = found.kind == Notice.Kind.CRITICISM and found.created_by_id == request.user.pk
    moves = [
        (move, step)
        for move, step in NOTICE_STEPS.items()
        if found.state in step.allowed and not (alone and move is NoticeMove.PUBLISH)
    ]
    published = found.state == Notice.State.PUBLISHED
    context = {
        "notice": found,
        "moves": moves if manages else [],
        "waits_for_other": manages and alone and found.state == Notice.State.DRAFT,
        "may_reply": published and found.replied_at is None and may_reply(request.user, found),
        "refused": refused,
        "told": told_of(found) if manages else [],
    }
    return render(request, "desk/resources/notice.html", context, status=422 if refused else 200)


@unit_page(Action.MERIT_MANAGE, "POST")
def notice_move(request: UnitRequest, pk: int) -> HttpResponse:
    found, asked = _notice(request, pk), request.POST.get("move", "")
    if asked not in tuple(NoticeMove):
        return _show_notice(request, found, "Anh/chị chọn một bước trong các nút của trang này.")
    try:
        move_notice(
            actor=request.user, at=timezone.now(), notice=found, move=NoticeMove(asked), seen=seen_version(request),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except CannotChangeMerit as refusal:
        return _show_notice(request, _notice(request, pk), str(refusal))
    messages.success(request, "Đã thông báo." if asked == NoticeMove.PUBLISH else "Đã rút thông báo.")
    return redirect("desk:merit_notice", request.unit.code, pk)


@unit_page(Action.MERIT_REPLY, "POST")
def notice_reply(request: UnitRequest, pk: int) -> HttpResponse:
    found = _notice(request, pk)
    try:
        reply_to_notice(
            actor=request.user, at=timezone.now(), notice=found, text=request.POST.get("text", "")
        )
    except CannotChangeMerit as refusal:
        return _show_notice(request, found, str(refusal))
    messages.success(request, "Đã gửi phản hồi; phản hồi hiện cùng thông báo.")
    return redirect("desk:merit_notice", request.unit.code, pk)
