"""The list of figures, and one of them over the year: by month, week or day, with what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, number_vi, whole_number
from thanthien.platform.audit.models import Entry
from thanthien.platform.audit.queries import entries_of_unit
from thanthien.platform.people.roles import Action
from thanthien.programme.measures.filling import last_filled, unfilled_days
from thanthien.programme.measures.queries import sums_by_day
from thanthien.web.desk.figures.forms import FigureForm, blank
from thanthien.web.desk.figures.gathering import (
    ROOM_WORDS,
    figures_of,
    measure_shown,
    measures_shown,
    needs_of_unit,
    year_of,
)
from thanthien.web.desk.figures.shapes import Chart, Figure, Slot, slots_of
from thanthien.web.pages import UnitRequest, unit_page

GRAINS = (("month", "Tháng"), ("week", "Tuần"), ("day", "Ngày"))
_NAMED = 6


@unit_page(Action.FIGURE_VIEW)
def figures(request: UnitRequest) -> HttpResponse:
    year, context = year_of(request)
    needs = needs_of_unit(request.unit, year)
    shown = measures_shown(request, needs or {})
    found = figures_of(request.unit, year, shown, needs or {})
    asked = [one for one in found if one.needs]
    context |= {
        "figures": None if needs is None else asked,
        "more": [one for one in found if not one.needs and one.slots],
        "filled_at": last_filled([one.code for one in shown if one.room]),
        "rooms": ROOM_WORDS,
    }
    return render(request, "desk/figures/figures.html", context)


@unit_page(Action.FIGURE_VIEW)
def figure(request: UnitRequest, code: str) -> HttpResponse:
    return show_figure(request, code)


def show_figure(request: UnitRequest, code: str, form: FigureForm | None = None) -> HttpResponse:
    year, context = year_of(request)
    needs = needs_of_unit(request.unit, year) or {}
    measure = measure_shown(request, needs, code)
    if measure is None:
        raise Http404
    [found] = figures_of(request.unit, year, [measure], needs)
    editing = next((one for one in found.readings if str(one.pk) == request.GET.get("edit")), None)
    form = form or FigureForm(initial=blank(found.measure, year, editing))
    context |= {
        "figure": found,
        "measure": measure,
        "form": form,
        "editing": editing,
        "months": [(str(n), f"Tháng {n}") for n in range(1, 13)],
        "readings": [(one, _percent(one.numerator, one.denominator)) for one in reversed(found.readings)],
        "history": _history(request, code),
        "room": ROOM_WORDS.get(measure.room, ""),
    }
    if measure.room:
        context |= _collected(request, found, year)
    return render(request, "desk/figures/figure.html", context, status=422 if form.is_bound else 200)


def _collected(request: UnitRequest, found: Figure, year: int) -> dict[str, Any]:
    """What rooms counted, in the grain asked for; days that nobody has counted yet."""
    today = timezone.localdate()
    until = min(today, date(year, 12, 31))
    sums = sums_by_day(request.unit, year=year, until=until, codes=[found.measure.code])
    by = request.GET.get("by", "month")
    by = by if by in dict(GRAINS) else "month"
    month = whole_number(request.GET.get("month")) or until.month
    month = month if 1 <= month <= 12 else until.month
    slots = slots_of(found.measure, (one for one in sums if by != "day" or one.first.month == month), by)
    missing = unfilled_days(found.measure.code, sums[0].first, until) if sums else []
    places = {"month": 12, "week": 54}.get(by, 31)
    return {
        "by": by,
        "month": month,
        "grains": GRAINS,
        "slots": list(reversed(slots)),
        "chart": Chart(found.measure, slots, found.asked, places, by),
        "since": sums[0].first if sums else None,
        "missing": _named(missing),
        "filled_at": last_filled([found.measure.code]),
        "collected_months": sorted({one.first.month for one in sums}),
    }


def _named(days: list[date]) -> str:
    """ "12/03/2026, 13/03/2026 và 4 ngày khác"."""
    said = ", ".join(date_vi(day) for day in days[:_NAMED])
    return f"{said} và {len(days) - _NAMED} ngày khác" if len(days) > _NAMED else said


def _percent(numerator: Decimal, denominator: Decimal | None) -> str:
    one = Slot(date.min, date.min, "", numerator, denominator)
    return one.percent


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
