"""The month's schedule: the law's check, days made by rule or by hand, published; the paper to be posted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.reception.actions import DayFields, add_day, plan_month, publish_month
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.papers import schedule_paper
from thanthien.operations.reception.planning import month_end
from thanthien.operations.reception.queries import days_between, figures_of, month_of, rhythms_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.reception.forms import DayForm
from thanthien.web.desk.reception.frame import tabs
from thanthien.web.kept_files import as_download
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import person_chosen


@unit_page(Action.RECEPTION_VIEW)
def schedule(request: UnitRequest) -> HttpResponse:
    return _show(request, month_asked(request.GET.get("month", "")))


def _show(request: UnitRequest, first: date, *, status: int = 200, **kept: Any) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    month = month_of(unit, first, today)
    context = {
        **tabs(request, "desk:reception"),
        **months_beside(first),
        "month": month,
        "rows": [(one, weekday_vi(one.day.date)) for one in month.days],
        "today": today,
        "has_rules": rhythms_of(unit, first).exists(),
        "can_plan": month_end(first) >= today,
        "told": figures_of(unit, first, month_end(first)),
        "publish": definition().publish,
        **kept,
    }
    return render(request, "desk/reception/schedule.html", context, status=status)


@unit_page(Action.RECEPTION_MANAGE, "POST")
def plan(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.POST.get("month", ""))
    try:
        made = plan_month(actor=request.user, at=timezone.now(), unit=request.unit, first=first)
    except Refusal as refusal:
        return _show(request, first, status=422, refused=str(refusal))
    messages.success(request, f"Đã thêm {len(made)} ngày tiếp. Anh/chị xem lại rồi công bố.")
    return redirect(_month(request, first))


@unit_page(Action.RECEPTION_MANAGE, "POST")
def publish(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.POST.get("month", ""))
    try:
        count = publish_month(actor=request.user, at=timezone.now(), unit=request.unit, first=first)
    except Refusal as refusal:
        return _show(request, first, status=422, refused=str(refusal))
    messages.success(
        request, f"Đã công bố {count} ngày tiếp trên trang của đơn vị. Anh/chị in lịch để niêm yết."
    )
    return redirect(_month(request, first))


@unit_page(Action.RECEPTION_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    form = DayForm(request.unit, request.POST or None, initial={"starts": "08:00", "ends": "11:30"})
    back = reverse("desk:reception", args=[request.unit.code])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = DayFields(
            data["post"], data["date"], data["starts"], data["ends"], person_chosen(request.unit, data["person"]),
            data["place"], data["is_extra"], data["note"],
        )  # fmt: skip
        try:
            made = add_day(actor=request.user, at=timezone.now(), unit=request.unit, fields=fields)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã thêm ngày tiếp; ngày này chưa công bố.")
            return redirect(_month(request, made.date))
    return form_page(
        request, form, title="Thêm ngày tiếp công dân", back=back, back_words="Lịch tiếp công dân"
    )


@unit_page(Action.RECEPTION_VIEW)
def paper(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.GET.get("month", ""))
    days = days_between(request.unit, first, month_end(first))
    data = write_docx(schedule_paper(request.unit, first, days))
    return as_download(data, f"Lịch tiếp công dân {first:%m-%Y}.docx")


def _month(request: UnitRequest, day: date) -> str:
    return f"{reverse('desk:reception', args=[request.unit.code])}?month={day:%Y-%m}"
