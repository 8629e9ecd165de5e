"""From a figure down to its records: what was counted on those days, as far as the person may read it."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.people.roles import Action
from thanthien.programme.measures.filling import last_filled
from thanthien.programme.measures.queries import sums_by_day
from thanthien.web.desk.figures.gathering import ROOM_WORDS, measure_shown, needs_of_unit, year_of
from thanthien.web.desk.figures.shapes import Figure, slots_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.behind import Behind
from thanthien.workflows.figure_records import records_behind

LONGEST = timedelta(days=92)


@unit_page(Action.FIGURE_VIEW)
def records(request: UnitRequest, code: str) -> HttpResponse:
    year, context = year_of(request)
    measure = measure_shown(request, needs_of_unit(request.unit, year) or {}, code)
    if measure is None:
        raise Http404
    if not measure.room:  # what people typed has no records but the page of the figure
        return redirect(reverse("desk:figure", args=[request.unit.code, code]) + context["carried"])
    first, last = _days(request)
    sums = [
        one
        for one in sums_by_day(request.unit, year=first.year, until=last, codes=[code])
        if one.first >= first
    ]
    found = records_behind(request.user, request.unit, measure, first, last)
    own = request.unit.code
    context |= {
        "measure": measure,
        "when": f"ngày {date_vi(first)}" if first == last else f"từ {date_vi(first)} đến {date_vi(last)}",
        "whole": Figure(measure, [], [], slots_of(measure, sums, "day")).whole,
        "items": [(one, _address(own, one)) for one in found.items],
        "hidden": found.hidden,
        "beside": found.beside,
        "more": reverse(found.page, args=[own]) if found.page else "",
        "room": ROOM_WORDS.get(measure.room, ""),
        "filled_at": last_filled([code]),
    }
    return render(request, "desk/figures/records.html", context)


def _days(request: UnitRequest) -> tuple[date, date]:
    """The days asked for, at most a quarter of one year; today where they are not days."""
    today = timezone.localdate()
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
        last = date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        return today, today
    last = min(last, today, first + LONGEST, date(first.year, 12, 31))
    return (first, last) if first <= last else (today, today)


def _address(unit_code: str, one: Behind) -> str:
    if not one.page:
        return ""
    return reverse(one.page, args=[unit_code, *one.args]) + (f"?{one.query}" if one.query else "")
