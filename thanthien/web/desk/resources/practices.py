"""Good practices: the unit's own, those other communes share, those taken over from them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.merit.actions import CannotChangeMerit
from thanthien.programme.merit.models import Practice
from thanthien.programme.merit.practices import (
    PracticeFields,
    adopt_practice,
    change_practice,
    may_change,
    move_practice,
    share_practice,
    write_practice,
)
from thanthien.programme.merit.queries import (
    adoption_by_unit,
    adoptions_by,
    adoptions_of,
    files_of,
    practice_of_unit,
    practices_of,
    recognised_in,
    shared_practice,
    shared_practices,
)
from thanthien.programme.merit.states import PRACTICE_STEPS, PracticeMove
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.resources.budget import shown_year
from thanthien.web.desk.resources.forms import DeskForm, agency, line, many_files, select, text
from thanthien.web.desk.resources.merit import typed_decision
from thanthien.web.desk.resources.told import told_of
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page


@unit_page(Action.PRACTICE_VIEW)
def practices(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, [])
    taken = adoptions_by(request.unit)
    context |= {
        "own": practices_of(request.unit),
        "shared": [one for one in shared_practices(request.unit) if one.unit_id != request.unit.pk],
        "taken": taken,
        "taken_ids": {one.practice_id for one in taken},
        "recognised": recognised_in(request.unit, year),
        "may_write": may(request.user, Action.PRACTICE_WRITE, request.unit),
    }
    return render(request, "desk/resources/practices.html", context)


class PracticeForm(DeskForm):
    wide = frozenset({"title", "criterion", "uploads"})

    title = line("Tên cách làm", length=200)
    problem = text("Vấn đề trước đây", rows=3)
    way = text("Cách làm", rows=6, hint="Ghi đủ các bước để đơn vị khác làm theo được.")
    result = text("Kết quả", rows=3, hint="Trước và sau, có số liệu nếu có.")
    uploads = many_files("Tệp kèm theo", hint="Ảnh, biểu mẫu, văn bản; chọn được nhiều tệp.")

    def __init__(self, *args: Any, unit: Unit, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adoption = adoption_of(unit, year)
        nodes = Criterion.objects.filter(criteria_set=adoption.criteria_set if adoption else None)
        self.fields["agency"] = agency(unit, "Cơ quan thực hiện")
        self.fields["criterion"] = forms.ModelChoiceField(
            nodes.exclude(rule=None).order_by("position"), label="Góp phần vào tiêu chí", required=False,
            empty_label="Không gắn với tiêu chí nào", widget=select(),
            error_messages={"invalid_choice": "Tiêu chí này không có trong bộ của năm."},
        )  # fmt: skip
        self.fields["criterion"].is_wide = True  # type: ignore[attr-defined]
        self.order_fields(["title", "problem", "way", "result", "agency", "criterion", "uploads"])

    def as_fields(self) -> PracticeFields:
        return PracticeFields(**{k: v for k, v in self.cleaned_data.items() if k != "uploads"})


@unit_page(Action.PRACTICE_WRITE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, [])
    form = PracticeForm(request.POST or None, request.FILES or None, unit=request.unit, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            made = write_practice(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, fields=form.as_fields(),
                uploads=form.cleaned_data["uploads"],
            )  # fmt: skip
        except CannotChangeMerit as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu cách làm.")
            return redirect("desk:practice", request.unit.code, made.pk)
    back = reverse("desk:practices", args=[request.unit.code]) + context["carried"]
    return form_page(request, form, title="Ghi một cách làm hay", back=back, back_words="Cách làm hay")


def _own(request: UnitRequest, pk: int) -> Practice:
    found = practice_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.PRACTICE_WRITE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    names = ("title", "problem", "way", "result", "agency", "criterion")
    first = {name: getattr(found, name) for name in names}
    data = (request.POST or None, request.FILES or None)
    form = PracticeForm(*data, unit=request.unit, year=found.year, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change_practice(
                actor=request.user, at=timezone.now(), practice=found, fields=form.as_fields(),
                seen=seen_version(request), uploads=form.cleaned_data["uploads"],
            )  # fmt: skip
        except CannotChangeMerit as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu cách làm.")
            return redirect("desk:practice", request.unit.code, pk)
    back = reverse("desk:practice", args=[request.unit.code, pk])
    return form_page(
        request, form, title=f"Sửa: {found.title}", back=back, back_words="Cách làm hay", seen=found.version
    )


@unit_page(Action.PRACTICE_VIEW)
def practice(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _own(request, pk))


def _show(request: UnitRequest, found: Practice, refused: str = "") -> HttpResponse:
    decides = may(request.user, Action.PRACTICE_DECIDE, request.unit)
    changes = may_change(request.user, found)
    moves = [
        (move, step)
        for move, step in PRACTICE_STEPS.items()
        if found.state in step.allowed and (changes if move is PracticeMove.SUBMIT else decides)
    ]
    context = {
        "practice": found,
        "files": files_of(found),
        "adoptions": adoptions_of(found),
        "moves": moves,
        "levels": Practice.Level.choices,
        "decides": decides,
        "may_change": changes,
        "may_share": decides and found.state != Practice.State.DRAFT,
        "refused": refused,
        "told": told_of(found),
        "today": timezone.localdate(),
    }
    return render(request, "desk/resources/practice.html", context, status=422 if refused else 200)


@unit_page(Action.PRACTICE_WRITE, "POST")
def submit(request: UnitRequest, pk: int) -> HttpResponse:
    return _move(request, pk, PracticeMove.SUBMIT)


@unit_page(Action.PRACTICE_DECIDE, "POST")
def decide(request: UnitRequest, pk: int) -> HttpResponse:
    asked = request.POST.get("move", "")
    if asked not in (PracticeMove.RETURN, PracticeMove.RECOGNISE):
        return _show(request, _own(request, pk), "Anh/chị chọn một bước trong các nút của trang này.")
    return _move(request, pk, PracticeMove(asked))


def _move(request: UnitRequest, pk: int, move: PracticeMove) -> HttpResponse:
    decision, reason = typed_decision(request)
    try:
        move_practice(
            actor=request.user, at=timezone.now(), practice=_own(request, pk), move=move, seen=seen_version(request),
            decision=decision, level=request.POST.get("level", ""), reason=reason,
        )  # fmt: skip
    except CannotChangeMerit as refusal:
        return _show(request, _own(request, pk), str(refusal))
    messages.success(request, f"Đã ghi: {PRACTICE_STEPS[move].words.lower()}.")
    return redirect("desk:practice", request.unit.code, pk)


@unit_page(Action.PRACTICE_DECIDE, "POST")
def share(request: UnitRequest, pk: int) -> HttpResponse:
    shared = request.POST.get("shared") == "yes"
    try:
        share_practice(actor=request.user, at=timezone.now(), practice=_own(request, pk), shared=shared)
    except CannotChangeMerit as refusal:
        return _show(request, _own(request, pk), str(refusal))
    words = "Đã chia sẻ với các đơn vị cùng tỉnh, thành phố." if shared else "Đã thôi chia sẻ."
    messages.success(request, words)
    return redirect("desk:practice", request.unit.code, pk)


@unit_page(Action.PRACTICE_VIEW)
def file(request: UnitRequest, pk: int, number: int) -> HttpResponseBase:
    return hand_over_file(request, _own(request, pk), number)


def hand_over_file(request: UnitRequest, found: Practice, number: int) -> HttpResponseBase:
    """The file at that place of the practice's list, from 1."""
    files = files_of(found)
    if not 1 <= number <= len(files):
        raise Http404
    return hand_over(request, files[number - 1].file, files[number - 1].filename)


class AdoptionForm(DeskForm):
    adapted = text("Đơn vị áp dụng thế nào, điều chỉnh gì", rows=4)
    result = text("Kết quả", rows=3, required=False, hint="Bổ sung sau cũng được.")


def _shared(request: UnitRequest, code: str) -> Practice:
    """A practice that another commune shares; one taken over stays readable only while it is shared."""
    found = shared_practice(request.unit, code)
    if found is None:
        raise Http404
    return found


@unit_page(Action.PRACTICE_VIEW)
def shared(request: UnitRequest, code: str) -> HttpResponse:
    return _show_shared(request, _shared(request, code), None)


def _show_shared(request: UnitRequest, found: Practice, form: AdoptionForm | None) -> HttpResponse:
    adoption = adoption_by_unit(request.unit, found)
    first = {"adapted": adoption.adapted, "result": adoption.result} if adoption else {}
    others = found.unit_id != request.unit.pk
    context = {
        "practice": found,
        "files": files_of(found),
        "adoption": adoption,
        "form": form or AdoptionForm(initial=first),
        "may_adopt": others and may(request.user, Action.PRACTICE_DECIDE, request.unit),
    }
    status = 422 if form is not None else 200
    return render(request, "desk/resources/shared_practice.html", context, status=status)


@unit_page(Action.PRACTICE_DECIDE, "POST")
def adopt(request: UnitRequest, code: str) -> HttpResponse:
    found, form = _shared(request, code), AdoptionForm(request.POST)
    if not form.is_valid():
        return _show_shared(request, found, form)
    try:
        adopt_practice(
            actor=request.user, at=timezone.now(), unit=request.unit, practice=found, **form.cleaned_data
        )
    except CannotChangeMerit as refusal:
        form.refuse(refusal)
        return _show_shared(request, found, form)
    messages.success(request, f"Đã ghi việc áp dụng cách làm của {found.unit.full_name}.")
    return redirect("desk:practice_shared", request.unit.code, code)


@unit_page(Action.PRACTICE_VIEW)
def shared_file(request: UnitRequest, code: str, number: int) -> HttpResponseBase:
    return hand_over_file(request, _shared(request, code), number)
