"""Who keeps all cases of a unit, and who follows which: more than the role alone says."""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

CENTRE = "one_stop_centre"
_ONLY = "Việc này do Trung tâm Phục vụ hành chính công, điều phối viên hoặc lãnh đạo làm."


def keeps(person: Person, unit: Unit) -> bool:
    """`CASE_MANAGE`, and for a head of an agency: of the one-stop centre. Who keeps cases sees all of them."""
    if not may(person, Action.CASE_MANAGE, unit):
        return False
    roles = [m for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)]
    return any(
        m.role != Role.AGENCY_HEAD or (m.agency is not None and m.agency.role_code == CENTRE)
        for m in roles
        if m.role in {Role.AGENCY_HEAD, Role.ONE_STOP, Role.COORDINATOR, Role.LEADER}
    )


def require_keeper(person: Person | None, unit: Unit) -> None:
    """None is the program itself. Raises `NotAllowed`."""
    if person is None:
        return
    require(person, Action.CASE_MANAGE, unit)
    if not keeps(person, unit):
        raise NotAllowed(_ONLY)
