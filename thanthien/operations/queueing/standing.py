"""Who works with the queue: people of the centre, whoever sits at a counter, and who looks after the centre."""

from __future__ import annotations

from thanthien.platform.counters.models import Counter, Seat
from thanthien.platform.counters.standing import CENTRE, manages_centre, require_centre_manager
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, check_open, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit


def manages(person: Person, unit: Unit) -> bool:
    return manages_centre(person, unit, Action.QUEUE_MANAGE)


def require_manager(person: Person | None, unit: Unit) -> None:
    """None is the program itself, filling the demo. Raises `NotAllowed`."""
    check_open(unit)
    require_centre_manager(person, unit, Action.QUEUE_MANAGE)


def works(person: Person, unit: Unit) -> bool:
    if not may(person, Action.QUEUE_WORK, unit):
        return False
    here = [m for m in current_memberships(person) if m.unit_id == unit.pk]
    at_centre = any(m.role == Role.ONE_STOP or (m.agency and m.agency.role_code == CENTRE) for m in here)
    return at_centre or manages(person, unit) or seat_of(person, unit) is not None


def require_worker(person: Person | None, unit: Unit) -> None:
    if person is None:
        return
    require(person, Action.QUEUE_WORK, unit)
    if not works(person, unit):
        raise NotAllowed(
            "Việc này do người của Trung tâm Phục vụ hành chính công hoặc người đang ngồi quầy làm."
        )


def seat_of(person: Person, unit: Unit) -> Seat | None:
    """Where the person sits now; the latest, where an old seat was never left."""
    rows = Seat.objects.filter(person=person, ends_at=None, counter__unit=unit)
    return rows.select_related("counter__unit__parent").first()


def sits_at(person: Person, counter: Counter) -> bool:
    return Seat.objects.filter(counter=counter, person=person, ends_at=None).exists()
