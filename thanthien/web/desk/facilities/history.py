"""The days behind: a month as a strip, and one day with who saw what."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.facilities.models import Mark
from thanthien.operations.facilities.queries import (
    DayOfMonth,
    DayState,
    check_of_unit,
    days_of_month,
    in_order,
    marks_of,
    rule_of,
)
from thanthien.platform.people.roles import Action
from thanthien.platform.workdays.queries import names_of_days
from thanthien.web.desk.facilities.frame import tabs
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, unit_page

_WEEK = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN")


@unit_page(Action.FACILITY_VIEW)
def history(request: UnitRequest) -> HttpResponse:
    now = timezone.now()
    first = month_asked(request.GET.get("month", ""))
    days = days_of_month(request.unit, first.year, first.month, now)
    names = names_of_days(request.unit, first.year)
    counted = [one for one in days if one.state in (
        DayState.ON_TIME, DayState.LATE, DayState.UNFINISHED, DayState.MISSING)]  # fmt: skip
    context: dict[str, Any] = {
        **tabs(request, "desk:checklist_history"),
        "rule": rule_of(request.unit),
        **months_beside(first),
        "week": _WEEK,
        "blank": range(first.weekday()),
        "days": [(one, names.get(one.date, "")) for one in days],
        "told": [(one, weekday_vi(one.date)) for one in reversed(days) if _is_told(one)],
        "on_time": sum(one.state == DayState.ON_TIME for one in counted),
        "counted": len(counted),
    }
    return render(request, "desk/facilities/history.html", context)


def _is_told(one: DayOfMonth) -> bool:
    return one.check is not None or one.state == DayState.MISSING


@unit_page(Action.FACILITY_VIEW)
def day(request: UnitRequest, pk: int) -> HttpResponse:
    check = check_of_unit(request.unit, pk)
    if check is None:
        raise Http404
    marks = marks_of(check)
    order = [marks[item.pk] for item in in_order(one.item for one in marks.values())]
    groups: dict[str, list[Mark]] = {}
    for one in order:
        groups.setdefault(one.item.get_kind_display(), []).append(one)
    context = {
        **tabs(request, "desk:checklist_history"),
        "check": check,
        "said_day": weekday_vi(check.date),
        "groups": groups.items(),
        "people": sorted({str(one.by) for one in order}),
        "faults": sum(one.seen == Mark.Seen.FAULT for one in order),
    }
    return render(request, "desk/facilities/day.html", context)
