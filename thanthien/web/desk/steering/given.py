"""Tasks given by leaders beside the plan: the short form for a phone, and their list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.permissions import people_who_may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.giving import GivenFields
from thanthien.programme.plans.queries import is_overdue
from thanthien.programme.steering.queries import given_tasks, times_chased
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.steering.frame import address, steering_frame
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    doer_choices,
    doer_chosen,
    person_chosen,
    text_field,
)
from thanthien.workflows.task_timing import give_dated_task

USUAL_DAYS = 7  # how far ahead the day stands that the form offers


class GiveForm(PlainForm):
    title = text_field("Việc cần làm", missing="Anh/chị ghi công việc cần làm.", length=2000, rows=3)
    to = choice_field("Giao cho", missing="Anh/chị chọn cơ quan hoặc người được giao.")
    due_date = date_field("Xong trước hết ngày", missing="Anh/chị chọn ngày phải xong.")
    given_by = choice_field("Người giao")
    document_number = text_field("Số văn bản, thông báo (nếu có)", length=60)
    product = text_field("Kết quả cần có", length=1000, hint="Ví dụ: báo cáo, ảnh chụp, danh sách.")
    criterion = choice_field("Để đạt tiêu chí")

    def __init__(self, unit: Unit, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.year = unit, year
        self.set_choices("to", doer_choices(unit, "Chọn cơ quan hoặc người"))
        givers = people_who_may(Action.TASK_MANAGE, unit).order_by("full_name")
        self.set_choices("given_by", [("", "Tôi giao"), *((str(p.pk), p.full_name) for p in givers)])
        self.set_choices("criterion", [("", "Không gắn với tiêu chí"), *_criteria(unit, year)])

    def as_fields(self) -> GivenFields:
        data = self.cleaned_data
        agency, officer = doer_chosen(self.unit, data["to"])
        return GivenFields(
            title=data["title"],
            due_date=data["due_date"],
            agency=agency,
            officer=officer,
            given_by=person_chosen(self.unit, data["given_by"]),
            document_number=data["document_number"],
            product=data["product"],
            criterion=Criterion.objects.filter(pk=whole_number(data["criterion"]) or 0).first(),
        )


def _criteria(unit: Unit, year: int) -> list[tuple[str, str]]:
    adoption = adoption_of(unit, year)
    if adoption is None:
        return []
    found = Criterion.objects.filter(criteria_set=adoption.criteria_set).order_by("position")
    return [(str(one.pk), f"{one.number} {one.title}"[:120]) for one in found]


@unit_page(Action.STEERING_VIEW)
def given(request: UnitRequest) -> HttpResponse:
    year, context = steering_frame(request, "desk:given")
    today = timezone.localdate()
    tasks = list(given_tasks(request.unit, year))
    counts = times_chased(tasks)
    context["rows"] = [(task, is_overdue(task, today), counts.get(task.pk)) for task in tasks]
    return render(request, "desk/steering/given.html", context)


@unit_page(Action.TASK_MANAGE, "GET", "POST")
def give(request: UnitRequest) -> HttpResponse:
    """What, who, by when: three fields; the rest is filled in or may stay empty."""
    today = timezone.localdate()
    initial = {
        "due_date": today + timedelta(days=USUAL_DAYS),
        "title": request.GET.get("title", "")[:500],
        "criterion": _criterion_asked(request, today.year),
        "to": request.GET.get("to", ""),
    }
    form = GiveForm(request.unit, today.year, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            task = give_dated_task(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=form.as_fields()
            )
        except CannotChangeTask as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã giao việc, hạn {task.timing.lower()}.")
            return redirect("desk:task", request.unit.code, task.pk)
    return form_page(
        request, form, title="Giao việc đột xuất", back=address(request, "desk:given"),
        back_words="Việc đột xuất", button="Giao việc",
    )  # fmt: skip


def _criterion_asked(request: UnitRequest, year: int) -> str:
    """The criterion whose shortfall the person came from, by its key in the set of the year."""
    adoption, key = adoption_of(request.unit, year), request.GET.get("criterion", "")
    if adoption is None or not key:
        return ""
    found = Criterion.objects.filter(criteria_set=adoption.criteria_set, key=key).first()
    return str(found.pk) if found else ""
