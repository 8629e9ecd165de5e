"""Visits to neighbourhoods: who has not been seen for how long, plans, and recording on a phone in the field."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.committing import promise_heard
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import FieldVisit, Heard
from thanthien.operations.engagement.queries import (
    monday_of,
    photo_of_unit,
    places_of,
    visited_in_week,
    visits_of,
)
from thanthien.operations.engagement.standing import leaders_of
from thanthien.operations.engagement.visiting import (
    VisitFields,
    add_photo,
    answer_heard,
    cancel_visit,
    hear,
    plan_visit,
    record_visit,
)
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.queries import people_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.desk.engagement.frame import PromiseForm, asked, first_promise, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import hand_over, kept_by_browser
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.pictures import keep_picture, photo_field
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field
from thanthien.workflows.engagement import prove_visit, report_heard

FAR, HALF = 60, 30  # days without a visit from which a place is marked


class PlanForm(PlainForm):
    date = date_field("Ngày đi", missing="Anh/chị chọn ngày đi.")
    neighbourhood = choice_field("Thôn, tổ dân phố", missing="Anh/chị chọn nơi đến.")
    leader = choice_field("Lãnh đạo đi", missing="Anh/chị chọn lãnh đạo đi.")
    activity = choice_field("Hoạt động", missing="Anh/chị chọn hoạt động.")
    others = text_field("Người đi cùng", length=300)
    note = text_field("Ghi chú", length=1000, rows=2)
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        places = [(str(one.pk), str(one)) for one in neighbourhoods_of(unit)]
        self.set_choices("neighbourhood", [("", "Chọn thôn, tổ dân phố"), *places])
        leaders = [(str(one.pk), one.full_name) for one in leaders_of(unit, timezone.localdate())]
        self.set_choices("leader", [("", "Chọn lãnh đạo"), *leaders])
        kinds = [(one.code, one.label) for one in definition().activities.values()]
        self.set_choices("activity", kinds)

    def visit(self) -> VisitFields:
        data = self.cleaned_data
        place = Neighbourhood.objects.filter(unit=self.unit, pk=data["neighbourhood"]).first()
        leader: Person | None = people_of(self.unit).filter(pk=data["leader"]).first()
        if place is None:
            raise CannotEngage(
                "Thôn, tổ dân phố này không còn thuộc đơn vị. Anh/chị chọn lại.", "neighbourhood"
            )
        if leader is None:
            raise CannotEngage("Người này không còn ở đơn vị.", "leader")
        return VisitFields(data["date"], place, leader, data["activity"], data["others"], data["note"])


class RecordForm(PlanForm):
    heard = text_field(
        "Bà con nói gì",
        length=10_000,
        rows=4,
        hint="Mỗi ý kiến một dòng; không có thì để trống. Không ghi tên người dân.",
    )
    photo = photo_field("Ảnh", hint="Thêm ảnh nữa được sau khi lưu.")
    field_order = ("date", "neighbourhood", "leader", "activity", "heard", "photo", "others", "note")


@unit_page(Action.ENGAGEMENT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    monday = monday_of(today)
    places = places_of(unit, today)
    context = {
        **tabs(request, "desk:field_visits"),
        "places": places,
        "seen": sum(one.days is not None and one.days < 90 for one in places),
        "far": FAR,
        "half": HALF,
        "coming": visits_of(unit, FieldVisit.State.PLANNED).order_by("date")[:50],
        "rows": visits_of(unit, FieldVisit.State.DONE)[:60],
        "this_week": visited_in_week(unit, monday),
        "sunday": monday + timedelta(days=6),
        "today": today,
        "activities": definition().activities,
        "works": may(request.user, Action.ENGAGEMENT_WORK, unit),
    }
    return render(request, "desk/engagement/visits.html", context)


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def plan(request: UnitRequest) -> HttpResponse:
    unit, today = request.unit, timezone.localdate()
    first = {
        "date": today, "neighbourhood": request.GET.get("place", ""), "client_key": secrets.token_urlsafe(18),
    }  # fmt: skip
    form = PlanForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["client_key"]
        try:
            plan_visit(actor=request.user, at=timezone.now(), unit=unit, fields=form.visit(), client_key=key)
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi vào kế hoạch; người đi thấy ở “Việc của tôi”.")
            return redirect("desk:field_visits", unit.code)
    return _form(request, form, "Lên kế hoạch xuống cơ sở")


@unit_page(Action.ENGAGEMENT_WORK, "GET", "POST")
def record(request: UnitRequest) -> HttpResponse:
    return _record(request, None)


@unit_page(Action.ENGAGEMENT_WORK, "GET", "POST")
def record_planned(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(request, FieldVisit, pk)
    if one.state != FieldVisit.State.PLANNED:
        return redirect("desk:field_visit", request.unit.code, pk)
    return _record(request, one)


def _record(request: UnitRequest, planned: FieldVisit | None) -> HttpResponse:
    """One form on the phone: where, who, what was heard, a picture."""
    unit, now = request.unit, timezone.now()
    today = timezone.localdate(now)
    leaders = {one.pk for one in leaders_of(unit, today)}
    first: dict[str, Any] = {
        "date": today, "neighbourhood": request.GET.get("place", ""), "client_key": secrets.token_urlsafe(18),
        "leader": str(request.user.pk) if request.user.pk in leaders else "",
    }  # fmt: skip
    if planned is not None:
        first |= {
            "date": min(planned.date, today), "neighbourhood": str(planned.neighbourhood_id),
            "leader": str(planned.leader_id), "activity": planned.activity, "others": planned.others,
            "note": planned.note,
        }  # fmt: skip
    form = RecordForm(unit, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            photo = keep_picture(data["photo"] or None, now)
            visit = record_visit(
                actor=request.user, at=now, unit=unit, fields=form.visit(), client_key=data["client_key"],
                planned=planned, heard=[line for line in data["heard"].splitlines() if line.strip()],
                photos=[photo] if photo else [],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            proven = prove_visit(actor=request.user, at=now, visit=visit) if photo else None
            filed = " Ảnh đã nộp làm minh chứng." if proven and proven.made else ""
            messages.success(request, f"Đã ghi lần xuống cơ sở.{filed}")
            return redirect("desk:field_visit", unit.code, visit.pk)
    return _form(request, form, "Ghi lần xuống cơ sở")


def _form(request: UnitRequest, form: PlanForm, title: str) -> HttpResponse:
    back = reverse("desk:field_visits", args=[request.unit.code])
    return form_page(request, form, title=title, back=back, back_words="Xuống cơ sở")


@unit_page(Action.ENGAGEMENT_VIEW)
def visit_page(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, asked(request, FieldVisit, pk))


def _show(request: UnitRequest, one: FieldVisit, *, status: int = 200, refused: str = "") -> HttpResponse:
    codes = [row.report_code for row in one.heard.all() if row.report_code]
    seen = visible_reports(request.user, request.unit).filter(code__in=codes) if codes else ()
    reports = {report.code: report for report in seen}
    label = definition().activities.get(one.activity)
    context = {
        **tabs(request, "desk:field_visits"),
        "one": one,
        "activity": label.label if label else one.activity,
        "heard": [(row, reports.get(row.report_code)) for row in one.heard.all()],
        "photos": list(one.photos.all()),
        "works": may(request.user, Action.ENGAGEMENT_WORK, request.unit),
        "has_come": one.date <= timezone.localdate(),
        "refused": refused,
    }
    return render(request, "desk/engagement/visit.html", context, status=status)


@unit_page(Action.ENGAGEMENT_MANAGE, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(request, FieldVisit, pk)
    try:
        cancel_visit(actor=request.user, at=timezone.now(), visit=one, text=request.POST.get("text", ""))
    except CannotEngage as refusal:
        return _show(request, one, status=422, refused=str(refusal))
    messages.success(request, "Đã bỏ khỏi kế hoạch.")
    return redirect("desk:field_visits", request.unit.code)


@unit_page(Action.ENGAGEMENT_WORK, "POST")
def add_to(request: UnitRequest, pk: int) -> HttpResponse:
    """One more thing heard, one more picture, or both."""
    one, now = asked(request, FieldVisit, pk), timezone.now()
    text = request.POST.get("text", "")
    try:
        photo: StoredFile | None = keep_picture(request.FILES.get("photo"), now)
        if text.strip():
            hear(actor=request.user, at=now, visit=one, text=text)
        if photo is not None:
            add_photo(actor=request.user, at=now, visit=one, file=photo)
            prove_visit(actor=request.user, at=now, visit=one)
        if photo is None and not text.strip():
            raise CannotEngage("Anh/chị ghi ý kiến hoặc chọn ảnh.")
    except Refusal as refusal:
        return _show(request, one, status=422, refused=str(refusal))
    messages.success(request, "Đã thêm.")
    return redirect("desk:field_visit", request.unit.code, pk)


@kept_by_browser
@unit_page(Action.ENGAGEMENT_VIEW)
def photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    found = photo_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return hand_over(request, found.file, f"Ảnh {found.visit}", small="small" in request.GET)


@unit_page(Action.ENGAGEMENT_WORK, "POST")
def heard(request: UnitRequest, pk: int) -> HttpResponse:
    """By one press: a report of its own, or answered on the spot."""
    one, now = asked(request, Heard, pk), timezone.now()
    try:
        if request.POST.get("move") == "report":
            _, received = report_heard(actor=request.user, at=now, heard=one)
            messages.success(request, f"Đã chuyển thành phản ánh, mã {received.report.said_code}.")
        else:
            answer_heard(actor=request.user, at=now, heard=one, text=request.POST.get("text", ""))
            messages.success(request, "Đã ghi câu trả lời tại chỗ.")
    except Refusal as refusal:
        visit = asked(request, FieldVisit, one.visit_id)
        return _show(request, visit, status=422, refused=str(refusal))
    return redirect("desk:field_visit", request.unit.code, one.visit_id)


@unit_page(Action.ENGAGEMENT_WORK, "GET", "POST")
def promise(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = asked(request, Heard, pk), request.unit
    form = PromiseForm(unit, request.POST or None, initial=first_promise(one.text))
    if request.method == "POST" and form.is_valid():
        try:
            promise_heard(actor=request.user, at=timezone.now(), heard=one, promise=form.promise())
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập cam kết; người dân theo dõi được.")
            return redirect("desk:field_visit", unit.code, one.visit_id)
    back = reverse("desk:field_visit", args=[unit.code, one.visit_id])
    return form_page(
        request, form, title="Lập cam kết", back=back, back_words=str(one.visit), button="Lập cam kết",
        lead=one.text,
    )  # fmt: skip
