"""Who sees all ratings and looks after tablets: whoever looks after the one-stop centre."""

from __future__ import annotations

from thanthien.platform.counters.standing import manages_centre, require_centre_manager
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


def manages(person: Person, unit: Unit) -> bool:
    return manages_centre(person, unit, Action.RATING_MANAGE)


def require_manager(person: Person | None, unit: Unit) -> None:
    """None is the program itself, filling the demo. Raises `NotAllowed`."""
    require_centre_manager(person, unit, Action.RATING_MANAGE)
