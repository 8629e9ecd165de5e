"""Reads of the duty roster. Everybody who works in a unit sees its roster: they answer for each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.operations.channels.definition import Span, definition
from thanthien.operations.channels.gaps import gaps
from thanthien.operations.channels.models import DutyHours, Post, Shift
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayDuty:
    """One day of a roster: is it worked, who is on duty for each channel, when nobody is."""

    date: date
    is_workday: bool
    posts: tuple[PostDuty, ...]


@dataclass(frozen=True, slots=True)
class PostDuty:
    post: Post
    shifts: tuple[Shift, ...]
    gaps: tuple[str, ...]  # "13:30–17:00"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def hours_of(unit: Unit) -> tuple[Span, Span]:
    """Morning and afternoon of a working day: the unit's own, else the sample."""
    own = DutyHours.objects.filter(unit=unit).first()
    if own is None:
        return definition().hours
    return (own.morning_from, own.morning_to), (own.afternoon_from, own.afternoon_to)


def roster(unit: Unit, first: date, days: int = 7) -> list[DayDuty]:
    """The days from `first`, with gaps on working days. A constant number of queries."""
    last = first + _DAY * (days - 1)
    shifts = list(shifts_between(unit, first, last))
    hours, calendar = hours_of(unit), calendar_of(unit, first.year, last.year)
    found = []
    for n in range(days):
        day = first + _DAY * n
        works = calendar.is_workday(day)
        posts = []
        for post in Post:
            own = tuple(one for one in shifts if one.date == day and one.post == post)
            free = gaps(hours, [(one.starts, one.ends) for one in own]) if works else []
            posts.append(PostDuty(post, own, tuple(f"{a:%H:%M}–{b:%H:%M}" for a, b in free)))
        found.append(DayDuty(day, works, tuple(posts)))
    return found


def shifts_between(unit: Unit, first: date, last: date) -> QuerySet[Shift]:
    rows = Shift.objects.filter(unit=unit, date__gte=first, date__lte=last)
    return rows.select_related("person", "taken_by")


def on_duty_now(unit: Unit, at: datetime) -> list[Shift]:
    """Who is on duty at a moment."""
    here = timezone.localtime(at)
    rows = Shift.objects.filter(unit=unit, date=here.date(), starts__lte=here.time(), ends__gt=here.time())
    return list(rows.select_related("person"))


def shift_of_unit(unit: Unit, pk: int) -> Shift | None:
    return Shift.objects.filter(unit=unit, pk=pk).select_related("unit", "person", "taken_by").first()


def next_shift(shift: Shift) -> Shift | None:
    """The shift of the same channel that begins next after this one began, by somebody else."""
    later = Q(date__gt=shift.date) | Q(date=shift.date, starts__gt=shift.starts)
    rows = Shift.objects.filter(later, unit=shift.unit_id, post=shift.post).exclude(person=shift.person_id)
    return rows.select_related("person").order_by("date", "starts", "pk").first()


def handed_over(unit: Unit, at: datetime) -> list[Shift]:
    """What was handed over and nobody has accepted, the oldest first; older than 30 days is history."""
    since = timezone.localdate(at) - timedelta(days=30)
    rows = Shift.objects.filter(unit=unit, handed_at__isnull=False, taken_at=None, date__gte=since)
    return list(rows.select_related("unit", "person").order_by("date", "starts"))
