"""The form by which a person types a figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from thanthien.lib.vietnamese import number_vi
from thanthien.programme.measures.actions import CannotRecordFigure
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import Measure
from thanthien.web.fields import NumberField

PERIODS = [(one.value, one.label) for one in (Reading.Period.DAY, Reading.Period.MONTH)]


class FigureForm(forms.Form):
    """`period` month: `month` says which; day: `day`. `seen` is the stamp of the figure it replaces."""

    period = forms.ChoiceField(label="Số liệu của", choices=PERIODS, initial=Reading.Period.MONTH)
    month = forms.IntegerField(label="Tháng", min_value=1, max_value=12, required=False)
    day = forms.DateField(label="Ngày", required=False, error_messages={"invalid": "Ngày chưa đúng."})
    numerator = NumberField(
        label="Tử số",
        decimal_places=2,
        max_digits=16,
        error_messages={
            "required": "Anh/chị ghi số này; không có thì ghi 0.",
            "invalid": "Anh/chị ghi một số.",
        },
    )
    denominator = NumberField(
        label="Mẫu số",
        decimal_places=2,
        max_digits=16,
        required=False,
        error_messages={"invalid": "Anh/chị ghi một số."},
    )
    remark = forms.CharField(label="Ghi chú", max_length=300, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def when(self, year: int) -> date:
        """The day the figure is for. Raises CannotRecordFigure where none is chosen."""
        if self.cleaned_data["period"] == Reading.Period.MONTH:
            if not self.cleaned_data.get("month"):
                raise CannotRecordFigure("Anh/chị chọn tháng.", "month")
            return date(year, self.cleaned_data["month"], 1)
        day: date | None = self.cleaned_data.get("day")
        if day is None:
            raise CannotRecordFigure("Anh/chị chọn ngày.", "day")
        if day.year != year:
            raise CannotRecordFigure(f"Ngày này không thuộc năm {year} đang xem.", "day")
        return day

    @property
    def seen_at(self) -> datetime | None:
        return parse_datetime(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None


def blank(measure: Measure, year: int, editing: Reading | None) -> dict[str, Any]:
    """What a fresh form shows: the figure to correct, or the last month that is over."""
    if editing:
        return {
            "period": editing.period,
            "month": editing.day.month,
            "day": editing.day.isoformat(),
            "numerator": number_vi(editing.numerator),
            "denominator": "" if editing.denominator is None else number_vi(editing.denominator),
            "remark": editing.remark,
            "seen": editing.recorded_at.isoformat(),
        }
    today = timezone.localdate()
    month = today.month if year == today.year else 12
    return {
        "period": Reading.Period.MONTH if measure.adds_up else Reading.Period.DAY,
        "month": max(1, month - 1) if year == today.year else month,
        "day": today.isoformat() if year == today.year else "",
    }
