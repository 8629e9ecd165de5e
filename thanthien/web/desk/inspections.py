"""Inspections on the desk: the calendar, one inspection with its findings and their chains, a phone's entry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.platform.people.permissions import may, people_who_may
from thanthien.platform.people.queries import given_name_first
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.programme.inspections.actions import (
    CannotInspect,
    InspectionFields,
    change_inspection,
    move_inspection,
    plan_inspection,
)
from thanthien.programme.inspections.findings import (
    FindingFields,
    Order,
    move_finding,
    order_correction,
    record_finding,
    version_of,
)
from thanthien.programme.inspections.models import Finding, FindingStep, Inspection
from thanthien.programme.inspections.queries import (
    finding_of_unit,
    inspection_of_unit,
    inspections_of,
    is_late,
    step_of_unit,
)
from thanthien.programme.inspections.standing import is_inspector, moves_of
from thanthien.programme.inspections.states import SETTLED, STEPS, InspectionMove
from thanthien.programme.plans.queries import desk_year
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    agency_choices,
    agency_chosen,
    boxes_field,
    choice_field,
    date_field,
    doer_choices,
    doer_chosen,
    task_choices,
    task_chosen,
    text_field,
    upload_field,
)

State, Move = Finding.State, FindingStep.Move
BACK = "Kiểm tra"
USUAL_DAYS = 10  # how far ahead the day of a correction stands that the form offers
DONE_WORDS = {
    Move.DONE: "Đã báo khắc phục; người kiểm tra sẽ phúc tra.",
    Move.PASS: "Đã ghi: phúc tra đạt.",
    Move.FAIL: "Đã ghi: chưa đạt, mở lại để khắc phục tiếp.",
    Move.DROP: "Đã ghi: không phải khắc phục.",
    Move.REOPEN: "Đã mở lại tồn tại này.",
}


class InspectionForm(PlainForm):
    title = text_field("Nội dung kiểm tra", missing="Anh/chị ghi nội dung kiểm tra.")
    inspection_date = date_field("Ngày kiểm tra", missing="Anh/chị chọn ngày kiểm tra.")
    place = choice_field("Nơi được kiểm tra", missing="Anh/chị chọn nơi được kiểm tra.")
    text = text_field("Tiêu chí, điểm cần xem", length=4000, rows=4, hint="Mỗi dòng một điểm cần xem.")
    supervised_by = text_field(
        "Giám sát của", length=200,
        hint="Giám sát của Mặt trận, đoàn thể, Ban Xây dựng Đảng thì ghi tên; kiểm tra của đơn vị để trống.",
    )  # fmt: skip
    inspectors = boxes_field("Người kiểm tra", missing="Anh/chị chọn ít nhất một người kiểm tra.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        people = people_who_may(Action.INSPECTION_WORK, unit)
        self.people = {str(one.pk): one for one in sorted(people, key=given_name_first)}
        self.places = {str(one.pk): one for one in neighbourhoods_of(unit)}
        self.set_choices(
            "place",
            [
                ("", "Chọn cơ quan hoặc thôn, tổ dân phố"),
                ("Cơ quan", [(f"agency:{pk}", name) for pk, name in agency_choices(unit)]),
                ("Thôn, tổ dân phố", [(f"place:{pk}", str(one)) for pk, one in self.places.items()]),
            ],
        )
        self.set_choices("inspectors", [(pk, str(one)) for pk, one in self.people.items()])

    def as_fields(self) -> InspectionFields:
        data = self.cleaned_data
        kind, _, pk = data["place"].partition(":")
        return InspectionFields(
            title=data["title"],
            inspection_date=data["inspection_date"],
            text=data["text"],
            supervised_by=data["supervised_by"],
            agency=agency_chosen(self.unit, pk) if kind == "agency" else None,
            neighbourhood=self.places.get(pk) if kind == "place" else None,
            inspectors=tuple(self.people[pk] for pk in data["inspectors"]),
        )


class OrderForm(PlainForm):
    """Who puts it right until when."""

    to = choice_field("Giao khắc phục cho")
    due_date = date_field("Xong trước hết ngày")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.set_choices("to", doer_choices(unit, "Chưa giao"))

    def as_order(self) -> Order | None:
        """None where nobody is chosen; raises `CannotInspect` where the day is missing."""
        if not self.cleaned_data["to"]:
            return None
        due: date | None = self.cleaned_data["due_date"]
        if due is None:
            raise CannotInspect("Anh/chị chọn hạn khắc phục.")
        return Order(due, *doer_chosen(self.unit, self.cleaned_data["to"]))


class FindingForm(OrderForm):
    text = text_field("Phát hiện điều gì", missing="Anh/chị ghi điều phát hiện được.", length=4000, rows=3)
    severity = choice_field("Mức độ", missing="Anh/chị chọn mức độ.")
    upload = upload_field("Ảnh chụp hoặc tệp", hint="Trên điện thoại, bấm để chụp ngay.")
    task = choice_field("Thuộc nhiệm vụ")
    field_order = ["text", "upload", "severity", "to", "due_date", "task"]

    def __init__(self, unit: Unit, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(unit, *args, **kwargs)
        self.set_choices("task", task_choices(unit, year))
        self.set_choices("severity", Finding.Severity.choices)

    def as_fields(self) -> FindingFields:
        data = self.cleaned_data
        task = task_chosen(self.unit, data["task"])
        return FindingFields(
            data["text"], data["severity"], task, task.criterion if task else None, self.as_order()
        )


@unit_page(Action.INSPECTION_VIEW)
def inspections(request: UnitRequest) -> HttpResponse:
    today, asked = timezone.localdate(), request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=today)
    rows = list(inspections_of(request.unit, year, today))
    context = {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "ahead": [one for one in reversed(rows) if one.state == Inspection.State.PLANNED],
        "rows": [one for one in rows if one.state != Inspection.State.PLANNED],
        "open_count": sum(one.open_count for one in rows),  # type: ignore[attr-defined]
        "late_count": sum(one.late_count for one in rows),  # type: ignore[attr-defined]
        "manages": may(request.user, Action.INSPECTION_MANAGE, request.unit),
        "today": today,
    }
    return render(request, "desk/inspections/inspections.html", context)


@unit_page(Action.INSPECTION_MANAGE, "GET", "POST")
def plan(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    year, _ = desk_year(request.unit, asked=request.GET.get("year"), today=today)
    form = InspectionForm(
        request.unit, request.POST or None,
        initial={"inspection_date": today + timedelta(days=7), "inspectors": [str(request.user.pk)]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_inspection(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, fields=form.as_fields()
            )
        except CannotInspect as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lên lịch kiểm tra.")
            return redirect("desk:inspection", request.unit.code, made.pk)
    back = reverse("desk:inspections", args=[request.unit.code])
    return form_page(request, form, title="Lên lịch kiểm tra", back=back, back_words=BACK)


@unit_page(Action.INSPECTION_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    found = _inspection(request, pk)
    place = f"agency:{found.agency_id}" if found.agency_id else f"place:{found.neighbourhood_id}"
    initial = {
        "title": found.title, "inspection_date": found.inspection_date, "text": found.text, "place": place,
        "supervised_by": found.supervised_by,
        "inspectors": [str(person.pk) for person in found.inspectors.all()],
    }  # fmt: skip
    form = InspectionForm(request.unit, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_inspection(
                actor=request.user, at=timezone.now(), inspection=found, fields=form.as_fields()
            )
        except CannotInspect as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu lịch kiểm tra.")
            return redirect("desk:inspection", request.unit.code, pk)
    return form_page(request, form, title="Sửa lịch kiểm tra", back=_address(request, pk), back_words=BACK)


def _show(request: UnitRequest, found: Inspection, *, status: int = 200, **kept: Any) -> HttpResponse:
    today = timezone.localdate()
    findings = list(found.findings.all())
    inspects = may(request.user, Action.INSPECTION_WORK, request.unit) and is_inspector(request.user, found)
    manages = may(request.user, Action.INSPECTION_MANAGE, request.unit)
    context = {
        "inspection": found,
        "panels": [_panel(request, found, one, today) for one in findings],
        "inspects": inspects,
        "manages": manages,
        "may_add": inspects and found.state in (Inspection.State.PLANNED, Inspection.State.HELD),
        "may_hold": inspects and found.state == Inspection.State.PLANNED and found.inspection_date <= today,
        "left": sum(one.state not in SETTLED for one in findings),
        "order_form": OrderForm(
            request.unit, initial={"due_date": today + timedelta(days=USUAL_DAYS)}, auto_id=False
        ),
        "today": today,
        "late": found.state == Inspection.State.PLANNED and found.inspection_date < today,
        **kept,
    }
    return render(request, "desk/inspections/inspection.html", context, status=status)


def _panel(request: UnitRequest, found: Inspection, finding: Finding, today: date) -> dict[str, Any]:
    """A finding with the moves that this person has now."""
    finding.inspection = found
    return {
        "finding": finding,
        "moves": {str(move) for move in moves_of(request.user, finding)},
        "seen": version_of(finding),
        "late": is_late(finding, today),
        "steps": list(finding.steps.all()),
    }


@unit_page(Action.INSPECTION_VIEW)
def inspection(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _inspection(request, pk))


@unit_page(Action.INSPECTION_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    """Held, closed, opened again, cancelled."""
    found = _inspection(request, pk)
    try:
        asked = InspectionMove(request.POST.get("move", ""))
    except ValueError as error:
        raise Http404 from error
    remark = request.POST.get("remark", "")
    try:
        move_inspection(actor=request.user, at=timezone.now(), inspection=found, move=asked, remark=remark)
    except CannotInspect as refusal:
        kept = {"refused": str(refusal), "typed": remark, "move": str(asked)}
        return _show(request, _inspection(request, pk), status=422, **kept)
    messages.success(request, "Đã lưu cuộc kiểm tra.")
    return redirect("desk:inspection", request.unit.code, pk)


@unit_page(Action.INSPECTION_WORK, "GET", "POST")
def finding_add(request: UnitRequest, pk: int) -> HttpResponse:
    """One finding, from a phone at the place: words, a picture, who puts it right."""
    found = _inspection(request, pk)
    initial = {
        "severity": Finding.Severity.MAJOR, "due_date": timezone.localdate() + timedelta(days=USUAL_DAYS),
        "to": f"agency:{found.agency_id}" if found.agency_id else "",
    }  # fmt: skip
    form = FindingForm(request.unit, found.year, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record_finding(
                actor=request.user, at=timezone.now(), inspection=found, fields=form.as_fields(),
                upload=form.cleaned_data["upload"],
            )  # fmt: skip
        except CannotInspect as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi phát hiện.")
            if "more" in request.POST:
                return redirect("desk:inspection_finding", request.unit.code, pk)
            return redirect("desk:inspection", request.unit.code, pk)
    return form_page(
        request, form, title="Ghi phát hiện", back=_address(request, pk), back_words=BACK,
        lead=f"{found.title} – {found.place}", second_button="Lưu, ghi tiếp",
    )  # fmt: skip


@unit_page(Action.INSPECTION_WORK, "POST")
def finding(request: UnitRequest, pk: int) -> HttpResponse:
    """A move of one finding: order, done, pass, fail, drop, reopen."""
    row = finding_of_unit(request.unit, pk)
    if row is None or request.POST.get("move", "") not in STEPS:
        raise Http404
    asked = request.POST["move"]
    try:
        words = _move_finding(request, row, asked)
    except CannotInspect as refusal:
        kept = {"stopped": (pk, asked, str(refusal)), "typed": request.POST.get("remark", "")}
        return _show(request, _inspection(request, row.inspection_id), status=422, **kept)
    messages.success(request, words)
    return redirect(f"{_address(request, row.inspection_id)}#phat-hien-{row.pk}")


class MoveForm(PlainForm):
    remark = text_field("Nội dung", length=4000, rows=2)
    due_date = date_field("Hạn mới")
    upload = upload_field("Ảnh hoặc tệp")


def _move_finding(request: UnitRequest, row: Finding, asked: str) -> str:
    now, seen = timezone.now(), request.POST.get("seen", "")
    form = MoveForm(request.POST, request.FILES)
    if not form.is_valid():
        raise CannotInspect(form.first_error())
    remark = form.cleaned_data["remark"]
    if asked == Move.ORDER:
        orders = OrderForm(request.unit, request.POST)
        order = orders.as_order() if orders.is_valid() else None
        if order is None:
            raise CannotInspect("Anh/chị chọn cơ quan hoặc người khắc phục.")
        order_correction(actor=request.user, at=now, finding=row, order=order, seen=seen, remark=remark)
        return f"Đã giao khắc phục cho {order.person or order.agency}."
    move_finding(
        actor=request.user, at=now, finding=row, move=asked, seen=seen, remark=remark,
        due_date=form.cleaned_data["due_date"], upload=form.cleaned_data["upload"],
    )  # fmt: skip
    return DONE_WORDS[Move(asked)]


@unit_page(Action.INSPECTION_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    step = _step(request, pk)
    return hand_over(request, step.file, step.filename)


@unit_page(Action.INSPECTION_VIEW)
def small(request: UnitRequest, pk: int) -> HttpResponseBase:
    step = _step(request, pk)
    return hand_over(request, step.file, step.filename, small=True)


def _inspection(request: UnitRequest, pk: int) -> Inspection:
    found = inspection_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def _step(request: UnitRequest, pk: int) -> FindingStep:
    step = step_of_unit(request.unit, pk)
    if step is None:
        raise Http404
    return step


def _address(request: UnitRequest, pk: int) -> str:
    return reverse("desk:inspection", args=[request.unit.code, pk])


urlpatterns = [
    path("inspections/", inspections, name="inspections"),
    path("inspections/new/", plan, name="inspection_plan"),
    path("inspections/<int:pk>/", inspection, name="inspection"),
    path("inspections/<int:pk>/edit/", edit, name="inspection_edit"),
    path("inspections/<int:pk>/move/", move, name="inspection_move"),
    path("inspections/<int:pk>/findings/add/", finding_add, name="inspection_finding"),
    path("inspections/findings/<int:pk>/", finding, name="finding"),
    path("inspections/steps/<int:pk>/file", file, name="finding_file"),
    path("inspections/steps/<int:pk>/small", small, name="finding_small"),
]
