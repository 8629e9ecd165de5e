"""Who looks after the one-stop centre: coordinator, leaders, and the head of that centre."""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

CENTRE = "one_stop_centre"
_ONLY = "Việc này do người đứng đầu Trung tâm Phục vụ hành chính công, điều phối viên hoặc lãnh đạo làm."


def manages_centre(person: Person, unit: Unit, action: Action = Action.COUNTER_MANAGE) -> bool:
    """The action is granted, and for a head of an agency: the agency is that centre."""
    if not may(person, action, unit):
        return False
    roles = [m for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)]
    return any(
        m.role != Role.AGENCY_HEAD or (m.agency is not None and m.agency.role_code == CENTRE)
        for m in roles
        if m.role in {Role.AGENCY_HEAD, Role.COORDINATOR, Role.LEADER}
    )


def require_centre_manager(person: Person | None, unit: Unit, action: Action = Action.COUNTER_MANAGE) -> None:
    """None is the program itself, filling the demo. Raises `NotAllowed`."""
    if person is None:
        return
    require(person, action, unit)
    if not manages_centre(person, unit, action):
        raise NotAllowed(_ONLY)
