"""Who looks after the list and the repairs: coordinator, leaders, and the head of the one-stop centre."""

from __future__ import annotations

from thanthien.operations.facilities.models import ChecklistRule
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import (
    NotAllowed,
    agencies_of_person,
    current_memberships,
    may,
    require,
)
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

CENTRE = "one_stop_centre"
_ONLY = "Việc này do người đứng đầu Trung tâm Phục vụ hành chính công, điều phối viên hoặc lãnh đạo làm."


def manages(person: Person, unit: Unit) -> bool:
    """`FACILITY_MANAGE`, and for a head of an agency: of that centre."""
    if not may(person, Action.FACILITY_MANAGE, unit):
        return False
    roles = [m for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)]
    return any(
        m.role != Role.AGENCY_HEAD or (m.agency is not None and m.agency.role_code == CENTRE)
        for m in roles
        if m.role in {Role.AGENCY_HEAD, Role.COORDINATOR, Role.LEADER}
    )


def require_manager(person: Person, unit: Unit) -> None:
    require(person, Action.FACILITY_MANAGE, unit)
    if not manages(person, unit):
        raise NotAllowed(_ONLY)


def does_the_list(person: Person, unit: Unit, rule: ChecklistRule) -> bool:
    """Whether the list of the day is this person's to do; anybody who works in the unit may do it."""
    if not may(person, Action.FACILITY_WORK, unit):
        return False
    if rule.person_id is not None:
        return rule.person_id == person.pk
    return rule.agency_id in {agency.pk for agency in agencies_of_person(person, unit)}
