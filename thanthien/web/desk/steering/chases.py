"""Đôn đốc: what is late at each agency, asking about it, what was asked and answered."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.queries import rows_of
from thanthien.programme.steering.chasing import STANDARD_TEXT, CannotChase, answer_chase, chase_agency
from thanthien.programme.steering.models import Chase
from thanthien.programme.steering.queries import (
    chase_of_unit,
    chases_of,
    tasks_to_chase,
    times_chased,
    urgent_without_agency,
)
from thanthien.web.desk.steering.frame import address, steering_frame
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, agency_chosen, date_field, text_field

SOON = 7  # days: a task due so soon may be asked about before it is late
PAGE = 20


class ChaseForm(PlainForm):
    text = text_field("Nội dung đôn đốc", length=2000, rows=2)
    answer_by = date_field("Phản hồi trước ngày")


def _page(request: UnitRequest, *, status: int = 200, **kept: object) -> HttpResponse:
    year, context = steering_frame(request, "desk:chases")
    today = timezone.localdate()
    waiting = tasks_to_chase(request.unit, year, today, today + timedelta(days=SOON))
    counts = times_chased([task for _, tasks in waiting for task in tasks])
    own = None if context["manages"] or not context["my_agencies"] else context["my_agencies"]
    sent = Paginator(chases_of(request.unit, year, agency_ids=own), PAGE).get_page(request.GET.get("page"))
    context |= {
        "waiting": [
            (agency, [(task, counts.get(task.pk)) for task in tasks])
            for agency, tasks in waiting
            if context["manages"]
        ],
        "without_agency": urgent_without_agency(request.unit, year, today + timedelta(days=SOON))
        if context["manages"]
        else [],
        "sent": sent,
        "standard": STANDARD_TEXT,
        "answer_by": today + timedelta(days=3),
        **kept,
    }
    return render(request, "desk/steering/chases.html", context, status=status)


@unit_page(Action.STEERING_VIEW)
def chases(request: UnitRequest) -> HttpResponse:
    return _page(request)


@unit_page(Action.STEERING_MANAGE, "POST")
def send(request: UnitRequest) -> HttpResponse:
    year, context = steering_frame(request, "desk:chases")
    agency = agency_chosen(request.unit, request.POST.get("agency", ""))
    keys = {whole_number(value) or 0 for value in request.POST.getlist("tasks")}
    form = ChaseForm(request.POST)
    try:
        if agency is None:
            raise CannotChase("Cơ quan này không còn. Anh/chị tải lại trang.")
        if not form.is_valid():
            raise CannotChase(form.first_error())
        sent = chase_agency(
            actor=request.user, at=timezone.now(), unit=request.unit, agency=agency,
            tasks=list(rows_of(request.unit, year).filter(pk__in=keys)), **form.cleaned_data,
        )  # fmt: skip
    except CannotChase as refusal:
        return _page(request, status=422, refused=(agency.pk if agency else 0, str(refusal)))
    lines = sent.chase.lines.count()
    messages.success(
        request, f"Đã đôn đốc {agency} về {lines} nhiệm vụ; cơ quan này thấy ngay khi vào hệ thống."
    )
    if sent.left_out:
        messages.warning(
            request, f"{len(sent.left_out)} nhiệm vụ đã được đôn đốc hôm nay nên không nhắc lần nữa."
        )
    return redirect(address(request, "desk:chases") + context["carried"])


@unit_page(Action.STEERING_WORK, "POST")
def answer(request: UnitRequest, pk: int) -> HttpResponse:
    chase = _chase(request, pk)
    typed = request.POST.get("text", "")
    try:
        answer_chase(actor=request.user, at=timezone.now(), chase=chase, text=typed)
    except CannotChase as refusal:
        return _page(request, status=422, unanswered=(pk, str(refusal)), typed=typed)
    messages.success(request, "Đã gửi phản hồi.")
    return redirect("desk:chases", request.unit.code)


def _chase(request: UnitRequest, pk: int) -> Chase:
    chase = chase_of_unit(request.unit, pk)
    if chase is None:
        raise Http404
    return chase
