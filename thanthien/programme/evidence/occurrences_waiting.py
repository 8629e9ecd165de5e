"""Occurrences that wait for a person: those whose time has come and that lack proof.

The day on which the task itself ends stands in the list of parts (`plans.waiting`), so it is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from thanthien.lib.rules import Calendar
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.evidence.fulfilment import Stand, stands_of
from thanthien.programme.occurrences.queries import due_for
from thanthien.programme.occurrences.reminders import leads, remind_from
from thanthien.programme.plans.standing import standing_of

ROOM = "Kỳ của nhiệm vụ"
_AHEAD = timedelta(days=60)  # farther than any reminder reaches


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """At most two lines a task: the running period once it is time to remind, and the periods that were missed.

    The missed ones of this year are one line, so that a year of neglect does not bury the rest. Six queries.
    """
    standing = standing_of(person, unit)
    if not standing.works:
        return
    found = due_for(standing, unit, date(today.year, 1, 1), today + _AHEAD)
    others = [one for one in found if not one.is_the_tasks_day]
    calendar = calendar_of(unit, today.year, today.year + 1)
    stands = sorted(stands_of(others, today), key=lambda stand: stand.occurrence.task_id)
    for _, group in groupby(stands, key=lambda stand: stand.occurrence.task_id):
        of_task = list(group)
        yield from _missed([stand for stand in of_task if stand.state == "late"])
        yield from _running([stand for stand in of_task if stand.state == "now"], today, calendar)


def _missed(late: list[Stand]) -> Iterator[Waiting]:
    if not late:
        return
    last = late[-1].occurrence
    why = f"Chưa có minh chứng {last.label}"
    if len(late) > 1:
        why = f"Còn {len(late)} kỳ đã qua chưa có minh chứng, gần nhất là {last.label}"
    yield Waiting(ROOM, last.task.title, why, "desk:task", (last.task_id,), due_date=last.due_date)


def _running(now: list[Stand], today: date, calendar: Calendar) -> Iterator[Waiting]:
    table = leads()
    for stand in now:
        one = stand.occurrence
        if remind_from(one.rhythm, one.first_date, one.due_date, calendar, table) <= today:
            why = f"Cần minh chứng {one.label}"
            yield Waiting(ROOM, one.task.title, why, "desk:task", (one.task_id,), due_date=one.due_date)
