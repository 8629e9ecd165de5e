"""Outside indices at the desk: each over the years with its target, corrected with its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import number_vi, whole_number
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.indices.actions import CannotRecordIndex, Said, record_index
from thanthien.programme.indices.chart import Chart, chart_of
from thanthien.programme.indices.models import IndexYear
from thanthien.programme.indices.queries import index_file, index_year, years_of_indices
from thanthien.programme.indices.registry import Index, index_of
from thanthien.programme.indices.registry import indices as all_indices
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.resources.forms import DeskForm, line, one_file
from thanthien.web.fields import NumberField
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page


@dataclass(frozen=True, slots=True)
class Shown:
    """An index with its years, newest first, and the drawing of them."""

    index: Index
    years: list[IndexYear]
    chart: Chart
    is_own: bool

    @property
    def latest(self) -> IndexYear | None:
        return next((one for one in self.years if one.value is not None), None)


@unit_page(Action.INDEX_VIEW)
def indices(request: UnitRequest) -> HttpResponse:
    found = years_of_indices(request.unit)
    shown = []
    for index in all_indices():
        years = found.get(index.code, [])
        points = [(one.year, one.value, one.target) for one in years]
        shown.append(Shown(index, years[::-1], chart_of(points, index.maximum), index.level == "unit"))
    context = {
        "own": [one for one in shown if one.is_own],
        "of_city": [one for one in shown if not one.is_own and one.years],
        "may_record": may(request.user, Action.INDEX_RECORD, request.unit),
    }
    return render(request, "desk/resources/indices.html", context)


def _number(label: str, *, hint: str = "") -> NumberField:
    return NumberField(
        label=label, required=False, max_digits=7, decimal_places=3, help_text=hint,
        error_messages={"invalid": "Anh/chị ghi một số."},
    )  # fmt: skip


class IndexForm(DeskForm):
    wide = frozenset({"source", "upload"})

    year = forms.IntegerField(label="Năm", error_messages={"invalid": "Anh/chị ghi năm bằng số."})
    value = _number("Kết quả")
    target = _number("Chỉ tiêu")
    rank = forms.IntegerField(label="Thứ hạng", required=False, min_value=1, max_value=9999)
    rank_of = forms.IntegerField(label="Trên tổng số đơn vị", required=False, min_value=1, max_value=9999)
    source = line("Nguồn số liệu", required=False, hint="Văn bản hoặc trang công bố, số và ngày.")
    upload = one_file("Tệp văn bản")

    def said(self) -> Said:
        names = ("value", "target", "rank", "rank_of", "source")
        return Said(**{name: self.cleaned_data[name] for name in names})


@unit_page(Action.INDEX_RECORD, "GET", "POST")
def record(request: UnitRequest, code: str) -> HttpResponse:
    index = index_of(code)
    if index is None or index.level != "unit":
        raise Http404
    year = whole_number(request.GET.get("of"))
    known = index_year(request.unit, code, year) if year else None
    form = IndexForm(request.POST or None, request.FILES or None, initial=_first(known))
    if request.method == "POST" and form.is_valid():
        try:
            record_index(
                actor=request.user, at=timezone.now(), unit=request.unit, index=index, year=form.cleaned_data["year"],
                said=form.said(), seen=seen_version(request), upload=form.cleaned_data["upload"],
            )  # fmt: skip
        except CannotRecordIndex as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã lưu {index.name} năm {form.cleaned_data['year']}.")
            return redirect("desk:indices", request.unit.code)
    return form_page(
        request, form, title=f"{index.name}{f' năm {known.year}' if known else ''}",
        lead=f"{index.title}. Thang 0–{number_vi(index.maximum)} {index.unit}.",
        seen=known.version if known else 0, back=reverse("desk:indices", args=[request.unit.code]),
        back_words="Chỉ số",
    )  # fmt: skip


def _first(known: IndexYear | None) -> dict[str, Decimal | int | str | None]:
    if known is None:
        return {"year": timezone.localdate().year - 1}
    names = ("year", "value", "target", "rank", "rank_of", "source")
    return {name: getattr(known, name) for name in names}


@unit_page(Action.INDEX_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    found = index_file(request.unit, pk)
    if found is None:
        raise Http404
    return hand_over(request, found.file, found.filename)
