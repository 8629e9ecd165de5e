"""What the start of the day measures: working days with the list done by its hour, and what was found working.

A unit is measured from the day it took up a list. Today counts once it is known: done, or the hour has passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.operations.facilities.models import ChecklistRule, DayCheck, Mark
from thanthien.operations.facilities.premises.measures import sources
from thanthien.operations.facilities.queries import DayState, state_of_day
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.measures.collecting import Counted, Source, days_of

OPENING, WORKING = "opening_checklist", "equipment_working"
COUNTED = (DayState.ON_TIME, DayState.LATE, DayState.UNFINISHED, DayState.MISSING)


def collect(first: date, last: date) -> Iterator[Counted]:
    """One figure a working day; lists done on a day off are work, and are not counted."""
    rules = list(ChecklistRule.objects.select_related("unit__parent").order_by("unit_id"))
    if not rules:
        return
    rows = DayCheck.objects.filter(date__gte=first, date__lte=last).order_by()
    checks = {(one.unit_id, one.date): one for one in rows}
    calendars: dict[int | None, Calendar] = {}
    now = timezone.now()
    for rule in rules:
        unit = rule.unit
        if unit.parent_id not in calendars:
            calendars[unit.parent_id] = calendar_of(unit, first.year, last.year)
        calendar = calendars[unit.parent_id]
        for day in days_of(max(first, rule.since_date), last):
            if not calendar.is_workday(day) or (unit.merged_date and day >= unit.merged_date):
                continue
            state = state_of_day(day, checks.get((unit.pk, day)), rule, calendar, now)
            if state in COUNTED:
                yield Counted(unit.pk, OPENING, day, int(state == DayState.ON_TIME), 1)


def collect_working(first: date, last: date) -> Iterator[Counted]:
    """Items of each list that were good, of those in use; a day without any mark tells nothing."""
    rows = looked_at(first, last).values_list("day_check__unit", "day_check__date")
    good = Count("pk", filter=Q(seen=Mark.Seen.OK))
    for unit_id, day, number, whole in rows.annotate(good=good, whole=Count("pk")).order_by(
        "day_check__unit", "day_check__date"
    ):
        yield Counted(unit_id, WORKING, day, number, whole)


def looked_at(first: date, last: date) -> QuerySet[Mark]:
    """Marks of the days on things in use."""
    rows = Mark.objects.filter(day_check__date__gte=first, day_check__date__lte=last)
    return rows.exclude(seen=Mark.Seen.NOT_USED).order_by()


MEASURES = (Source((OPENING,), collect), Source((WORKING,), collect_working), *sources())
