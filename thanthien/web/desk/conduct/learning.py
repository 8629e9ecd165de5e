"""Trainings and study sessions with who attended, hours and skills of everybody, praise."""

from __future__ import annotations

import calendar
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import AdministrativeDocument, write_docx
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.learned import (
    learners_of,
    praises_of,
    staff_for_training,
    training_of_unit,
    trainings_of,
)
from thanthien.operations.conduct.models import Praise, Training
from thanthien.operations.conduct.papers import study_list, training_list
from thanthien.operations.conduct.training import (
    Attended,
    CannotRecord,
    TrainingFields,
    keep_training,
    record_attendance,
    record_praise,
)
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.conduct.frame import staff_choices, staff_chosen, tabs, year_asked
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download
from thanthien.web.months import month_asked
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field
from thanthien.workflows.conduct_reports import reports_behind

_HOURS = "Anh/chị ghi số giờ, ví dụ 4 hoặc 3,5."
_HOUR_FAULTS = ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits")


class TrainingForm(PlainForm):
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    topic = text_field("Nội dung, chuyên đề", missing="Anh/chị ghi nội dung.", length=200)
    first_date = date_field("Từ ngày", missing="Anh/chị chọn ngày.")
    last_date = date_field("Đến ngày", missing="Anh/chị chọn ngày.")
    hours = forms.DecimalField(
        label="Số giờ",
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(_HOUR_FAULTS, _HOURS),
    )
    skill = choice_field("Kỹ năng được bồi dưỡng", hint="Người dự được tính là đã có kỹ năng này.")
    place = text_field("Nơi học", length=150)
    organiser = text_field("Đơn vị tổ chức", length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", Training.Kind.choices)
        skills = definition().skills.values()
        self.set_choices("skill", [("", "Không gắn kỹ năng"), *((one.code, one.label) for one in skills)])


class PraiseForm(PlainForm):
    staff = choice_field("Người được khen", missing="Anh/chị chọn người.")
    source = choice_field("Ai khen", missing="Anh/chị chọn nguồn.")
    day = date_field("Ngày", missing="Anh/chị chọn ngày.")
    report_code = text_field(
        "Mã phản ánh, góp ý của người dân", length=20, hint="Nếu lời khen gửi qua phần Phản ánh, kiến nghị."
    )
    text = text_field("Lời khen", missing="Anh/chị ghi lời khen.", length=500, rows=3)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("staff", staff_choices(unit))
        self.set_choices("source", Praise.Source.choices)


@unit_page(Action.CONDUCT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    year, skills = year_asked(request), definition().skills
    rows = [(one, skills.get(one.skill)) for one in trainings_of(request.unit, year)]
    context = {
        **tabs(request, "desk:conduct_trainings"),
        "rows": rows,
        "year": year,
        "month": timezone.localdate().strftime("%Y-%m"),
        "studies": sum(one.kind == Training.Kind.STUDY for one, _ in rows),
    }
    return render(request, "desk/conduct/trainings.html", context)


@unit_page(Action.CONDUCT_VIEW)
def people(request: UnitRequest) -> HttpResponse:
    """Hours of the year and missing skills, the fewest hours first."""
    year, today = year_asked(request), timezone.localdate()
    context = {
        **tabs(request, "desk:conduct_trainings"),
        "rows": learners_of(request.unit, year, today),
        "year": year,
    }
    return render(request, "desk/conduct/learners.html", context)


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    first = {"first_date": today, "last_date": today, "kind": request.GET.get("kind", "training")}
    form = TrainingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = keep_training(
                actor=request.user,
                at=timezone.now(),
                unit=request.unit,
                fields=TrainingFields(**form.cleaned_data),
            )
        except CannotRecord as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:conduct_training", request.unit.code, made.pk)
    back = reverse("desk:conduct_trainings", args=[request.unit.code])
    return form_page(request, form, title="Thêm lớp, buổi học", back=back, back_words="Học tập, bồi dưỡng")


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    one = _asked(request, pk)
    form = TrainingForm(
        request.POST or None, initial={name: getattr(one, name) for name in TrainingForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        try:
            keep_training(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=TrainingFields(**form.cleaned_data),
                training=one, seen=seen_version(request),
            )  # fmt: skip
        except CannotRecord as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:conduct_training", request.unit.code, pk)
    back = reverse("desk:conduct_training", args=[request.unit.code, pk])
    return form_page(
        request, form, title="Sửa lớp, buổi học", back=back, back_words=str(one), seen=one.version
    )


@unit_page(Action.CONDUCT_VIEW, "GET", "POST")
def show(request: UnitRequest, pk: int) -> HttpResponse:
    one = _asked(request, pk)
    if request.method == "GET":
        return _show(request, one)
    require(request.user, Action.CONDUCT_MANAGE, request.unit)
    try:
        attended = _attended(request.POST, one)
        record_attendance(
            actor=request.user, at=timezone.now(), training=one, attended=attended, seen=seen_version(request)
        )
    except CannotRecord as refusal:
        return _show(request, one, status=422, refused=str(refusal), typed=request.POST)
    messages.success(request, f"Đã ghi {len(attended)} người dự.")
    return redirect("desk:conduct_training", request.unit.code, pk)


def _attended(sent: QueryDict, one: Training) -> list[Attended]:
    found = []
    for staff in staff_for_training(one.unit, one):
        if str(staff.pk) not in sent.getlist("staff"):
            continue
        text = sent.get(f"hours-{staff.pk}", "").strip().replace(",", ".")
        try:
            hours = Decimal(text) if text else None
            if hours is not None and (not hours.is_finite() or hours != round(hours, 1)):
                raise InvalidOperation
        except InvalidOperation:
            raise CannotRecord(f"Số giờ của {staff} chưa đúng. {_HOURS}") from None
        found.append(Attended(staff, hours, sent.get(f"certificate-{staff.pk}", "")))
    return found


def _show(
    request: UnitRequest, one: Training, *, status: int = 200, refused: str = "", typed: Any = None
) -> HttpResponse:
    kept = {each.staff_id: each for each in one.attended.select_related("staff")}
    is_over = one.last_date <= timezone.localdate()
    rows = []
    for staff in staff_for_training(request.unit, one):
        each = kept.get(staff.pk)
        if typed is not None:
            here = str(staff.pk) in typed.getlist("staff")
            rows.append(
                (staff, here, typed.get(f"hours-{staff.pk}", ""), typed.get(f"certificate-{staff.pk}", ""))
            )
        else:
            rows.append(
                (staff, each is not None, each.hours if each else "", each.certificate if each else "")
            )
    context = {
        **tabs(request, "desk:conduct_trainings"),
        "one": one,
        "skill": definition().skills.get(one.skill),
        "rows": rows,
        "attended": list(kept.values()),
        "is_over": is_over,
        "refused": refused,
    }
    return render(request, "desk/conduct/training.html", context, status=status)


@unit_page(Action.CONDUCT_VIEW)
def month_file(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.GET.get("month", ""))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    is_study = request.GET.get("kind") == Training.Kind.STUDY
    build = study_list if is_study else training_list
    paper: AdministrativeDocument | None = build(request.unit, first, last)
    if paper is None:
        words = "buổi học tập" if is_study else "lớp bồi dưỡng"
        messages.info(request, f"Tháng {first:%m/%Y} chưa có {words} nào ghi người dự.")
        return redirect("desk:conduct_trainings", request.unit.code)
    name = "Học tập, làm theo Bác" if is_study else "Bồi dưỡng, tập huấn"
    return as_download(write_docx(paper), f"{name} {first:%m-%Y}.docx")


@unit_page(Action.CONDUCT_VIEW)
def praises(request: UnitRequest) -> HttpResponse:
    year = year_asked(request)
    rows = list(praises_of(request.unit, year))
    behind = reports_behind(request.user, request.unit, [one.report_code for one in rows])
    context = {
        **tabs(request, "desk:conduct_praises"),
        "rows": [(one, behind.get(one.report_code)) for one in rows],
        "year": year,
    }
    return render(request, "desk/conduct/praises.html", context)


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def praise_add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    first = {
        "day": timezone.localdate(), "staff": request.GET.get("staff", ""), "source": "citizen",
        "report_code": request.GET.get("report", "")[:20],
    }  # fmt: skip
    form = PraiseForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        staff = staff_chosen(unit, data.pop("staff"))
        try:
            if staff is None:
                raise CannotRecord("Người này không còn trong danh sách.", "staff")
            record_praise(actor=request.user, at=timezone.now(), staff=staff, **data)
        except CannotRecord as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi lời khen.")
            return redirect("desk:conduct_praises", unit.code)
    back = reverse("desk:conduct_praises", args=[unit.code])
    return form_page(request, form, title="Ghi lời khen", back=back, back_words="Lời khen")


def _asked(request: UnitRequest, pk: int) -> Training:
    found = training_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found
