"""Who reads whom the letters are for: managers, and the agencies that write them. Others read their own letters.

Letters tell of weddings, deaths and faults: personal data that passes no further than the work asks.
"""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

# They lead the rows of the criteria that letters serve.
WRITERS = frozenset({"council_office", "one_stop_centre", "culture_social"})
_OFFICE = (
    "Việc này do Văn phòng, Trung tâm Phục vụ hành chính công, Phòng Văn hóa - Xã hội, điều phối viên hoặc "
    "lãnh đạo làm."
)


def reads_all(person: Person, unit: Unit) -> bool:
    """Managers, people of the writing agencies, the counter's people."""
    if not may(person, Action.LETTER_VIEW, unit):
        return False
    if may(person, Action.LETTER_MANAGE, unit):
        return True
    own = [m for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)]
    return any(
        m.role == Role.ONE_STOP or (m.agency is not None and m.agency.role_code in WRITERS) for m in own
    )


def require_writer(person: Person, unit: Unit) -> None:
    """For what stands beside single letters: batches, ceremonies, the register of contributors."""
    require(person, Action.LETTER_WORK, unit)
    if not reads_all(person, unit):
        raise NotAllowed(_OFFICE)
