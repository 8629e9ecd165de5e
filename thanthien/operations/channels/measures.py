"""What the channels measure: the weekly relay, duty that is covered, letter boxes that stand and are opened.

A unit is measured from its first relayer, shift or box on; before that nobody can tell whether it did the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.operations.channels.definition import Span, definition
from thanthien.operations.channels.gaps import gaps
from thanthien.operations.channels.models import (
    DutyHours,
    LetterBox,
    Opening,
    Post,
    RelayedWeek,
    Relayer,
    Shift,
)
from thanthien.operations.channels.queries import hours_of, shifts_between
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.measures.collecting import Counted, Source, days_of, mondays_of
from thanthien.programme.measures.models import Reading

RELAY, DUTY, PLACES, OPENED = "weekly_relay", "duty_covered", "letter_box_places", "letter_box_opened"
_WEEK = timedelta(days=6)
_LONGEST = timedelta(days=92)  # no box is opened less often


def collect_relay(first: date, last: date) -> Iterator[Counted]:
    """Of each week, on its Monday: relayers heard, "nothing to report" included, of those there were."""
    relayers: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for unit_id, since, until in Relayer.objects.order_by().values_list(
        "unit_id", "since_date", "until_date"
    ):
        relayers[unit_id].append((since, until))
    weeks = RelayedWeek.objects.filter(monday__gte=first, monday__lte=last).order_by()
    counted = weeks.values_list("relayer__unit_id", "monday").annotate(Count("pk"))
    heard = {(unit_id, monday): number for unit_id, monday, number in counted}
    for unit_id, terms in sorted(relayers.items()):
        for monday in mondays_of(first, last):
            asked = sum(relays_in(since, until, monday) for since, until in terms)
            if asked:
                number = heard.get((unit_id, monday), 0)
                yield Counted(unit_id, RELAY, monday, number, asked, Reading.Period.WEEK)


def relays_in(since: date, until: date | None, monday: date) -> bool:
    """Whether a relayer was one in the week of that Monday."""
    return since <= monday + _WEEK and (until is None or until >= monday)


def half_days(unit: Unit, first: date, last: date) -> list[tuple[date, Post, time, time, bool]]:
    """The half days behind a unit's figures, those with a gap first."""
    found = []
    halves = hours_of(unit)
    calendar = calendar_of(unit, first.year, last.year)
    since = Shift.objects.filter(unit=unit).aggregate(first=Min("date"))["first"]
    if since is None:
        return []
    shifts: dict[tuple[date, str], list[Span]] = defaultdict(list)
    for one in shifts_between(unit, first, last):
        shifts[one.date, one.post].append((one.starts, one.ends))
    for day in days_of(max(first, since), last):
        if calendar.is_workday(day):
            found += [
                (day, post, *half, not gaps([half], shifts.get((day, post), [])))
                for post in Post
                for half in halves
            ]
    return sorted(found, key=lambda one: (one[4], one[0], one[2]))


def collect_duty(first: date, last: date) -> Iterator[Counted]:
    """Of the half days of each working day and each channel, those in which somebody was on duty all the time."""
    begun = dict(Shift.objects.order_by().values_list("unit").annotate(Min("date")))
    if not begun:
        return
    shifts: dict[tuple[int, date, str], list[Span]] = defaultdict(list)
    rows = Shift.objects.filter(date__gte=first, date__lte=last).order_by()
    for unit_id, day, post, starts, ends in rows.values_list("unit_id", "date", "post", "starts", "ends"):
        shifts[unit_id, day, post].append((starts, ends))
    own = {
        one.unit_id: ((one.morning_from, one.morning_to), (one.afternoon_from, one.afternoon_to))
        for one in DutyHours.objects.filter(unit__in=begun)
    }
    calendars: dict[int | None, Calendar] = {}
    for unit in Unit.objects.filter(pk__in=begun).select_related("parent").order_by("pk"):
        if unit.parent_id not in calendars:
            calendars[unit.parent_id] = calendar_of(unit, first.year, last.year)
        halves = own.get(unit.pk, definition().hours)
        for day in days_of(max(first, begun[unit.pk]), last):
            if not calendars[unit.parent_id].is_workday(day):
                continue
            covered = sum(
                not gaps([half], shifts.get((unit.pk, day, post), [])) for post in Post for half in halves
            )
            yield Counted(unit.pk, DUTY, day, covered, len(Post) * len(halves))


def collect_boxes(first: date, last: date) -> Iterator[Counted]:
    """Boxes opened within their rhythm, of those in use; and places that have one: headquarters, neighbourhoods.

    A box that is no longer in use counts until its last opening.
    """
    boxes = list(LetterBox.objects.order_by("unit_id", "pk"))
    if not boxes:
        return
    openings: dict[int, list[date]] = defaultdict(list)
    rows = Opening.objects.filter(opened_at__date__gte=first - _LONGEST, opened_at__date__lte=last).order_by()
    for box_id, at in rows.values_list("box_id", "opened_at"):
        openings[box_id].append(timezone.localdate(at))
    counted = Neighbourhood.objects.order_by().values_list("unit").annotate(Count("pk"))
    neighbourhoods = dict(counted.filter(unit__in={box.unit_id for box in boxes}))
    by_unit: dict[int, list[LetterBox]] = defaultdict(list)
    for box in boxes:
        by_unit[box.unit_id].append(box)
    for unit_id, own in by_unit.items():
        for day in days_of(max(first, min(box.since_date for box in own)), last):
            standing = [box for box in own if _stands(box, openings[box.pk], day)]
            opened = sum(_is_opened(box, openings[box.pk], day) for box in standing)
            yield Counted(unit_id, OPENED, day, opened, len(standing))
            places = {box.neighbourhood_id for box in standing}  # None: at the headquarters
            yield Counted(unit_id, PLACES, day, len(places), 1 + neighbourhoods.get(unit_id, 0))


def _stands(box: LetterBox, opened: list[date], day: date) -> bool:
    if day < box.since_date:
        return False
    return box.state == LetterBox.State.IN_USE or any(one >= day for one in opened)


def _is_opened(box: LetterBox, opened: list[date], day: date) -> bool:
    latest = max([box.since_date, *(one for one in opened if one <= day)])
    return (day - latest).days <= box.every_days


MEASURES = (
    Source((RELAY,), collect_relay),
    Source((DUTY,), collect_duty),
    Source((OPENED, PLACES), collect_boxes),
)
