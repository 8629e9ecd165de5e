"""The figures a unit's criteria set asks for: typed by day or month, corrected, seen over the year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from thanthien.assessment.scoring.queries import MeasureNeed, measures_needed
from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.platform.audit.models import Entry
from thanthien.platform.audit.queries import entries_of_unit
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.measures.actions import (
    CannotRecordFigure,
    FigureStands,
    in_words,
    record_reading,
    remove_reading,
)
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import readings_of, sums_of
from thanthien.programme.measures.registry import Measure, measure_of
from thanthien.programme.plans.queries import desk_year
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page

CHART_WIDTH, CHART_HEIGHT = 240, 56


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on the little chart: places in the drawing, and what it says."""

    x: str
    y: str
    height: str
    says: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with what the year has brought so far."""

    measure: Measure
    needs: list[MeasureNeed]
    readings: list[Reading]

    @property
    def sums(self) -> str:
        """ "430/450", "3", or "" before the first figure."""
        if not self.readings:
            return ""
        numerator, denominator = sums_of(self.measure, self.readings)
        if not self.measure.has_denominator:
            return number_vi(numerator)
        return f"{number_vi(numerator)}/{number_vi(denominator)}"

    @property
    def percent(self) -> str:
        """The ratio of the year to date; "Không phát sinh" where the denominator is 0."""
        if not self.readings or not self.measure.has_denominator:
            return ""
        numerator, denominator = sums_of(self.measure, self.readings)
        return percent_vi(numerator / denominator) if denominator else "Không phát sinh"

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def shown(self) -> list[Reading]:
        """The figures of the little chart: the last twelve."""
        return self.readings[-12:]

    @property
    def top(self) -> Decimal:
        """The value at the chart's upper edge: 100 % for ratios that stay below it."""
        least = Decimal(1) if self.measure.has_denominator else Decimal(0)
        return max([*map(_value, self.shown), least])

    @property
    def bars(self) -> list[Point]:
        """One bar a figure, as high as the ratio (or the number) is."""
        width = Decimal(CHART_WIDTH) / 12
        tall = [_tall(_value(one), self.top) for one in self.shown]
        return [
            Point(
                f"{width * place + 2:.1f}",
                f"{CHART_HEIGHT - height:.1f}",
                f"{height:.1f}",
                f"{one.when}: {in_words(one)}",
            )
            for place, (one, height) in enumerate(zip(self.shown, tall, strict=True))
        ]

    @property
    def bound(self) -> str:
        """Where the chart draws what is asked for; "" where nothing fixed is, or it lies above the chart."""
        asked = self.needs[0].need.threshold
        if asked is None or not self.top or asked > self.top:
            return ""
        return f"{max(Decimal(1), CHART_HEIGHT - _tall(asked, self.top)):.1f}"


def _value(reading: Reading) -> Decimal:
    if reading.denominator is None:
        return reading.numerator
    return reading.numerator / reading.denominator if reading.denominator else Decimal(0)


def _tall(value: Decimal, top: Decimal) -> Decimal:
    return max(Decimal(2), value / top * CHART_HEIGHT) if top else Decimal(2)


def _year(request: UnitRequest) -> tuple[int, dict[str, Any]]:
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    return year, {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "may_record": may(request.user, Action.FIGURE_RECORD, request.unit),
        "may_adopt": may(request.user, Action.CRITERIA_ADOPT, request.unit),
    }


def _figures(request: UnitRequest, year: int) -> list[Figure] | None:
    """Every measure the adopted set reads; None where no set is adopted."""
    adoption = adoption_of(request.unit, year)
    if adoption is None:
        return None
    needs: dict[str, list[MeasureNeed]] = defaultdict(list)
    for one in measures_needed(adoption.criteria_set):
        needs[one.need.code].append(one)
    readings: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings_of(request.unit, year=year):
        readings[reading.measure].append(reading)
    return [
        Figure(measure_of(code, label=found[0].need.label), found, readings[code])
        for code, found in needs.items()
    ]


@unit_page(Action.FIGURE_VIEW)
def figures(request: UnitRequest) -> HttpResponse:
    year, context = _year(request)
    return render(request, "desk/figures/figures.html", context | {"figures": _figures(request, year)})


class FigureForm(forms.Form):
    """`period` month: `month` says which; day: `day`. `seen` is the stamp of the figure it replaces."""

    period = forms.ChoiceField(
        label="Số liệu của", choices=Reading.Period.choices, initial=Reading.Period.MONTH
    )
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


def _blank(measure: Measure, year: int, editing: Reading | None) -> dict[str, Any]:
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


@unit_page(Action.FIGURE_VIEW)
def figure(request: UnitRequest, code: str) -> HttpResponse:
    return _figure(request, code)


def _figure(request: UnitRequest, code: str, form: FigureForm | None = None) -> HttpResponse:
    year, context = _year(request)
    found = next((one for one in _figures(request, year) or [] if one.measure.code == code), None)
    if found is None:
        raise Http404
    editing = next((one for one in found.readings if str(one.pk) == request.GET.get("edit")), None)
    form = form or FigureForm(initial=_blank(found.measure, year, editing))
    context |= {
        "figure": found,
        "measure": found.measure,
        "form": form,
        "editing": editing,
        "months": [(str(n), f"Tháng {n}") for n in range(1, 13)],
        "readings": [(one, _percent(one)) for one in reversed(found.readings)],
        "history": _history(request, code),
    }
    return render(request, "desk/figures/figure.html", context, status=422 if form.is_bound else 200)


def _percent(reading: Reading) -> str:
    if reading.denominator is None:
        return ""
    return percent_vi(reading.numerator / reading.denominator) if reading.denominator else "không phát sinh"


@dataclass(frozen=True, slots=True)
class Change:
    """A correction or removal of a figure, as the audit log holds it."""

    entry: Entry
    when: str
    before: str
    after: str


def _history(request: UnitRequest, code: str) -> list[Change]:
    """The last corrections and removals of a measure's figures, newest first."""
    entries = entries_of_unit(request.unit).filter(
        action__in=("figure.correct", "figure.remove"), before__measure=code
    )[:20]
    return [
        Change(entry, (entry.before or {}).get("when", ""), _said(entry.before), _said(entry.after))
        for entry in entries
    ]


def _said(kept: dict[str, Any] | None) -> str:
    if not kept:
        return "bỏ"
    numerator = number_vi(Decimal(kept["numerator"]))
    if kept["denominator"] is None:
        return numerator
    return f"{numerator}/{number_vi(Decimal(kept['denominator']))}"


@unit_page(Action.FIGURE_RECORD, "POST")
def record(request: UnitRequest, code: str) -> HttpResponse:
    form = FigureForm(request.POST)
    if not form.is_valid():
        return _figure(request, code, form)
    year, context = _year(request)
    known = {one.measure.code for one in _figures(request, year) or []}
    if code not in known:
        raise Http404
    try:
        kept = record_reading(
            actor=request.user,
            at=timezone.now(),
            unit=request.unit,
            measure=measure_of(code),
            day=form.when(year),
            period=form.cleaned_data["period"],
            numerator=form.cleaned_data["numerator"],
            denominator=form.cleaned_data["denominator"],
            remark=form.cleaned_data["remark"],
            seen_at=form.seen_at,
        )
    except CannotRecordFigure as refusal:
        if isinstance(refusal, FigureStands):  # the next press replaces what the person has now seen
            form = FigureForm({**request.POST.dict(), "seen": refusal.reading.recorded_at.isoformat()})
            form.full_clean()
        form.add_error(refusal.field or None, str(refusal))
        return _figure(request, code, form)
    messages.success(request, f"Đã lưu số liệu {kept.when}: {in_words(kept)}.")
    return redirect(reverse("desk:figure", args=[request.unit.code, code]) + context["carried"])


@unit_page(Action.FIGURE_RECORD, "POST")
def remove(request: UnitRequest, code: str, pk: int) -> HttpResponse:
    year, context = _year(request)
    reading = readings_of(request.unit, year=year, measure=code).filter(pk=pk).first()
    if reading is None:
        raise Http404
    try:
        remove_reading(actor=request.user, at=timezone.now(), unit=request.unit, reading=reading)
    except CannotRecordFigure as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Đã bỏ số liệu {reading.when}: {in_words(reading)}. Nhật ký vẫn giữ số này."
        )
    return redirect(reverse("desk:figure", args=[request.unit.code, code]) + context["carried"])


urlpatterns = [
    path("figures/", figures, name="figures"),
    path("figures/<slug:code>/", figure, name="figure"),
    path("figures/<slug:code>/record/", record, name="figure_record"),
    path("figures/<slug:code>/<int:pk>/remove/", remove, name="figure_remove"),
]
