"""Who sees all ratings and looks after tablets: coordinator, leaders, and the head of the one-stop centre."""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

CENTRE = "one_stop_centre"
_ONLY = "Việc này do người đứng đầu Trung tâm Phục vụ hành chính công, điều phối viên hoặc lãnh đạo làm."


def manages(person: Person, unit: Unit) -> bool:
    """`RATING_MANAGE`, and for a head of an agency: of that centre."""
    if not may(person, Action.RATING_MANAGE, unit):
        return False
    roles = [m for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)]
    return any(
        m.role != Role.AGENCY_HEAD or (m.agency is not None and m.agency.role_code == CENTRE)
        for m in roles
        if m.role in {Role.AGENCY_HEAD, Role.COORDINATOR, Role.LEADER}
    )


def require_manager(person: Person | None, unit: Unit) -> None:
    """None is the program itself, filling the demo. Raises `NotAllowed`."""
    if person is None:
        return
    require(person, Action.RATING_MANAGE, unit)
    if not manages(person, unit):
        raise NotAllowed(_ONLY)
