"""Outside indices at the city: its own by year, one index of all communes, a whole table pasted and checked first."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from openpyxl import load_workbook

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import local_units_below
from thanthien.programme.indices.actions import CannotRecordIndex, Said, record_for_communes, record_index
from thanthien.programme.indices.pasted import read_lines
from thanthien.programme.indices.queries import index_year, values_of_units, years_of_indices
from thanthien.programme.indices.registry import Index, index_of
from thanthien.programme.indices.registry import indices as all_indices
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page


def _chosen(request: UnitRequest) -> tuple[Index, int]:
    """The communes' index and year of the page: asked for, else the first one and the last year."""
    of_units = all_indices(level="unit")
    asked = request.POST.get("index") or request.GET.get("index", "")
    index = next((one for one in of_units if one.code == asked), of_units[0])
    year = whole_number(request.POST.get("year") or request.GET.get("year")) or timezone.localdate().year - 1
    return index, year if 2010 <= year <= 2100 else timezone.localdate().year - 1


@unit_page(Action.CITY_VIEW)
def indices(request: UnitRequest) -> HttpResponse:
    return _page(request)


def _page(request: UnitRequest, **more: Any) -> HttpResponse:
    index, year = _chosen(request)
    units = list(local_units_below(request.unit))
    values = values_of_units(units, index.code, year)
    own = years_of_indices(request.unit)
    today = timezone.localdate().year
    context = {
        "index": index,
        "year": str(year),
        "years": [str(one) for one in range(today, today - 8, -1)],
        "choices": all_indices(level="unit"),
        "city_indices": [(one, own.get(one.code, [])[::-1]) for one in all_indices(level="city")],
        "rows": [(unit, values.get(unit.pk)) for unit in units],
        "known": len(values),
        "manages": may(request.user, Action.INDEX_MANAGE, request.unit),
        "form": CityIndexForm(),
        **more,
    }
    status = 422 if more.get("refused") else 200
    return render(request, "oversight/indices.html", context, status=status)


@unit_page(Action.INDEX_MANAGE, "POST")
def paste(request: UnitRequest) -> HttpResponse:
    """First look: which rows fit and which do not. With `confirm` the rows that fit are kept."""
    index, year = _chosen(request)
    text = request.POST.get("table", "")
    upload = request.FILES.get("sheet")
    if upload is not None:
        try:
            text = _table_of(upload.read())
        except Exception:
            return _page(
                request, refused="Chưa đọc được tệp Excel này. Anh/chị chép các ô rồi dán vào khung."
            )
    lines = read_lines(text, list(local_units_below(request.unit)), index.maximum)
    good = [one for one in lines if one.unit is not None and one.value is not None]
    preview = {
        "lines": lines,
        "good": good,
        "bad": [one for one in lines if one.problem],
        "table": text,
        "source": request.POST.get("source", ""),
    }
    if not lines:
        return _page(
            request, refused="Chưa có dòng nào. Anh/chị dán bảng gồm tên đơn vị, kết quả và thứ hạng."
        )
    if "confirm" not in request.POST:
        return _page(request, **preview)
    try:
        changed = record_for_communes(
            actor=request.user, at=timezone.now(), city=request.unit, index=index, year=year,
            rows=[
                (one.unit, one.value, one.rank, one.rank_of)
                for one in good
                if one.unit is not None and one.value is not None
            ],
            source=request.POST.get("source", ""),
        )  # fmt: skip
    except CannotRecordIndex as refusal:
        return _page(request, refused=str(refusal), **preview)
    messages.success(request, f"Đã ghi {index.name} năm {year}: {changed} đơn vị mới hoặc thay đổi.")
    return redirect(
        f"{reverse('oversight:indices', args=[request.unit.code])}?index={index.code}&year={year}"
    )


def _table_of(data: bytes) -> str:
    """The first sheet of a workbook as rows of cells with tabs between."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    rows = sheet.iter_rows(max_row=2000, max_col=3, values_only=True)
    return "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)


class CityIndexForm(forms.Form):
    index = forms.ChoiceField(label="Chỉ số")
    year = forms.IntegerField(label="Năm", min_value=2010, max_value=2100)
    value = NumberField(label="Kết quả", max_digits=7, decimal_places=3, required=False)
    target = NumberField(label="Chỉ tiêu", max_digits=7, decimal_places=3, required=False)
    rank = forms.IntegerField(label="Thứ hạng", required=False, min_value=1)
    rank_of = forms.IntegerField(label="Trên tổng số", required=False, min_value=1)
    source = forms.CharField(label="Nguồn số liệu", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        choices = [(one.code, one.name) for one in all_indices(level="city")]
        self.fields["index"] = forms.ChoiceField(label="Chỉ số", choices=choices)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "index" else "form-control"
        self.order_fields(["index", "year", "value", "target", "rank", "rank_of", "source"])


@unit_page(Action.INDEX_MANAGE, "POST")
def record(request: UnitRequest) -> HttpResponse:
    """One of the city's own indices in a year; what was there is corrected, the log keeps it."""
    form = CityIndexForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, refused="Anh/chị xem lại các ô của chỉ số thành phố.")
    data = dict(form.cleaned_data)
    index, year = index_of(data.pop("index")), data.pop("year")
    assert index is not None
    known = index_year(request.unit, index.code, year)
    try:
        record_index(
            actor=request.user, at=timezone.now(), unit=request.unit, index=index, year=year, said=Said(**data),
            seen=known.version if known else 0,
        )  # fmt: skip
    except CannotRecordIndex as refusal:
        return _page(request, form=form, refused=str(refusal))
    messages.success(request, f"Đã lưu {index.name} năm {year}.")
    return redirect("oversight:indices", request.unit.code)


urlpatterns = [
    path("indices/", indices, name="indices"),
    path("indices/paste/", paste, name="indices_paste"),
    path("indices/record/", record, name="indices_record"),
]
