"""Difficulties on the desk: the log of a period, one difficulty with its answers, the terms for an answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from thanthien.lib.documents.write import write_xlsx
from thanthien.lib.vietnamese import due_in_words
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.impediments.actions import (
    LONGEST,
    CannotMoveImpediment,
    ImpedimentFields,
    move_impediment,
    report_impediment,
    set_terms,
    version_of,
)
from thanthien.programme.impediments.models import Impediment, ImpedimentStep
from thanthien.programme.impediments.papers import log_sheet
from thanthien.programme.impediments.queries import (
    AT_WORK,
    Wanted,
    counts_of,
    impediment_of_unit,
    impediments_of,
    is_late,
)
from thanthien.programme.impediments.standing import moves_of
from thanthien.programme.impediments.states import STEPS
from thanthien.programme.impediments.terms import terms_of
from thanthien.programme.plans.queries import desk_year
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, task_choices, task_chosen, text_field

Move = ImpedimentStep.Move
PAGE = 50
TABS = (
    ("", "Tất cả", "all"),
    ("open", "Đang xử lý", "open"),
    ("late", "Quá hạn", "late"),
    ("solved", "Đã giải quyết", "solved"),
)
DONE_WORDS = {
    Move.NOTE: "Đã ghi góp ý.",
    Move.ANSWER: "Đã trả lời; người báo sẽ xác nhận.",
    Move.ESCALATE: "Đã trình lãnh đạo UBND.",
    Move.SOLVED: "Đã ghi: vướng mắc được giải quyết.",
    Move.NOT_SOLVED: "Đã mở lại; Phòng Văn hóa - Xã hội sẽ trả lời tiếp.",
    Move.WITHDRAW: "Đã rút vướng mắc.",
}


class ReportForm(PlainForm):
    text = text_field("Vướng mắc gì", missing="Anh/chị mô tả vướng mắc.", length=4000, rows=4)
    proposal = text_field("Đề xuất cách giải quyết", length=4000, rows=3)
    task = choice_field("Thuộc nhiệm vụ")

    def __init__(self, unit: Unit, year: int, own: Collection[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("task", task_choices(unit, year, first_of=own))


class TermsForm(PlainForm):
    """Working days, as whole numbers."""

    answer_days = forms.IntegerField(
        label="Phòng Văn hóa - Xã hội trả lời trong",
        min_value=1,
        max_value=LONGEST,
        help_text="ngày làm việc",
    )
    leader_days = forms.IntegerField(
        label="Lãnh đạo UBND quyết định trong", min_value=1, max_value=LONGEST, help_text="ngày làm việc"
    )


def _wanted(request: UnitRequest) -> Wanted:
    """From the address; what cannot be read is left out."""

    def day(name: str) -> date | None:
        try:
            found = parse_date(request.GET.get(name, ""))
        except ValueError:
            return None
        return found if found and 2000 <= found.year <= 2100 else None

    known = {code for code, _, _ in TABS} | set(Impediment.State.values)
    state = request.GET.get("state", "")
    return Wanted(day("since"), day("until"), state if state in known else "")


@unit_page(Action.IMPEDIMENT_VIEW)
def impediments(request: UnitRequest) -> HttpResponse:
    wanted, today = _wanted(request), timezone.localdate()
    found = impediments_of(request.unit, wanted, today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counts = counts_of(request.unit, wanted, today)
    days = {"since": wanted.since, "until": wanted.until}
    carried = {name: day.isoformat() for name, day in days.items() if day}
    context = {
        "rows": [(one, is_late(one, today), _left(one, today)) for one in page.object_list],
        "page": page,
        "wanted": wanted,
        "tabs": [
            (words, counts[count], urlencode({**carried, **({"state": code} if code else {})}), code)
            for code, words, count in TABS
        ],
        "query": urlencode({**carried, **({"state": wanted.state} if wanted.state else {})}),
        "counts": counts,
        "terms": terms_of(request.unit),
        "reports": may(request.user, Action.IMPEDIMENT_REPORT, request.unit),
        "manages": may(request.user, Action.IMPEDIMENT_MANAGE, request.unit),
    }
    return render(request, "desk/impediments/impediments.html", context)


def _left(one: Impediment, today: date) -> str:
    """How far the day of the answer is, while one is owed."""
    if one.state not in AT_WORK or one.due_date is None:
        return ""
    return due_in_words((one.due_date - today).days, working=False)


@unit_page(Action.IMPEDIMENT_VIEW)
def workbook(request: UnitRequest) -> HttpResponse:
    """The log of the period shown, as Excel."""
    wanted, today = _wanted(request), timezone.localdate()
    sheet = log_sheet(request.unit, wanted, impediments_of(request.unit, wanted, today), today)
    return as_download(write_xlsx((sheet,)), f"Vướng mắc {request.unit.name} {today:%d-%m-%Y}.xlsx")


@unit_page(Action.IMPEDIMENT_REPORT, "GET", "POST")
def report(request: UnitRequest) -> HttpResponse:
    year, _ = desk_year(request.unit, asked=None, today=timezone.localdate())
    own = [agency.pk for agency in agencies_of_person(request.user, request.unit)]
    form = ReportForm(
        request.unit, year, own, request.POST or None, initial={"task": request.GET.get("task", "")}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        task = task_chosen(request.unit, data["task"])
        try:
            made = report_impediment(
                actor=request.user, at=timezone.now(), unit=request.unit,
                fields=ImpedimentFields(data["text"], data["proposal"], task),
            )  # fmt: skip
        except CannotMoveImpediment as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã gửi. {made} sẽ được trả lời.")
            return redirect("desk:impediment", request.unit.code, made.pk)
    return form_page(
        request, form, title="Báo vướng mắc", button="Gửi",
        back=reverse("desk:impediments", args=[request.unit.code]), back_words="Vướng mắc",
        lead="Vướng mắc được gửi đến Phòng Văn hóa - Xã hội; nếu vượt thẩm quyền sẽ trình lãnh đạo UBND.",
    )  # fmt: skip


def _show(request: UnitRequest, one: Impediment, *, status: int = 200, **kept: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "one": one,
        "steps": list(one.steps.all()),
        "moves": {str(move) for move in moves_of(request.user, one)},
        "seen": version_of(one),
        "late": is_late(one, today),
        "left": _left(one, today),
        **kept,
    }
    return render(request, "desk/impediments/impediment.html", context, status=status)


@unit_page(Action.IMPEDIMENT_VIEW)
def impediment(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


@unit_page(Action.IMPEDIMENT_REPORT, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    """A note or the reporter's word: note, solved, not solved, withdraw."""
    return _moved(request, pk, {Move.NOTE, Move.SOLVED, Move.NOT_SOLVED, Move.WITHDRAW})


@unit_page(Action.IMPEDIMENT_ANSWER, "POST")
def answer(request: UnitRequest, pk: int) -> HttpResponse:
    """The division's or the leaders' word: answer, escalate."""
    return _moved(request, pk, {Move.ANSWER, Move.ESCALATE})


def _moved(request: UnitRequest, pk: int, allowed: set[Move]) -> HttpResponse:
    one, asked = _found(request, pk), request.POST.get("move", "")
    if asked not in STEPS or asked not in allowed:
        raise Http404
    text = request.POST.get("text", "")
    try:
        move_impediment(
            actor=request.user, at=timezone.now(), impediment=one, move=asked, text=text,
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
    except CannotMoveImpediment as refusal:
        kept = {"refused": str(refusal), "typed": text, "asked": asked}
        return _show(request, _found(request, pk), status=422, **kept)
    messages.success(request, DONE_WORDS[Move(asked)])
    return redirect("desk:impediment", request.unit.code, pk)


@unit_page(Action.IMPEDIMENT_MANAGE, "GET", "POST")
def terms(request: UnitRequest) -> HttpResponse:
    now = terms_of(request.unit)
    form = TermsForm(
        request.POST or None, initial={"answer_days": now.answer_days, "leader_days": now.leader_days}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(actor=request.user, at=timezone.now(), unit=request.unit, **form.cleaned_data)
        except CannotMoveImpediment as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã đặt thời hạn trả lời.")
            return redirect("desk:impediments", request.unit.code)
    lead = "Kế hoạch không ấn định số ngày." + (
        " Đang dùng số mẫu, đơn vị tự đặt." if now.is_sample else " Vướng mắc đã báo giữ hạn cũ."
    )
    return form_page(
        request, form, title="Thời hạn trả lời vướng mắc", lead=lead,
        back=reverse("desk:impediments", args=[request.unit.code]), back_words="Vướng mắc",
    )  # fmt: skip


def _found(request: UnitRequest, pk: int) -> Impediment:
    one = impediment_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    return one


urlpatterns = [
    path("impediments/", impediments, name="impediments"),
    path("impediments/log.xlsx", workbook, name="impediments_file"),
    path("impediments/new/", report, name="impediment_report"),
    path("impediments/terms/", terms, name="impediment_terms"),
    path("impediments/<int:pk>/", impediment, name="impediment"),
    path("impediments/<int:pk>/move/", move, name="impediment_move"),
    path("impediments/<int:pk>/answer/", answer, name="impediment_answer"),
]
