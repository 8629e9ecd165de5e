"""Who looks after making the programme known: coordinator, leaders, and the agencies that the data names."""

from __future__ import annotations

from thanthien.operations.outreach.definition import definition
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


def keeps(person: Person, unit: Unit) -> bool:
    """Whether what is due here is this person's to do; anybody who works in the unit may do it."""
    if not may(person, Action.OUTREACH_WORK, unit):
        return False
    if may(person, Action.OUTREACH_MANAGE, unit):
        return True
    return any(agency.role_code in definition().keepers for agency in agencies_of_person(person, unit))
