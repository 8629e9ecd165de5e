"""What follows from a result: written down, given as a task, finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.follow_ups import FollowUpFields, add_follow_up, finish_follow_up
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.surveys.survey import survey_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    doer_choices,
    doer_chosen,
    text_field,
)
from thanthien.workflows.surveys import give_follow_up

USUAL_DAYS = 30


class FollowUpForm(PlainForm):
    conclusion = text_field("Điều rút ra từ kết quả", missing="Anh/chị ghi điều rút ra.", length=1000, rows=3)
    action = text_field("Việc cần làm", missing="Anh/chị ghi việc cần làm.", length=1000, rows=3)
    to = choice_field("Ai làm", missing="Anh/chị chọn cơ quan hoặc người làm.")
    due_date = date_field("Xong trước hết ngày", missing="Anh/chị chọn ngày phải xong.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.set_choices("to", doer_choices(unit, "Chọn cơ quan hoặc người"))

    def told(self) -> FollowUpFields:
        data = self.cleaned_data
        agency, person = doer_chosen(self.unit, data["to"])
        return FollowUpFields(data["conclusion"], data["action"], data["due_date"], agency, person)


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    survey = survey_of(request, pk)
    weak = request.GET.get("about", "")[:300]
    initial = {"due_date": timezone.localdate() + timedelta(days=USUAL_DAYS), "conclusion": weak}
    form = FollowUpForm(request.unit, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            add_follow_up(actor=request.user, at=timezone.now(), survey=survey, fields=form.told())
        except CannotChangeSurvey as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi việc làm từ kết quả.")
            return redirect(f"{reverse('desk:survey', args=[request.unit.code, pk])}#follow-ups")
    return form_page(
        request, form, title="Ghi việc làm từ kết quả", button="Ghi",
        back=reverse("desk:survey", args=[request.unit.code, pk]), back_words=survey.title,
    )  # fmt: skip


@unit_page(Action.SURVEY_WORK, "POST")
def move(request: UnitRequest, pk: int, follow_up: int) -> HttpResponse:
    """Finished with what came of it, or given as a task."""
    survey, at = survey_of(request, pk), timezone.now()
    found = survey.follow_ups.select_related("survey__unit__parent", "agency", "person").filter(pk=follow_up)
    one = found.first()
    if one is None:
        raise Http404
    try:
        if request.POST.get("move") == "task":
            require(request.user, Action.TASK_MANAGE, request.unit)
            task = give_follow_up(actor=request.user, at=at, follow_up=one)
            messages.success(request, f"Đã giao thành việc đột xuất, hạn {task.timing.lower()}.")
        else:
            finish_follow_up(
                actor=request.user, at=at, follow_up=one, outcome=request.POST.get("outcome", "")
            )
            messages.success(request, "Đã ghi kết quả việc làm.")
    except (CannotChangeSurvey, CannotChangeTask) as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect(f"{reverse('desk:survey', args=[request.unit.code, pk])}#follow-ups")
