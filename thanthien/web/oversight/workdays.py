"""The city's calendar of days off and make-up days: the country's days, and the city's own word over them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from thanthien.lib.rules import weekday_vi
from thanthien.lib.vietnamese import date_vi, whole_number
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.workdays.actions import CannotKeepDay
from thanthien.platform.workdays.models import SpecialDay
from thanthien.platform.workdays.queries import DayOfYear, special_days, years_known
from thanthien.programme.occurrences.models import Recount
from thanthien.programme.occurrences.queries import last_recount
from thanthien.programme.occurrences.recounts import has_stalled
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.working_days import drop_day, recount_again, set_day


class DayForm(forms.Form):
    """`seen` is the stamp of the city's own row that is corrected, empty for a new one."""

    date = forms.DateField(
        label="Ngày", error_messages={"required": "Anh/chị chọn ngày.", "invalid": "Ngày chưa đúng."}
    )
    kind = forms.ChoiceField(
        label="Là ngày",
        choices=SpecialDay.Kind.choices,
        initial=SpecialDay.Kind.OFF,
        error_messages={"required": "Anh/chị chọn một loại.", "invalid_choice": "Anh/chị chọn một loại."},
    )
    name = forms.CharField(
        label="Tên ngày",
        max_length=150,
        error_messages={"required": "Anh/chị ghi tên ngày, ví dụ “Làm bù cho ngày 31/08”."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def seen_at(self) -> datetime | None:
        """When the row looked at was written; a stamp that nobody gave out counts as none."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


def _year(request: UnitRequest) -> tuple[int, list[int]]:
    """The year asked for, else this one; with the years to choose from."""
    this = timezone.localdate().year
    asked = whole_number(request.GET.get("year")) or 0
    year = asked if 2000 <= asked <= 2100 else this
    return year, sorted({*years_known(), this, this + 1, year})


@unit_page(Action.CITY_VIEW)
def holidays(request: UnitRequest) -> HttpResponse:
    return _page(request)


def _page(request: UnitRequest, form: DayForm | None = None) -> HttpResponse:
    year, years = _year(request)
    days = special_days(request.unit, year)
    editing = next((day for day in days if day.holds.date.isoformat() == request.GET.get("edit")), None)
    context = {
        "year": str(year),
        "years": [str(one) for one in years],
        "rows": [(day, weekday_vi(day.holds.date).rsplit(" ", 1)[0]) for day in days],
        "estimates": sum(day.is_estimate for day in days),
        "form": form or DayForm(initial=_blank(editing)),
        "editing": editing,
        **_recount_context(request, year),
    }
    return render(request, "oversight/holidays.html", context, status=422 if form is not None else 200)


def _recount_context(request: UnitRequest, year: int) -> dict[str, Any]:
    """What the last change of the year's calendar did to the dates of the communes."""
    last = last_recount(request.unit, year)
    return {
        "recount": last,
        "stalled": last is not None and has_stalled(last, timezone.now()),
        "may_manage": may(request.user, Action.WORKDAY_MANAGE, request.unit),
    }


@unit_page(Action.CITY_VIEW)
def progress(request: UnitRequest) -> HttpResponse:
    """The card that tells how far the round is, asked for every second until the round is over."""
    return render(request, "oversight/_recount.html", _recount_context(request, _year(request)[0]))


@unit_page(Action.WORKDAY_MANAGE, "POST")
def again(request: UnitRequest) -> HttpResponse:
    """Count anew where the last round died or left communes out."""
    year, _ = _year(request)
    if recount_again(actor=request.user, at=timezone.now(), city=request.unit, year=year) is None:
        messages.info(request, "Hạn của các nhiệm vụ đã theo lịch này, không cần tính lại.")
    return redirect(_address(request, year))


def _blank(editing: DayOfYear | None) -> dict[str, str]:
    if editing is None:
        return {"kind": SpecialDay.Kind.OFF}
    return {
        "date": editing.holds.date.isoformat(),
        "kind": editing.holds.kind,
        "name": editing.holds.name,
        "seen": editing.own.changed_at.isoformat() if editing.own else "",
    }


@unit_page(Action.WORKDAY_MANAGE, "POST")
def keep(request: UnitRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    try:
        row, recount = set_day(
            actor=request.user,
            at=timezone.now(),
            unit=request.unit,
            day=data["date"],
            kind=data["kind"],
            name=data["name"],
            seen_at=form.seen_at,
        )
    except CannotKeepDay as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _page(request, form)
    said = f"Đã ghi ngày {date_vi(row.date)}: {row.get_kind_display().lower()}, {row.name}."
    messages.success(request, said + _follows(recount))
    return redirect(_address(request, row.date.year))


@unit_page(Action.WORKDAY_MANAGE, "POST")
def drop(request: UnitRequest) -> HttpResponse:
    """Back to the country's calendar on one day."""
    day = _posted_day(request)
    try:
        recount = drop_day(actor=request.user, at=timezone.now(), unit=request.unit, day=day)
    except CannotKeepDay as refusal:
        messages.error(request, str(refusal))
    else:
        said = f"Ngày {date_vi(day)} trở về lịch chung của cả nước."
        messages.success(request, said + _follows(recount))
    return redirect(_address(request, day.year))


def _follows(recount: Recount | None) -> str:
    return " Hạn của các nhiệm vụ được tính lại theo lịch mới." if recount else ""


def _posted_day(request: UnitRequest) -> date:
    try:
        day = parse_date(request.POST.get("date", ""))
    except ValueError:
        day = None
    if day is None:
        raise Http404
    return day


def _address(request: UnitRequest, year: int) -> str:
    return reverse("oversight:holidays", args=[request.unit.code]) + f"?year={year}"


urlpatterns = [
    path("holidays/", holidays, name="holidays"),
    path("holidays/keep/", keep, name="holidays_keep"),
    path("holidays/drop/", drop, name="holidays_drop"),
    path("holidays/progress/", progress, name="holidays_progress"),
    path("holidays/again/", again, name="holidays_again"),
]
