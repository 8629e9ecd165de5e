"""One case on the desk: what is known of it, how its due date was counted, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.casework.actions import (
    LONGEST_TERM,
    CannotKeepCase,
    CaseFields,
    correct_case,
    move_case,
    receive_case,
)
from thanthien.operations.casework.apologies import CannotApologise, begin_apology, missed_date
from thanthien.operations.casework.clocks import due_of
from thanthien.operations.casework.dating import date_case, date_procedure
from thanthien.operations.casework.models import Apology, Case
from thanthien.operations.casework.standing import keeps
from thanthien.operations.casework.states import WAYS
from thanthien.operations.casework.telling import about
from thanthien.platform.outbox.queries import messages_about
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of, doubts_between
from thanthien.web.desk.casework.board import COLOURS, left_of, said_due
from thanthien.web.desk.casework.frame import MOMENT, away, case_of, moment_field, moment_typed
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    agency_choices,
    agency_chosen,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)


class CaseForm(PlainForm):
    code = text_field(
        "Mã hồ sơ", missing="Anh/chị ghi mã hồ sơ in trên giấy hẹn.", length=60,
        hint="Ví dụ H15.50.05.13-261008-0975.",
    )  # fmt: skip
    received_at = moment_field("Tiếp nhận lúc", "Anh/chị ghi ngày và giờ tiếp nhận.")
    procedure_name = text_field("Tên thủ tục", missing="Anh/chị ghi tên thủ tục.", list_id="forms")
    procedure_code = text_field("Mã thủ tục", length=30, hint="Ví dụ 1.004873.")
    term = text_field(
        "Thời hạn giải quyết", length=4, hint="Số ngày hoặc giờ làm việc, theo thủ tục đã công bố."
    )
    term_unit = choice_field("Tính theo", missing="Anh/chị chọn ngày hoặc giờ làm việc.")
    applicant = text_field("Người nộp", length=150)
    phone = text_field("Số điện thoại", length=20, hint="Để nhắn khi có kết quả.")
    address = text_field("Địa chỉ", length=200)
    channel = choice_field("Hình thức nộp")
    agency = choice_field("Cơ quan giải quyết")
    handler = choice_field("Người giải quyết")
    result_place = text_field("Nơi trả kết quả", length=200)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("term_unit", Case.Term.choices)
        self.set_choices("channel", [("", "Chưa rõ"), *Case.Channel.choices])
        self.set_choices("agency", [("", "Chưa giao"), *agency_choices(unit)])
        self.set_choices("handler", [("", "Chưa giao"), *people_choices(unit)])

    def fields_of(self, unit: Unit) -> CaseFields:
        """What was typed; raises CannotKeepCase where the term is no number."""
        data = self.cleaned_data
        term = whole_number(data["term"]) if data["term"] else None
        if data["term"] and term is None:
            raise CannotKeepCase(f"Anh/chị ghi thời hạn bằng số, từ 1 đến {LONGEST_TERM}.", "term")
        names = ("code", "received_at", "procedure_name", "procedure_code", "term_unit", "applicant", "phone",
                 "address", "channel", "result_place")  # fmt: skip
        return CaseFields(
            **{name: data[name] for name in names}, term=term, agency=agency_chosen(unit, data["agency"]),
            handler=person_chosen(unit, data["handler"]),
        )  # fmt: skip


class DueForm(PlainForm):
    day = date_field("Ngày hẹn trả", missing="Anh/chị ghi ngày hẹn trả in trên giấy hẹn.")


@unit_page(Action.CASE_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, case_of(request, pk))


@unit_page(Action.CASE_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    unit, now = request.unit, timezone.now()
    form = CaseForm(
        unit, request.POST or None, initial={"received_at": timezone.localtime(now).strftime(MOMENT)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = receive_case(actor=request.user, at=now, unit=unit, fields=form.fields_of(unit))
        except CannotKeepCase as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi hồ sơ. Hẹn trả {said_due(made)}.")
            return redirect("desk:case", unit.code, made.pk)
    return form_page(
        request, form, title="Ghi hồ sơ", back=reverse("desk:cases", args=[unit.code]), back_words="Hồ sơ một cửa",
        lead="Ngày hẹn trả tự tính theo thời hạn và lịch làm việc.",
    )  # fmt: skip


@unit_page(Action.CASE_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    unit, one = request.unit, case_of(request, pk)
    first = {name: getattr(one, name) for name in CaseForm.base_fields if name not in {"agency", "handler"}}
    first |= {
        "agency": str(one.agency_id or ""),
        "handler": str(one.handler_id or ""),
        "term": one.term or "",
    }
    first["received_at"] = timezone.localtime(one.received_at).strftime(MOMENT)
    form = CaseForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            correct_case(
                actor=request.user, at=timezone.now(), case=one, fields=form.fields_of(unit),
                seen=seen_version(request),
            )  # fmt: skip
        except CannotKeepCase as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu. Những gì anh/chị sửa tại đây được giữ qua các lần nhập sau.")
            return redirect("desk:case", unit.code, pk)
    return form_page(
        request, form, title=f"Sửa hồ sơ {one.code}", back=reverse("desk:case", args=[unit.code, pk]),
        back_words=str(one), seen=one.version,
    )  # fmt: skip


@unit_page(Action.CASE_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, name = case_of(request, pk), request.POST.get("move", "")
    day = moment_typed(request.POST.get("day", ""))
    try:
        if day is None:
            raise CannotKeepCase("Anh/chị ghi ngày và giờ.", "day")
        move_case(
            actor=request.user, at=timezone.now(), case=one, move=name, day=day, text=request.POST.get("text", ""),
            seen=seen_version(request),
        )  # fmt: skip
    except CannotKeepCase as refusal:
        one.refresh_from_db()
        return _show(request, one, str(refusal), name)
    messages.success(request, f"{WAYS[name].words}: đã ghi.")
    return redirect("desk:case", request.unit.code, pk)


@unit_page(Action.CASE_MANAGE, "POST")
def date_one(request: UnitRequest, pk: int) -> HttpResponse:
    """The day a case without a term is due."""
    away(request)
    one, form = case_of(request, pk), DueForm(request.POST)
    if not form.is_valid():
        return _show(request, one, form.first_error())
    try:
        date_case(
            actor=request.user,
            at=timezone.now(),
            case=one,
            day=form.cleaned_data["day"],
            seen=seen_version(request),
        )
    except CannotKeepCase as refusal:
        one.refresh_from_db()
        return _show(request, one, str(refusal))
    messages.success(request, "Đã ghi ngày hẹn trả.")
    return redirect("desk:case", request.unit.code, pk)


@unit_page(Action.CASE_MANAGE, "POST")
def date_all(request: UnitRequest) -> HttpResponse:
    """The term of a procedure for its cases without a due date."""
    away(request)
    sent = request.POST
    try:
        count = date_procedure(
            actor=request.user, at=timezone.now(), unit=request.unit, procedure=sent.get("procedure", "")[:300],
            term=whole_number(sent.get("term", "").strip()), term_unit=sent.get("term_unit", ""),
        )  # fmt: skip
    except CannotKeepCase as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Đã đặt hạn cho {count} hồ sơ.")
    tab = "undated_ended" if sent.get("tab") == "undated_ended" else "undated"
    return redirect(f"{reverse('desk:cases', args=[request.unit.code])}?tab={tab}")


@unit_page(Action.CASE_WORK, "POST")
def apologise(request: UnitRequest, pk: int) -> HttpResponse:
    one = case_of(request, pk)
    try:
        made = begin_apology(
            actor=request.user, at=timezone.now(), case=one, kind=request.POST.get("kind", Apology.Kind.FAULT)
        )
    except CannotApologise as refusal:
        return _show(request, one, str(refusal))
    messages.success(request, "Đã lập bản xin lỗi. Anh/chị ghi lý do rồi trình lãnh đạo ký.")
    return redirect("desk:case_apology", request.unit.code, made.pk)


def _show(request: UnitRequest, one: Case, refused: str = "", asked: str = "") -> HttpResponse:
    unit, at = request.unit, timezone.now()
    year = timezone.localtime(one.received_at).year
    calendar = calendar_of(unit, *range(year, timezone.localdate(at).year + 2))
    pauses = list(one.pauses.all())
    due = due_of(one, pauses, calendar)
    works = may(request.user, Action.CASE_WORK, unit)
    letters = list(one.apologies.select_related("case"))
    context = {
        "case": one,
        "colour": COLOURS[Case.State(one.state)],
        "due": due,
        "said_due": said_due(one),
        "doubts": doubts_between(
            unit, timezone.localtime(one.received_at).date(), timezone.localtime(one.due_at).date()
        )
        if one.due_at and one.end_at is None
        else [],
        "left": left_of(one, at, calendar) if one.due_at else "",
        "is_late": one.late_at is not None and one.late_at <= at,
        "pauses": pauses,
        "steps": one.steps.select_related("by"),
        "ways": [(name, way) for name, way in WAYS.items() if works and one.state in way.allowed],
        "now": timezone.localtime(at).strftime(MOMENT),
        "apologies": letters,
        "owes": works and missed_date(one, at) is not None and not any(one.kind == "late" for one in letters),
        "works": works,
        "keeps": keeps(request.user, unit),
        "told": messages_about(unit, about(one)),
        "refused": refused,
        "asked": asked,
        "typed": request.POST.get("text", "") if refused else "",
    }
    return render(request, "desk/casework/case.html", context, status=422 if refused else 200)
