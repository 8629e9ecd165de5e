"""Rounds: days planned, one day with its houses in order, the sheet to carry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.assistance.actions import CannotServe
from thanthien.operations.assistance.models import HomeRequest, Visit
from thanthien.operations.assistance.papers import round_sheet
from thanthien.operations.assistance.queries import ready_to_plan, rounds_of, visit_of_unit
from thanthien.operations.assistance.standing import serves, shown
from thanthien.operations.assistance.visiting import RoundFields, add_visit, plan_round, shift_visit
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.assistance.frame import CLOSED, away, goes, round_asked, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    boxes_field,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)


class RoundForm(PlainForm):
    date = date_field("Ngày đi", missing="Anh/chị chọn ngày đi.")
    lead = choice_field("Người đi", missing="Anh/chị chọn người đi.")
    second = choice_field("Người đi cùng")
    note = text_field("Ghi chú", length=300, hint="Ví dụ: mang máy ảnh chụp ảnh thẻ, máy in cầm tay.")
    requests = boxes_field("Những nhà cần đến", missing="Anh/chị chọn ít nhất một đề nghị.")

    def __init__(self, unit: Unit, ready: list[HomeRequest], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_choices(unit)
        self.set_choices("lead", [("", "Chọn người"), *people])
        self.set_choices("second", [("", "Đi một mình"), *people])
        self.set_choices("requests", [(str(one.pk), _said(one)) for one in ready])


def _said(one: HomeRequest) -> str:
    place = f"{one.neighbourhood}: " if one.neighbourhood else ""
    return f"{place}{one.recipient.name} – {one.procedures}"


@unit_page(Action.ASSISTANCE_VIEW)
def rounds(request: UnitRequest) -> HttpResponse:
    context = {
        **tabs(request, "desk:assist_rounds"),
        "rows": [(one, weekday_vi(one.date)) for one in rounds_of(request.unit)[:100]],
        "today": timezone.localdate(),
        "ready": len(ready_to_plan(request.unit)),
    }
    return render(request, "desk/assistance/rounds.html", context)


@unit_page(Action.ASSISTANCE_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    if not serves(request.user, unit):
        if request.method == "POST":
            raise NotAllowed(CLOSED)
        return redirect("desk:assist_rounds", unit.code)
    ready = ready_to_plan(unit)
    first = {
        "date": timezone.localdate(),
        "lead": str(request.user.pk),
        "requests": [str(one.pk) for one in ready],
    }
    form = RoundForm(unit, ready, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        lead = person_chosen(unit, data["lead"])
        chosen = [one for one in ready if str(one.pk) in data["requests"]]
        try:
            if lead is None:
                raise CannotServe("Người này không còn ở đơn vị.", "lead")
            fields = RoundFields(data["date"], lead, person_chosen(unit, data["second"]), data["note"])
            made = plan_round(
                actor=request.user, at=timezone.now(), unit=unit, fields=fields, requests=chosen
            )
        except CannotServe as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập chuyến đi; thứ tự các nhà theo thôn, anh/chị đổi được.")
            return redirect("desk:assist_round", unit.code, made.pk)
    back = reverse("desk:assist_rounds", args=[unit.code])
    return form_page(
        request, form, title="Lập chuyến đi", back=back, back_words="Chuyến đi",
        lead="" if ready else "Chưa có đề nghị nào đủ điều kiện mà chưa xếp ngày.",
    )  # fmt: skip


@unit_page(Action.ASSISTANCE_VIEW)
def round_page(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _show(request: UnitRequest, pk: int, *, status: int = 200, refused: str = "") -> HttpResponse:
    one = round_asked(request, pk)
    whole, today = goes(request, one), timezone.localdate()
    visits = list(one.visits.all())
    is_over = one.date < today
    context = {
        **tabs(request, "desk:assist_rounds"),
        "one": one,
        "said_day": weekday_vi(one.date),
        "rows": [(visit, shown(visit.request.recipient, whole=whole)) for visit in visits],
        "whole": whole,
        "may_order": serves(request.user, request.unit)
        and any(visit.state == Visit.State.PLANNED for visit in visits),
        "ready": ready_to_plan(request.unit) if serves(request.user, request.unit) and not is_over else [],
        "refused": refused,
    }
    return render(request, "desk/assistance/round.html", context, status=status)


@unit_page(Action.ASSISTANCE_WORK, "POST")
def add_house(request: UnitRequest, pk: int) -> HttpResponse:
    one = round_asked(request, pk)
    wanted = whole_number(request.POST.get("request", ""))
    chosen = next((ready for ready in ready_to_plan(request.unit) if ready.pk == wanted), None)
    try:
        if chosen is None:
            raise CannotServe("Anh/chị chọn một đề nghị còn chờ xếp ngày.")
        add_visit(actor=request.user, at=timezone.now(), round_=one, request=chosen)
    except CannotServe as refusal:
        return _show(request, pk, status=422, refused=str(refusal))
    return redirect("desk:assist_round", request.unit.code, pk)


@unit_page(Action.ASSISTANCE_WORK, "POST")
def order(request: UnitRequest, pk: int) -> HttpResponse:
    visit = visit_of_unit(request.unit, pk)
    if visit is None:
        raise Http404
    shift_visit(actor=request.user, at=timezone.now(), visit=visit, up=request.POST.get("to") == "up")
    return redirect("desk:assist_round", request.unit.code, visit.round_id)


@unit_page(Action.ASSISTANCE_VIEW)
def sheet(request: UnitRequest, pk: int) -> HttpResponse:
    """The sheet has names and addresses: for who goes or serves."""
    one = round_asked(request, pk)
    if not goes(request, one):
        return away(request, "desk:assist_round", pk)
    return as_download(write_docx(round_sheet(one)), f"Phiếu đi phục vụ tại nhà {one.date:%d-%m-%Y}.docx")
