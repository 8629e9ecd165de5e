"""What disclosure puts before a person: what is missing, late, not posted or about to lapse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from thanthien.operations.disclosure.models import Publication
from thanthien.operations.disclosure.standing import Problem, Standing, standings_of
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Công khai"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """To the coordinator and leaders everything, to others what their own agency is responsible for.

    Nothing waits before the unit has begun its register: an empty one would fill everybody's list.
    """
    if not may(person, Action.DISCLOSURE_WORK, unit):
        return
    mine = {agency.pk for agency in agencies_of_person(person, unit)}
    manages = may(person, Action.DISCLOSURE_MANAGE, unit)
    if not Publication.objects.filter(unit=unit).exists():
        return
    for standing in standings_of(unit, today):
        if not manages and standing.entry.agency_id not in mine:
            continue
        for problem in standing.problems:
            page, args = _where(standing, problem)
            yield Waiting(ROOM, standing.entry.title, problem.words, page, args, due_date=problem.due_date)


def _where(standing: Standing, problem: Problem) -> tuple[str, tuple[object, ...]]:
    if problem.page:
        return problem.page, problem.args
    if problem.publication:
        return "desk:disclosure_publication", (problem.publication,)
    return "desk:disclosure_item", (standing.entry.code,)
