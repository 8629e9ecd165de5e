"""The month of a unit: what is due on which day, days off, and how a deadline is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from thanthien.lib.rules import Deadline, deadline
from thanthien.lib.rules.deadlines import WEEKDAYS
from thanthien.lib.rules.periods import month_end
from thanthien.platform.people.roles import Action
from thanthien.platform.workdays.queries import calendar_of, doubts_between, names_of_days
from thanthien.programme.evidence.fulfilment import STANDING_WORDS, Stand, stands_of
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.queries import due_between, due_for
from thanthien.programme.plans.standing import Standing, standing_of
from thanthien.web.pages import UnitRequest, unit_page

SHOWN = 4  # of a day, before the fold
_DAY = timedelta(days=1)
_COLOURS = {"accepted": "green", "waiting": "yellow", "late": "red", "now": "azure", "ahead": "secondary"}
_RANK = {"late": 0, "now": 1, "waiting": 2, "ahead": 3, "accepted": 4}


@dataclass(frozen=True, slots=True)
class Item:
    stand: Stand
    colour: str


@dataclass(frozen=True, slots=True)
class Day:
    """One square: `first` items stand open, `more` lie behind a fold: what is done, and daily work."""

    day: date
    weekday: str
    inside: bool  # of the month shown
    is_today: bool
    is_off: bool
    name: str
    first: list[Item]
    more: list[Item]

    @property
    def fold(self) -> str:
        """What stands behind the fold, in words."""
        if all(item.stand.state == "accepted" for item in self.more):
            return f"{len(self.more)} việc đã chấp nhận"
        return f"{len(self.more)} việc nữa" if self.first else f"{len(self.more)} việc"

    @property
    def count(self) -> int:
        return len(self.first) + len(self.more)


class CountForm(forms.Form):
    """How a deadline is counted: `days` working days after `start`."""

    start = forms.DateField(
        label="Từ ngày",
        error_messages={"required": "Anh/chị chọn ngày bắt đầu.", "invalid": "Ngày chưa đúng."},
    )
    days = forms.IntegerField(
        label="Số ngày làm việc",
        min_value=1,
        max_value=250,
        error_messages={
            "required": "Anh/chị ghi số ngày.",
            "invalid": "Anh/chị ghi một số.",
            "min_value": "Từ 1 ngày trở lên.",
            "max_value": "Không quá 250 ngày.",
        },
    )


@unit_page(Action.TASK_VIEW)
def calendar(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    month = _month(request.GET.get("month", ""), today)
    standing = standing_of(request.user, request.unit)
    whose = request.GET.get("whose", "")
    if whose not in ("mine", "all"):
        whose = "mine" if standing.agency_ids and not standing.manages else "all"
    days = _days(request, month, today, standing, whose)
    stands = [item.stand for day in days if day.inside for item in (*day.first, *day.more)]
    context = {
        "days": days,
        "weekdays": [words[:1].upper() + words[1:] for words in WEEKDAYS],
        "month_words": f"Tháng {month.month}/{month.year}",
        "month": f"{month:%Y-%m}",
        "this_month": f"{today:%Y-%m}",
        "before": f"{month - _DAY:%Y-%m}",
        "after": f"{month_end(month.year, month.month) + _DAY:%Y-%m}",
        "whose": whose,
        "has_own": bool(standing.agency_ids) or standing.works,
        "count": len(stands),
        "late": sum(stand.state == "late" for stand in stands),
        "carried": urlencode({"month": f"{month:%Y-%m}", "whose": whose}),
        "key": [(_COLOURS[state], words) for state, words in STANDING_WORDS.items()],
        **_count(request),
    }
    return render(request, "desk/calendar/calendar.html", context)


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for ("2026-11"), else of this one."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        found = today
    return (found if 2000 <= found.year <= 2100 else today).replace(day=1)


def _days(request: UnitRequest, month: date, today: date, standing: Standing, whose: str) -> list[Day]:
    """Whole weeks, Monday first. Eight queries whatever the number of tasks."""
    first = month - _DAY * month.weekday()
    end = month_end(month.year, month.month)
    last = end + _DAY * (6 - end.weekday())
    unit, years = request.unit, sorted({first.year, last.year})
    found = due_for(standing, unit, first, last) if whose == "mine" else due_between(unit, first, last)
    by_day: dict[date, list[Stand]] = defaultdict(list)
    for stand in stands_of(found, today):
        by_day[stand.occurrence.due_date].append(stand)
    workdays, names = calendar_of(unit, *years), names_of_days(unit, *years)
    return [
        _day(first + _DAY * n, month, today, not workdays.is_workday(first + _DAY * n), names, by_day)
        for n in range((last - first).days + 1)
    ]


def _day(
    day: date,
    month: date,
    today: date,
    is_off: bool,
    names: dict[date, str],
    by_day: dict[date, list[Stand]],
) -> Day:
    inside = day.month == month.month
    items = sorted(by_day[day] if inside else [], key=lambda stand: _RANK[stand.state])
    behind = [stand for stand in items if _stands_back(stand)]
    others = [stand for stand in items if not _stands_back(stand)]
    return Day(
        day=day,
        weekday=WEEKDAYS[day.weekday()],
        inside=inside,
        is_today=day == today,
        is_off=is_off,
        name=names.get(day, ""),
        first=_items(others[:SHOWN]),
        more=_items([*others[SHOWN:], *behind]),
    )


def _stands_back(stand: Stand) -> bool:
    """What is done, and what comes every working day, would hide the rest."""
    return stand.state == "accepted" or stand.occurrence.rhythm == Occurrence.Rhythm.WORKING_DAY


def _items(stands: Iterable[Stand]) -> list[Item]:
    return [Item(stand, _COLOURS[stand.state]) for stand in stands]


def _count(request: UnitRequest) -> dict[str, Any]:
    """The form that counts a deadline, and the count where one is asked for."""
    if "start" not in request.GET:
        return {"form": CountForm(initial={"start": timezone.localdate().isoformat(), "days": 5})}
    form = CountForm(request.GET)
    found: Deadline | None = None
    doubts: list[str] = []
    if form.is_valid():
        start, days = form.cleaned_data["start"], form.cleaned_data["days"]
        found = deadline(start, days, calendar_of(request.unit, start.year, start.year + 1))
        doubts = doubts_between(request.unit, start, found.last_day)
    return {"form": form, "counted": found, "doubts": doubts}


urlpatterns = [path("calendar/", calendar, name="calendar")]
