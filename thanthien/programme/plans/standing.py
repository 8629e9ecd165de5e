"""Where a person stands towards the tasks of a unit: which parts are theirs to do, which to check.

Computed once a request from the memberships the person object already holds; no query of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, current_memberships, may
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit
from thanthien.programme.plans.models import TaskAgency


@dataclass(frozen=True, slots=True)
class Standing:
    """`works`, `checks`, `manages`: the rights of the role; agency ids narrow the first two to own parts."""

    person_id: int
    works: bool
    checks: bool
    manages: bool
    agency_ids: frozenset[int]
    head_of: frozenset[int]

    def does(self, part: TaskAgency) -> bool:
        """May do this part: people of its agency, the coordinator, and anyone where a group is named."""
        return self.works and (self.manages or part.agency_id is None or part.agency_id in self.agency_ids)

    def does_any(self, parts: Iterable[TaskAgency]) -> bool:
        """May add to a task with these lead parts; a task without leads is open to all who work."""
        leads = list(parts)
        return self.works and (not leads or any(self.does(part) for part in leads))

    def judges(self, part: TaskAgency) -> bool:
        """May check this part, if not the person who did it: coordinator, leader, head of the agency."""
        return self.checks and (self.manages or part.agency_id in self.head_of)

    def leads_people(self, part: TaskAgency) -> bool:
        """May give the part to an officer other than oneself."""
        return self.manages or part.agency_id in self.head_of


def standing_of(person: Person, unit: Unit) -> Standing:
    heads = (
        m.agency_id
        for m in current_memberships(person)
        if m.unit_id == unit.pk and m.role == Role.AGENCY_HEAD and m.agency_id
    )
    return Standing(
        person_id=person.pk,
        works=may(person, Action.TASK_WORK, unit),
        checks=may(person, Action.TASK_CHECK, unit),
        manages=may(person, Action.TASK_MANAGE, unit),
        agency_ids=frozenset(a.pk for a in agencies_of_person(person, unit)),
        head_of=frozenset(heads),
    )
