"""Volunteers: who they are, the roster of a week with its gaps, attendance, the month as Excel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst

from thanthien.lib.documents.write import write_xlsx
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.assistance.helping import HelpShift, Volunteer
from thanthien.operations.assistance.roster import (
    month_of_help,
    month_shifts,
    shift_of_unit,
    unrecorded,
    volunteer_of_unit,
    volunteers_of,
    week_of_help,
)
from thanthien.operations.assistance.roster_sheet import month_sheet
from thanthien.operations.assistance.rostering import (
    Attendance,
    CannotRoster,
    HelpFields,
    VolunteerFields,
    cancel_help,
    end_volunteer,
    keep_volunteer,
    plan_help,
    record_help,
)
from thanthien.operations.assistance.standing import manages, serves
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.assistance.frame import tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, choice_field, text_field

_ONLY = "Việc này do người của Trung tâm Phục vụ hành chính công làm."


def _time_field(label: str) -> forms.TimeField:
    errors = dict.fromkeys(("required", "invalid"), "Anh/chị ghi giờ và phút, ví dụ 07:30.")
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H:%M:%S"], error_messages=errors, widget=widget
    )


def _count_field(label: str) -> forms.IntegerField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), "Anh/chị ghi số từ 0 đến 999.")
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=999, error_messages=errors)


class VolunteerForm(PlainForm):
    name = text_field("Họ tên", missing="Anh/chị ghi họ tên.", length=100)
    body = choice_field("Tổ chức", missing="Anh/chị chọn tổ chức.")
    branch = text_field("Chi hội, chi đoàn, thôn", length=150)
    phone = text_field("Số điện thoại", length=20)
    agrees = forms.BooleanField(
        label="Người này đồng ý cho ghi tên, số điện thoại để phân công và gọi khi cần",
        error_messages={"required": "Anh/chị hỏi ý kiến rồi đánh dấu."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("body", Volunteer.Body.choices)


class HelpForm(PlainForm):
    volunteer = choice_field("Người hỗ trợ", missing="Anh/chị chọn người.")
    place = text_field("Ở đâu", missing="Anh/chị ghi nơi hỗ trợ.", length=120)
    starts = _time_field("Từ")
    ends = _time_field("Đến")
    is_called = forms.BooleanField(label="Gọi thêm khi cần, ngoài lịch thường xuyên", required=False)
    days = boxes_field("Những ngày", missing="Anh/chị chọn ít nhất một ngày.")

    def __init__(self, unit: Unit, monday: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = volunteers_of(unit, timezone.localdate())
        self.set_choices(
            "volunteer",
            [
                ("", "Chọn người"),
                *((str(one.pk), f"{one.name} – {one.get_body_display()}") for one in people),
            ],
        )
        week = [monday + timedelta(days=n) for n in range(7)]
        self.set_choices("days", [(day.isoformat(), capfirst(weekday_vi(day))) for day in week])


class AttendanceForm(PlainForm):
    came = choice_field("Có mặt không", missing="Anh/chị chọn có mặt hoặc vắng.")
    minutes = forms.IntegerField(
        label="Số phút hỗ trợ", required=False, min_value=0, max_value=1440, help_text="Để trống là cả ca."
    )
    guided = _count_field("Lượt người được hướng dẫn")
    installed = _count_field("Lượt cài ứng dụng của thành phố, VNeID")
    filed = _count_field("Hồ sơ giúp nộp trực tuyến")
    note = text_field("Ghi chú", length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("came", [one for one in HelpShift.Came.choices if one[0] != HelpShift.Came.PLANNED])


def _week(value: str) -> date:
    try:
        day = parse_date(value)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())


@unit_page(Action.ASSISTANCE_VIEW)
def roster(request: UnitRequest) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    monday = _week(request.GET.get("week", ""))
    days = week_of_help(unit, monday, today)
    context = {
        **tabs(request, "desk:assist_roster"),
        "days": [(one, weekday_vi(one.date)) for one in days],
        "gaps": sum(one.is_gap for one in days),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "today": today,
        "unrecorded": unrecorded(unit, today)[:20],
        "has_people": volunteers_of(unit, today).exists(),
        "manages": manages(request.user, unit),
    }
    return render(request, "desk/assistance/roster.html", context)


@unit_page(Action.ASSISTANCE_VIEW)
def people(request: UnitRequest) -> HttpResponse:
    """Telephones for those who call people in; names are on the roster for everybody who works here."""
    context = {
        **tabs(request, "desk:assist_roster"),
        "rows": volunteers_of(request.unit, timezone.localdate()),
        "manages": manages(request.user, request.unit),
    }
    return render(request, "desk/assistance/volunteers.html", context)


@unit_page(Action.ASSISTANCE_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _volunteer_form(request, None)


@unit_page(Action.ASSISTANCE_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _volunteer_form(request, _volunteer(request, pk))


def _volunteer_form(request: UnitRequest, volunteer: Volunteer | None) -> HttpResponse:
    unit = request.unit
    if not manages(request.user, unit) and request.method == "GET":
        return redirect("desk:assist_volunteers", unit.code)
    first: dict[str, Any] = {"agrees": volunteer is not None}
    if volunteer is not None:
        first |= {name: getattr(volunteer, name) for name in ("name", "body", "branch", "phone")}
    form = VolunteerForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            keep_volunteer(
                actor=request.user, at=timezone.now(), unit=unit, fields=VolunteerFields(**form.cleaned_data),
                volunteer=volunteer, seen=seen_version(request),
            )  # fmt: skip
        except CannotRoster as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:assist_volunteers", unit.code)
    title = "Sửa người hỗ trợ" if volunteer else "Thêm người hỗ trợ"
    back = reverse("desk:assist_volunteers", args=[unit.code])
    seen = volunteer.version if volunteer else 0
    return form_page(request, form, title=title, back=back, back_words="Người hỗ trợ", seen=seen)


@unit_page(Action.ASSISTANCE_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    volunteer = _volunteer(request, pk)
    try:
        end_volunteer(actor=request.user, at=timezone.now(), volunteer=volunteer)
    except CannotRoster as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã ghi thôi tham gia; số điện thoại đã xóa, các ca đã làm vẫn giữ.")
    return redirect("desk:assist_volunteers", request.unit.code)


@unit_page(Action.ASSISTANCE_WORK, "GET", "POST")
def plan(request: UnitRequest) -> HttpResponse:
    unit, monday = request.unit, _week(request.GET.get("week", ""))
    back = f"{reverse('desk:assist_roster', args=[unit.code])}?week={monday.isoformat()}"
    if not serves(request.user, unit):
        if request.method == "POST":
            raise NotAllowed(_ONLY)
        return redirect(back)
    first = {"starts": "07:30", "ends": "11:30", "place": "Trung tâm Phục vụ hành chính công"}
    form = HelpForm(unit, monday, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            volunteer = volunteer_of_unit(unit, whole_number(data["volunteer"]) or 0)
            if volunteer is None:
                raise CannotRoster("Người này không còn trong danh sách.", "volunteer")
            days = tuple(date.fromisoformat(day) for day in data["days"])
            fields = HelpFields(days, data["starts"], data["ends"], data["place"], data["is_called"])
            made = plan_help(
                actor=request.user, at=timezone.now(), unit=unit, volunteer=volunteer, fields=fields
            )
        except CannotRoster as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã phân công {len(made)} ca.")
            return redirect(back)
    return form_page(
        request, form, title="Phân công hỗ trợ", back=back, back_words="Lịch hỗ trợ", button="Phân công"
    )


@unit_page(Action.ASSISTANCE_WORK, "GET", "POST")
def shift(request: UnitRequest, pk: int) -> HttpResponse:
    """Attendance of one shift."""
    one, unit = _shift(request, pk), request.unit
    back = f"{reverse('desk:assist_roster', args=[unit.code])}?week={one.date.isoformat()}"
    if not serves(request.user, unit):
        if request.method == "POST":
            raise NotAllowed(_ONLY)
        return redirect(back)
    first = {name: getattr(one, name) for name in ("guided", "installed", "filed", "note")}
    first["came"] = one.came if one.came != HelpShift.Came.PLANNED else HelpShift.Came.CAME
    if one.recorded_by_id is not None:
        first["minutes"] = one.minutes
    form = AttendanceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = Attendance(
            data["came"], data["minutes"], data["guided"] or 0, data["installed"] or 0, data["filed"] or 0, data["note"]
        )  # fmt: skip
        try:
            record_help(actor=request.user, at=timezone.now(), shift=one, attendance=told)
        except CannotRoster as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi ca của {one.volunteer}.")
            return redirect(back)
    who = f"{one.volunteer} ({one.volunteer.get_body_display()})"
    lead = f"{who}, {weekday_vi(one.date)}, {one.said_hours}, {one.place}"
    return form_page(request, form, title="Ghi ca hỗ trợ", back=back, back_words="Lịch hỗ trợ", lead=lead)


@unit_page(Action.ASSISTANCE_WORK, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    one = _shift(request, pk)
    try:
        cancel_help(actor=request.user, at=timezone.now(), shift=one)
    except CannotRoster as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect(f"{reverse('desk:assist_roster', args=[request.unit.code])}?week={one.date.isoformat()}")


@unit_page(Action.ASSISTANCE_VIEW)
def month(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.GET.get("month", ""))
    context = {
        **tabs(request, "desk:assist_roster"),
        **months_beside(first),
        "whole": month_of_help(request.unit, first),
    }
    return render(request, "desk/assistance/month.html", context)


@unit_page(Action.ASSISTANCE_VIEW)
def month_file(request: UnitRequest) -> HttpResponse:
    """The month as Excel: evidence of R7.10 and R7.11, names without telephones."""
    first = month_asked(request.GET.get("month", ""))
    sheet = month_sheet(request.unit, month_of_help(request.unit, first), month_shifts(request.unit, first))
    return as_download(write_xlsx((sheet,)), f"Lực lượng hỗ trợ {request.unit.name} {first:%m-%Y}.xlsx")


def _volunteer(request: UnitRequest, pk: int) -> Volunteer:
    found = volunteer_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def _shift(request: UnitRequest, pk: int) -> HelpShift:
    found = shift_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found
