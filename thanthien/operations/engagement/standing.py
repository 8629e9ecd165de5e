"""Who may do more than the role says: who arranges dialogues and visits, who owns a commitment, who reads names."""

from __future__ import annotations

from datetime import date

from thanthien.operations.engagement.models import Commitment
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

_OWNERS = "Việc này do cơ quan hoặc người được giao, điều phối viên hoặc lãnh đạo làm."


def manages(person: Person, unit: Unit) -> bool:
    return may(person, Action.ENGAGEMENT_MANAGE, unit)


def owns(person: Person, commitment: Commitment) -> bool:
    """Whoever it is given to, the people of the agency it is given to, and who manages."""
    unit = commitment.unit
    if not may(person, Action.ENGAGEMENT_WORK, unit):
        return False
    if manages(person, unit) or commitment.person_id == person.pk:
        return True
    agencies = {m.agency_id for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)}
    return commitment.agency_id is not None and commitment.agency_id in agencies


def require_owner(person: Person, commitment: Commitment) -> None:
    require(person, Action.ENGAGEMENT_WORK, commitment.unit)
    if not owns(person, commitment):
        raise NotAllowed(_OWNERS)


def is_leader(person: Person, unit: Unit, day: date) -> bool:
    """Whether a visit by this person on that day is a visit by a leader of the unit."""
    return Membership.objects.in_force(day).filter(person=person, unit=unit, role=Role.LEADER).exists()


def leaders_of(unit: Unit, day: date) -> list[Person]:
    rows = Membership.objects.in_force(day).filter(unit=unit, role=Role.LEADER, person__is_active=True)
    people = {row.person_id: row.person for row in rows.select_related("person").order_by("pk")}
    return list(people.values())


def is_without_owner(commitment: Commitment) -> bool:
    """Given to somebody who has left, and to no agency: nobody works on it any more."""
    person = commitment.person
    if commitment.agency_id is not None:
        return False
    return person is None or not may(person, Action.ENGAGEMENT_WORK, commitment.unit)
