"""The panel with what the plan says of itself: number, date, signer, legal bases, recipients."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import parse_date_vi, whole_number
from thanthien.platform.people.roles import Action
from thanthien.programme.imports.document_data import BASIS_TEXTS, DOUBT_WORDS, TEXTS
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.queries import reading_of
from thanthien.programme.imports.review_actions import change_document
from thanthien.programme.imports.states import State
from thanthien.programme.imports.steps import CannotCorrect
from thanthien.web.pages import UnitRequest, unit_page


class PlanDate(forms.CharField):
    """A day as printed (27/02/2026), or only a month (02/2026) or a year; kept as ISO, perhaps partial."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if not text or (len(text) == 4 and whole_number(text)):
            return text
        printed, _, year = text.partition("/")
        month = whole_number(printed) or 0
        if len(year) == 4 and whole_number(year) and 1 <= month <= 12:
            return f"{year}-{month:02d}"
        try:
            return parse_date_vi(text).isoformat()
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        parts = str(value or "").split("-")
        return "/".join(reversed(parts)) if len(parts[0]) == 4 else value


class DocumentForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu", required=False, max_length=60)
    date = PlanDate(label="Ngày ban hành", required=False, max_length=30)
    title = forms.CharField(label="Trích yếu", required=False, widget=forms.Textarea({"rows": 2}))
    signer = forms.CharField(label="Người ký", required=False, max_length=100)
    signer_title = forms.CharField(label="Chức vụ", required=False, max_length=100)
    signed_for = forms.CharField(label="Ký thay, ký thừa lệnh", required=False, max_length=150)
    target_level = forms.IntegerField(
        label="Mức phấn đấu trong năm", required=False, min_value=1, max_value=9, localize=False
    )
    recipients = forms.CharField(
        label="Nơi nhận", required=False, widget=forms.Textarea({"rows": 4}), help_text="Mỗi nơi một dòng."
    )
    steering = forms.CharField(
        label="Ban Chỉ đạo",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Mỗi người một dòng.",
    )


class BasisForm(forms.Form):
    kind = forms.CharField(label="Loại", required=False, max_length=60)
    number = forms.CharField(label="Số, ký hiệu", required=False, max_length=60)
    date = PlanDate(label="Ngày", required=False, max_length=30)
    issuer = forms.CharField(label="Cơ quan ban hành", required=False, max_length=200)
    title = forms.CharField(label="Về việc", required=False)


BasisForms = formset_factory(BasisForm, extra=1, max_num=60, absolute_max=80)


@unit_page(Action.PLAN_IMPORT, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    reading = reading_of(request.unit, pk)
    if reading is None:
        raise Http404
    if reading.state != State.READY:
        return redirect("desk:plan_reading", request.unit.code, pk)
    if request.method == "POST":
        form, bases = DocumentForm(request.POST), BasisForms(request.POST, prefix="bases")
        if form.is_valid() and bases.is_valid():
            return _save(request, reading, form.cleaned_data, [basis.cleaned_data for basis in bases])
        return _page(request, reading, form, bases, status=422)
    data = reading.document
    initial = {name: data[name] for name in (*TEXTS, "target_level")}
    initial |= {name: "\n".join(data[name]) for name in ("recipients", "steering")}
    bases = BasisForms(initial=data["legal_bases"], prefix="bases")
    return _page(request, reading, DocumentForm(initial=initial), bases)


def _page(
    request: UnitRequest, reading: PlanReading, form: DocumentForm, bases: Any, status: int = 200
) -> HttpResponse:
    doubts = {name: DOUBT_WORDS[name] for name in reading.document.get("doubtful", []) if name in DOUBT_WORDS}
    context = {"reading": reading, "form": form, "bases": bases, "doubts": doubts}
    return render(request, "desk/plans/document.html", context, status=status)


def _save(
    request: UnitRequest, reading: PlanReading, cleaned: dict[str, Any], bases: list[dict[str, Any]]
) -> HttpResponse:
    changes = {
        **cleaned,
        "recipients": cleaned["recipients"].splitlines(),
        "steering": cleaned["steering"].splitlines(),
        "legal_bases": [{name: basis.get(name, "") for name in BASIS_TEXTS} for basis in bases],
    }
    try:
        change_document(actor=request.user, at=timezone.now(), reading=reading, changes=changes)
        messages.success(request, "Đã lưu thông tin văn bản.")
    except CannotCorrect as error:
        messages.warning(request, str(error))
    return redirect("desk:plan_reading", request.unit.code, reading.pk)
