"""Breaches and discipline: for those entitled; to everybody else there is no such page (404)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.disciplining import (
    BreachFields,
    CannotDecide,
    DisciplineFields,
    lift_discipline,
    move_breach,
    record_discipline,
    report_breach,
)
from thanthien.operations.conduct.models import Breach, BreachStep
from thanthien.operations.conduct.standing import breach_seen, may_report, may_step, visible_breaches
from thanthien.operations.conduct.states import OPEN, STEPS
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.conduct.frame import staff_choices, staff_chosen, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field
from thanthien.workflows.conduct_reports import reports_behind

Move = BreachStep.Move
ASKS = {
    Move.VERIFY: ("Đã xác minh", "Xác minh thế nào, kết quả ra sao?", "search"),
    Move.CONCLUDE: ("Có vi phạm", "Căn cứ kết luận có vi phạm", "flag"),
    Move.CLEAR: ("Không vi phạm", "Căn cứ kết luận không vi phạm", "check"),
    Move.APPEAL: ("Khiếu nại kết luận", "Nội dung khiếu nại", "scale"),
    Move.CLOSE: ("Kết thúc", "Việc đã xong thế nào?", "archive"),
}


class BreachForm(PlainForm):
    staff = choice_field("Người liên quan", missing="Anh/chị chọn người.")
    kind = choice_field("Loại vụ việc", missing="Anh/chị chọn loại.")
    happened_date = date_field("Ngày xảy ra", missing="Anh/chị chọn ngày.")
    source = choice_field("Nguồn", missing="Anh/chị chọn nguồn.")
    report_code = text_field(
        "Mã phản ánh của người dân", length=20, hint="Nếu có; nội dung phản ánh vẫn giữ ở phần Phản ánh."
    )
    text = text_field("Sự việc", missing="Anh/chị ghi sự việc.", length=1000, rows=4)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("staff", staff_choices(unit))
        self.set_choices("kind", [("", "Chọn loại"), *definition().breaches.items()])
        self.set_choices("source", Breach.Source.choices)


class DisciplineForm(PlainForm):
    decision_number = text_field("Số quyết định", missing="Anh/chị ghi số quyết định.", length=60)
    decision_date = date_field("Ngày quyết định", missing="Anh/chị chọn ngày.")
    form = choice_field("Hình thức", missing="Anh/chị chọn hình thức.")
    until_date = date_field("Đến hết ngày", hint="Ngày cuối còn hiệu lực; để trống nếu chưa định.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("form", [("", "Chọn hình thức"), *definition().forms.items()])


def _asked(request: UnitRequest, pk: int) -> Breach:
    found = breach_seen(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.CONDUCT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    rows = visible_breaches(request.user, request.unit)
    kinds = definition().breaches
    context = {
        **tabs(request, "desk:conduct_breaches"),
        "rows": [(one, kinds.get(one.kind, one.kind), one.state in OPEN) for one in rows[:200]],
    }
    return render(request, "desk/conduct/breaches.html", context)


@unit_page(Action.CONDUCT_CHECK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    code = request.GET.get("report", "")[:20]
    first = {
        "happened_date": timezone.localdate(), "staff": request.GET.get("staff", ""),
        "source": "feedback" if code else "head", "report_code": code,
    }  # fmt: skip
    form = BreachForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        staff = staff_chosen(unit, data.pop("staff"))
        try:
            if staff is None:
                raise CannotDecide("Người này không còn trong danh sách.", "staff")
            if not may_report(request.user, staff):
                raise CannotDecide(
                    "Anh/chị chỉ báo về người của cơ quan mình, và không báo về chính mình.", "staff"
                )
            made = report_breach(
                actor=request.user, at=timezone.now(), unit=unit, fields=BreachFields(staff=staff, **data)
            )
        except CannotDecide as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi {str(made)[:1].lower()}{str(made)[1:]}.")
            return redirect("desk:conduct_breach", unit.code, made.pk)
    return form_page(
        request, form, title="Báo vụ việc", back=reverse("desk:conduct_breaches", args=[unit.code]),
        back_words="Vụ việc", button="Báo",
        lead="Chỉ lãnh đạo, điều phối viên, người đứng đầu cơ quan của người đó và chính người đó đọc được. "
        "Chưa kết luận thì chưa tính vào số liệu nào.",
    )  # fmt: skip


@unit_page(Action.CONDUCT_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _asked(request, pk))


def _show(request: UnitRequest, one: Breach, *, status: int = 200, **kept: Any) -> HttpResponse:
    terms = definition()
    moves = [
        (code, *ASKS[Move(code)], code in (Move.CONCLUDE, Move.CLEAR))
        for code, step in STEPS.items()
        if one.state in step.allowed and may_step(request.user, one, step.by)
    ]
    decides = may_step(request.user, one, "leader")
    disciplines = [(each, terms.forms.get(each.form, each.form)) for each in one.disciplines.all()]
    context = {
        **tabs(request, "desk:conduct_breaches"),
        "one": one,
        "report": reports_behind(request.user, request.unit, [one.report_code]).get(one.report_code),
        "kind": terms.breaches.get(one.kind, one.kind),
        "moves": moves,
        "disciplines": disciplines,
        "may_discipline": decides and one.is_breach is True,
        **kept,
    }
    return render(request, "desk/conduct/breach.html", context, status=status)


@unit_page(Action.CONDUCT_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, sent = _asked(request, pk), request.POST
    chosen = sent.get("move", "")
    try:
        try:
            day = parse_date(sent.get("day", ""))
        except ValueError:
            raise CannotDecide("Ngày chưa đúng.", "day") from None
        move_breach(
            actor=request.user, at=timezone.now(), breach=one, move=chosen, seen=sent.get("seen", ""),
            text=sent.get("text", ""), day=day,
        )  # fmt: skip
    except CannotDecide as refusal:
        return _show(
            request,
            _asked(request, pk),
            status=422,
            refused=str(refusal),
            asked=chosen,
            typed=sent.get("text", ""),
        )
    messages.success(request, "Đã ghi.")
    return redirect("desk:conduct_breach", request.unit.code, pk)


@unit_page(Action.CONDUCT_DECIDE, "GET", "POST")
def discipline(request: UnitRequest, pk: int) -> HttpResponse:
    one = _asked(request, pk)
    form = DisciplineForm(request.POST or None, initial={"decision_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            record_discipline(
                actor=request.user,
                at=timezone.now(),
                breach=one,
                fields=DisciplineFields(**form.cleaned_data),
            )
        except CannotDecide as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi quyết định kỷ luật.")
            return redirect("desk:conduct_breach", request.unit.code, pk)
    back = reverse("desk:conduct_breach", args=[request.unit.code, pk])
    return form_page(request, form, title="Quyết định kỷ luật", back=back, back_words=str(one))


@unit_page(Action.CONDUCT_DECIDE, "POST")
def lift(request: UnitRequest, pk: int) -> HttpResponse:
    one = _asked(request, pk)
    wanted = whole_number(request.POST.get("discipline", ""))
    chosen = next((each for each in one.disciplines.all() if each.pk == wanted), None)
    try:
        try:
            day = parse_date(request.POST.get("until_date", ""))
        except ValueError:
            day = None
        if chosen is None or day is None:
            require(request.user, Action.CONDUCT_DECIDE, request.unit)
            raise CannotDecide("Anh/chị chọn ngày cuối còn hiệu lực.")
        if not may_step(request.user, one, "leader"):
            raise NotAllowed("Việc này về chính anh/chị nên người khác làm.")
        lift_discipline(actor=request.user, at=timezone.now(), discipline=chosen, until_date=day)
    except CannotDecide as refusal:
        return _show(request, one, status=422, refused=str(refusal))
    messages.success(request, "Đã ghi ngày hết hiệu lực.")
    return redirect("desk:conduct_breach", request.unit.code, pk)
