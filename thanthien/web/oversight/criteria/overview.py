"""The sets in force in the city with their tables of points, and the upload of a new table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.files.content import CannotKeepFile, examine
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.criteria.models import CriteriaSet, LevelBand, WeightTable
from thanthien.programme.criteria.queries import (
    adoptions_below,
    leaf_counts,
    newest_sets_for,
    uses_of_tables,
    weight_tables_for,
)
from thanthien.programme.criteria.weighing import CannotDraftWeights, draft_weights
from thanthien.web.pages import UnitRequest, unit_page

LARGEST_TABLE = 10 * 1024 * 1024
ONLY_OFFICE = (
    "Bảng điểm gửi ở dạng Word (.docx) hoặc Excel (.xlsx). Anh/chị mở văn bản gốc, lưu thành một trong hai "
    "dạng đó rồi tải lên. Chưa có gì được lưu."
)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table of points in the list; `uses` are (year, number of communes)."""

    table: WeightTable
    uses: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class SetCard:
    criteria_set: CriteriaSet
    bands: list[LevelBand]
    rows: int
    tables: list[TableLine]
    withdrawn: list[TableLine]


def _cards(request: UnitRequest, year: int) -> list[SetCard]:
    uses = uses_of_tables(request.unit)
    lines: dict[int, list[TableLine]] = {}
    for table in weight_tables_for(request.unit).order_by("is_sample", "-loaded_at"):
        used = [(str(one), count) for one, count in sorted(uses.get(table.pk, {}).items())]
        lines.setdefault(table.criteria_set_id, []).append(TableLine(table, used))
    cards = []
    sets = newest_sets_for(request.unit, year)
    rows = leaf_counts(sets)
    for criteria_set in sets:
        own = lines.get(criteria_set.pk, [])
        gone = [line for line in own if line.table.state == WeightTable.State.WITHDRAWN]
        shown = [line for line in own if line not in gone]
        bands = list(criteria_set.bands.all())
        cards.append(SetCard(criteria_set, bands, rows.get(criteria_set.pk, 0), shown, gone))
    return cards


@unit_page(Action.CITY_VIEW)
def criteria(request: UnitRequest) -> HttpResponse:
    year = timezone.localdate().year
    chosen = adoptions_below(request.unit, year)
    context = {
        "year": str(year),
        "cards": _cards(request, year),
        "communes": len(chosen),
        "without_set": sum(adoption is None for _, adoption in chosen),
        "without_points": sum(
            adoption is not None and adoption.weight_table_id is None for _, adoption in chosen
        ),
        "manages": may(request.user, Action.CRITERIA_MANAGE, request.unit),
    }
    return render(request, "oversight/criteria/criteria.html", context)


class UploadForm(forms.Form):
    criteria_set = forms.TypedChoiceField(
        label="Bộ tiêu chí", coerce=int, error_messages={"required": "Anh/chị chọn bộ tiêu chí."}
    )
    title = forms.CharField(
        label="Tên bảng điểm",
        max_length=300,
        help_text="Ví dụ: Bảng điểm kèm Hướng dẫn số 12/HD-SNV ngày 05/01/2026",
        error_messages={"required": "Anh/chị ghi tên để mọi người biết điểm lấy từ văn bản nào."},
    )
    file = forms.FileField(
        label="Tệp bảng điểm",
        help_text="Word (.docx) hoặc Excel (.xlsx), có cột nội dung tiêu chí và cột điểm; tối đa 10 MB.",
        error_messages={
            "required": "Anh/chị chọn tệp bảng điểm.",
            "empty": "Tệp trống, không có nội dung. Anh/chị kiểm tra lại tệp đã chọn.",
        },
    )

    def __init__(self, sets: list[CriteriaSet], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, f"{one.title} (bản {one.version})") for one in sets]
        self.fields["criteria_set"].choices = choices  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "criteria_set" else "form-control"
        self.fields["file"].widget.attrs["accept"] = ".docx,.xlsx"

    def clean_file(self) -> tuple[str, bytes]:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_TABLE:
            raise forms.ValidationError("Tệp nặng quá 10 MB. Bảng điểm chỉ cần chữ và số, hãy bỏ bớt hình.")
        data = upload.read()
        try:
            kind = examine(data).extension
        except CannotKeepFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if kind not in ("docx", "xlsx"):
            raise forms.ValidationError(ONLY_OFFICE)
        return upload.name or "bang-diem", data


@unit_page(Action.CRITERIA_MANAGE, "GET", "POST")
def upload(request: UnitRequest) -> HttpResponse:
    sets = newest_sets_for(request.unit, timezone.localdate().year)
    form = UploadForm(sets, request.POST, request.FILES) if request.method == "POST" else UploadForm(sets)
    if request.method == "POST" and form.is_valid():
        filename, data = form.cleaned_data["file"]
        chosen = next(one for one in sets if one.pk == form.cleaned_data["criteria_set"])
        try:
            made = draft_weights(
                actor=request.user,
                at=timezone.now(),
                unit=request.unit,
                criteria_set=chosen,
                data=data,
                filename=filename,
                title=form.cleaned_data["title"],
            )
        except CannotDraftWeights as refusal:
            if refusal.table is not None:
                messages.info(request, f"{refusal} Đây là bảng điểm đó.")
                return redirect("oversight:criteria_table", request.unit.code, refusal.table.pk)
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "Đã đọc tệp. Anh/chị xem các dòng được đánh dấu rồi áp dụng.")
            return redirect("oversight:criteria_table", request.unit.code, made.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "oversight/criteria/upload.html", {"form": form, "has_sets": bool(sets)}, status=status
    )
