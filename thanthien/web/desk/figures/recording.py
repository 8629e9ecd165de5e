"""Typing a figure, correcting it, taking it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.measures.actions import (
    CannotRecordFigure,
    FigureStands,
    in_words,
)
from thanthien.programme.measures.queries import readings_of
from thanthien.web.desk.figures.forms import FigureForm
from thanthien.web.desk.figures.gathering import measure_shown, needs_of_unit, year_of
from thanthien.web.desk.figures.page import show_figure
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.month_figures import record_figure, remove_figure


@unit_page(Action.FIGURE_RECORD, "POST")
def record(request: UnitRequest, code: str) -> HttpResponse:
    form = FigureForm(request.POST)
    if not form.is_valid():
        return show_figure(request, code, form)
    year, context = year_of(request)
    measure = measure_shown(request, needs_of_unit(request.unit, year) or {}, code)
    if measure is None:
        raise Http404
    try:
        kept = record_figure(
            actor=request.user,
            at=timezone.now(),
            unit=request.unit,
            measure=measure,
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
        return show_figure(request, code, form)
    messages.success(request, f"Đã lưu số liệu {kept.when}: {in_words(kept)}.")
    return redirect(reverse("desk:figure", args=[request.unit.code, code]) + context["carried"])


@unit_page(Action.FIGURE_RECORD, "POST")
def remove(request: UnitRequest, code: str, pk: int) -> HttpResponse:
    year, context = year_of(request)
    reading = readings_of(request.unit, year=year, measure=code).filter(pk=pk).first()
    if reading is None:
        raise Http404
    try:
        remove_figure(actor=request.user, at=timezone.now(), unit=request.unit, reading=reading)
    except CannotRecordFigure as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Đã bỏ số liệu {reading.when}: {in_words(reading)}. Nhật ký vẫn giữ số này."
        )
    return redirect(reverse("desk:figure", args=[request.unit.code, code]) + context["carried"])
