"""The forecast: where the year ends, what will fail and why, what to do this week, and a measure made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.assessment.forecast.queries import Forecast, Prospect, forecast_of
from thanthien.assessment.forecast.steps import Step
from thanthien.lib.rules.forecast import FATE_LABEL, Fate
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.queries import desk_year, plan_in_force
from thanthien.web.desk.tasks.forms import day_field
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.remedies import CannotTakeMeasure, agencies_for, measures_taken, take_measure

SHOWN = 8
_PAGES = {"task": "desk:task", "figure": "desk:figure", "score": "desk:score_criterion"}
_COLOURS = {
    Fate.HELD: "green",
    Fate.AT_RISK: "yellow",
    Fate.OPEN: "azure",
    Fate.JUDGED: "orange",
    Fate.REDUCED: "orange",
    Fate.LOST: "red",
    Fate.ASIDE: "secondary",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Places on a bar of 1000: certain, range, likely, today, and where each level begins."""

    floor: int
    low: int
    width: int
    likely: int
    now: int
    ceiling: int
    ticks: list[tuple[int, str]]


def scale_of(found: Forecast) -> Scale:
    whole = found.sheet.maximum or Decimal(max(1, len(found.prospects)))
    now = found.sheet.points if found.sheet.points is not None else _held_now(found)

    def at(value: Decimal) -> int:
        return int(min(Decimal(1000), value * 1000 / whole))

    total = found.total
    bands = sorted(found.sheet.bands, key=lambda band: band.minimum) if found.levels[1] else []
    ticks = [(at(band.minimum), band.label) for band in bands if band.minimum > 0]
    low = at(total.low)
    width = max(6, at(total.high) - low)
    return Scale(at(total.floor), low, width, at(total.likely), at(now), at(total.ceiling), ticks)


def _held_now(found: Forecast) -> Decimal:
    return Decimal(sum(one.outlook.now >= one.outlook.whole for one in found.prospects))


@unit_page(Action.SCORE_VIEW)
def forecast(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=today)
    found = forecast_of(request.unit, year, today)
    failing = found.failing
    context = {
        "found": found,
        "sheet": found.sheet,
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "scale": scale_of(found),
        "fates": [(_COLOURS[one], FATE_LABEL[one], found.count(one)) for one in Fate if found.count(one)],
        "failing": [(one, _COLOURS[one.fate]) for one in failing],
        "steps": [(step, _address(request, step)) for step in found.steps[: SHOWN * 3]],
        "first_steps": SHOWN,
        "way": [(found.prospect(step.key), step) for step in found.way.steps] if found.way else [],
        "measures": list(measures_taken(request.unit, year)),
        "may_measure": _may_measure(request, year),
        "may_adopt": may(request.user, Action.CRITERIA_ADOPT, request.unit),
    }
    return render(request, "desk/forecast/forecast.html", context)


def _may_measure(request: UnitRequest, year: int) -> bool:
    return may(request.user, Action.TASK_MANAGE, request.unit) and bool(plan_in_force(request.unit, year))


def _address(request: UnitRequest, step: Step) -> str:
    kind, key = step.target
    return reverse(_PAGES[kind], args=[request.unit.code, key])


class MeasureForm(forms.Form):
    title = forms.CharField(
        label="Biện pháp",
        max_length=400,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        error_messages={"required": "Anh/chị ghi biện pháp cần làm."},
    )
    agency = forms.TypedChoiceField(label="Cơ quan chủ trì", required=False, coerce=int, empty_value=None)
    due = day_field("Hạn", required=False)

    def __init__(self, agencies: list[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [*((str(one.pk), one.name) for one in agencies), ("", "Chưa giao cơ quan")]
        field.widget.attrs["class"] = "form-select"


@unit_page(Action.TASK_MANAGE, "GET", "POST")
def measure(request: UnitRequest, key: str) -> HttpResponse:
    """What is proposed stands in the form already: one press makes it a task."""
    today = timezone.localdate()
    year, _ = desk_year(request.unit, asked=request.GET.get("year"), today=today)
    prospect = forecast_of(request.unit, year, today).prospect(key)
    if prospect is None:
        raise Http404
    agencies = agencies_for(request.unit, year, key)
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(agencies, data, initial=_proposed(prospect, agencies, today, year))
    if request.method == "POST" and form.is_valid():
        chosen = next((one for one in agencies if one.pk == form.cleaned_data["agency"]), None)
        try:
            take_measure(
                actor=request.user,
                at=timezone.now(),
                unit=request.unit,
                year=year,
                key=key,
                title=form.cleaned_data["title"],
                agency=chosen,
                due=form.cleaned_data["due"],
            )
        except CannotTakeMeasure as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except CannotChangeTask as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã thêm biện pháp vào kế hoạch.")
            carried = f"?year={year}" if request.GET.get("year") else ""
            return redirect(reverse("desk:forecast", args=[request.unit.code]) + carried + "#bien-phap")
    context = {"form": form, "one": prospect, "year": str(year), "asked": request.GET.get("year", "")}
    return render(request, "desk/forecast/measure.html", context, status=422 if form.is_bound else 200)


def _proposed(one: Prospect, agencies: list[Agency], today: date, year: int) -> dict[str, object]:
    best = one.steps[0] if one.steps else None
    words = best.says if best else one.line.missing[0] if one.line.missing else one.line.title
    end = date(year, 12, 31)
    until = (best.until if best else None) or today + timedelta(days=14)
    return {
        "title": f"{words}: {one.line.title}"[:400],
        "agency": agencies[0].pk if agencies else "",
        "due": min(max(until, today), end),
    }


urlpatterns = [
    path("forecast/", forecast, name="forecast"),
    path("forecast/<str:key>/measure/", measure, name="forecast_measure"),
]
