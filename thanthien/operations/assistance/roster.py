"""Reads of the volunteers' roster and the support team's log. All start from a unit (`assistance.view`)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from thanthien.lib.vietnamese import search_key
from thanthien.operations.assistance.helping import HelpShift, SupportCall, Volunteer
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

_DAY = timedelta(days=1)
Came = HelpShift.Came
_SUMMED = ("minutes", "guided", "installed", "filed")


@dataclass(frozen=True, slots=True)
class DayOfHelp:
    """A day of the roster. `is_gap`: a working day to come without anybody."""

    date: date
    is_workday: bool
    shifts: tuple[HelpShift, ...]
    is_gap: bool


@dataclass(frozen=True, slots=True)
class MonthOfHelp:
    """What a month came to, and by organisation."""

    first: date
    shifts: int
    came: int
    absent: int
    minutes: int
    guided: int
    installed: int
    filed: int
    bodies: tuple[tuple[str, int, int, int], ...]  # organisation, people who came, shifts, minutes

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def volunteers_of(unit: Unit, today: date) -> QuerySet[Volunteer]:
    """Who helps now."""
    rows = Volunteer.objects.filter(unit=unit)
    return rows.filter(Q(until_date=None) | Q(until_date__gt=today))


def volunteer_of_unit(unit: Unit, pk: int) -> Volunteer | None:
    return Volunteer.objects.filter(unit=unit, pk=pk).select_related("unit").first()


def shift_of_unit(unit: Unit, pk: int) -> HelpShift | None:
    return (
        HelpShift.objects.filter(unit=unit, pk=pk).select_related("unit", "volunteer", "recorded_by").first()
    )


def week_of_help(unit: Unit, monday: date, today: date) -> list[DayOfHelp]:
    """Seven days; a constant number of queries."""
    sunday = monday + 6 * _DAY
    rows = HelpShift.objects.filter(unit=unit, date__gte=monday, date__lte=sunday).select_related("volunteer")
    shifts: Sequence[HelpShift] = list(rows)
    calendar = calendar_of(unit, monday.year, sunday.year)
    found = []
    for n in range(7):
        day = monday + n * _DAY
        own = tuple(one for one in shifts if one.date == day)
        works = calendar.is_workday(day)
        found.append(DayOfHelp(day, works, own, works and not own and day >= today))
    return found


def unrecorded(unit: Unit, today: date) -> QuerySet[HelpShift]:
    """Shifts that are over and nobody wrote down whether the volunteer came."""
    rows = HelpShift.objects.filter(unit=unit, came=Came.PLANNED, date__lt=today)
    return rows.filter(date__gte=today - 30 * _DAY).select_related("volunteer")


def month_shifts(unit: Unit, first: date) -> QuerySet[HelpShift]:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return HelpShift.objects.filter(unit=unit, date__gte=first, date__lte=last).select_related("volunteer")


def month_of_help(unit: Unit, first: date) -> MonthOfHelp:
    rows = month_shifts(unit, first).order_by()
    came = Q(came=Came.CAME)
    sums = {f"{name}_sum": Sum(name) for name in _SUMMED}
    absent = Q(came=Came.ABSENT)
    counts = {
        "all_shifts": Count("pk"),
        "here": Count("pk", filter=came),
        "missed": Count("pk", filter=absent),
    }
    found = rows.aggregate(**counts, **sums)
    grouped = (
        rows.filter(came)
        .values_list("volunteer__body")
        .annotate(Count("volunteer", distinct=True), Count("pk"), Sum("minutes"))
    )
    bodies = tuple(
        (str(Volunteer.Body(body).label), people, shifts, minutes or 0)
        for body, people, shifts, minutes in sorted(grouped)
    )
    told = {name: found[f"{name}_sum"] or 0 for name in _SUMMED}
    return MonthOfHelp(
        first=first, shifts=found["all_shifts"], came=found["here"], absent=found["missed"], bodies=bodies, **told
    )  # fmt: skip


def calls_of(unit: Unit, text: str = "", outcome: str = "") -> QuerySet[SupportCall]:
    """The log, the newest first; words are sought without tone marks in problem, subject and what was learnt."""
    rows = SupportCall.objects.filter(unit=unit)
    for word in search_key(text).split()[:8]:
        rows = rows.filter(search_key__contains=word)
    if outcome in SupportCall.Outcome.values:
        rows = rows.filter(outcome=outcome)
    return rows.select_related("helper")


def call_of_unit(unit: Unit, pk: int) -> SupportCall | None:
    return (
        SupportCall.objects.filter(unit=unit, pk=pk).select_related("unit", "helper", "recorded_by").first()
    )


def calls_of_month(unit: Unit, first: date) -> dict[str, int]:
    """How many calls of a month, and what came of them; one query."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = SupportCall.objects.filter(unit=unit, called_at__date__gte=first, called_at__date__lte=last)
    return rows.aggregate(
        all=Count("pk"),
        solved=Count("pk", filter=Q(outcome=SupportCall.Outcome.SOLVED)),
        passed_on=Count("pk", filter=Q(outcome=SupportCall.Outcome.PASSED_ON)),
        unsolved=Count("pk", filter=Q(outcome=SupportCall.Outcome.UNSOLVED)),
        open=Count("pk", filter=Q(outcome=SupportCall.Outcome.OPEN)),
        citizens=Count("pk", filter=Q(caller=SupportCall.Caller.CITIZEN)),
    )


def old_open_calls(unit: Unit, today: date) -> QuerySet[SupportCall]:
    """Calls of the days before that are still open."""
    rows = SupportCall.objects.filter(unit=unit, outcome=SupportCall.Outcome.OPEN)
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    return rows.filter(called_at__lt=midnight).select_related("helper")
