"""Who sees whom they serve: the centre's people, who typed a request, who goes on its round, who manages."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.assistance.models import HomeRequest, Recipient
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

CENTRE = "one_stop_centre"
_ONLY = "Việc này do người đứng đầu Trung tâm Phục vụ hành chính công, điều phối viên hoặc lãnh đạo làm."
_CLOSED = "Việc phục vụ tại nhà do người của Trung tâm Phục vụ hành chính công làm."


@dataclass(frozen=True, slots=True)
class Shown:
    """A recipient as this person reads of them."""

    name: str
    phone: str
    address: str
    is_masked: bool


def manages(person: Person, unit: Unit) -> bool:
    """`ASSISTANCE_MANAGE`, and for a head of an agency: of the centre."""
    if not may(person, Action.ASSISTANCE_MANAGE, unit):
        return False
    return any(
        m.role in {Role.COORDINATOR, Role.LEADER} or (m.role == Role.AGENCY_HEAD and _is_of_centre(m.agency))
        for m in current_memberships(person)
        if m.unit_id in (unit.pk, unit.successor_id)
    )


def serves(person: Person, unit: Unit) -> bool:
    """Who goes to people's homes and so reads who they are: the centre's own people and who manages."""
    if not may(person, Action.ASSISTANCE_WORK, unit):
        return False
    own = [m for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)]
    return manages(person, unit) or any(m.role == Role.ONE_STOP or _is_of_centre(m.agency) for m in own)


def require_manager(person: Person, unit: Unit) -> None:
    require(person, Action.ASSISTANCE_MANAGE, unit)
    if not manages(person, unit):
        raise NotAllowed(_ONLY)


def require_server(person: Person, unit: Unit) -> None:
    require(person, Action.ASSISTANCE_WORK, unit)
    if not serves(person, unit):
        raise NotAllowed(_CLOSED)


def sees(person: Person, request: HomeRequest) -> bool:
    """Whether name, telephone, address and group are this person's to read; callers pass a request of the unit."""
    if serves(person, request.unit):
        return True
    if not may(person, Action.ASSISTANCE_VIEW, request.unit):
        return False
    goes = any(person.pk in (one.round.lead_id, one.round.second_id) for one in request.visits.all())
    return goes or request.received_by_id == person.pk


def shown(recipient: Recipient, *, whole: bool) -> Shown:
    if whole:
        return Shown(recipient.name, recipient.phone, recipient.address, False)
    initials = " ".join(f"{word[:1]}." for word in recipient.name.split())
    return Shown(initials, f"{'•' * 6}{recipient.phone[-3:]}" if recipient.phone else "", "", True)


def _is_of_centre(agency: object) -> bool:
    return getattr(agency, "role_code", "") == CENTRE
