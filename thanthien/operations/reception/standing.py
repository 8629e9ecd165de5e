"""Who keeps and reads the book: the leaders and who was appointed to receive citizens.

What a denunciation or a word about staff says, and who brought it, is read by those alone who may read protected
reports; about a leader by nobody of the commune: the city has it.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.operations.reception.models import Entry, Receiver
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

CLOSED = (
    "Sổ tiếp công dân có thông tin cá nhân nên chỉ lãnh đạo và người được phân công tiếp công dân mở được. "
    "Người quản lý phân công tại Tiếp công dân, Nơi tiếp và phân công."
)


def receivers_of(unit: Unit, day: date) -> QuerySet[Receiver]:
    rows = Receiver.objects.filter(Q(until_date=None) | Q(until_date__gte=day), unit=unit)
    return rows.filter(since_date__lte=day).select_related("person")


def keeps_book(person: Person, unit: Unit) -> bool:
    """Whether the person reads the book; writing it asks `RECEPTION_WORK` as well."""
    if not may(person, Action.RECEPTION_VIEW, unit):
        return False
    own = (m.role for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id))
    if Role.LEADER in own:
        return True
    return receivers_of(unit, timezone.localdate()).filter(person=person).exists()


def require_keeper(person: Person, unit: Unit) -> None:
    require(person, Action.RECEPTION_WORK, unit)
    if not keeps_book(person, unit):
        raise NotAllowed(CLOSED)


def reads_protected(person: Person, unit: Unit) -> bool:
    return may(person, Action.FEEDBACK_PROTECTED, unit)


def reads(person: Person, entry: Entry) -> bool:
    """Whether content and person of an entry are this person's to read; callers have asked `keeps_book`."""
    if not entry.is_protected:
        return True
    return not entry.about_leader and reads_protected(person, entry.unit)
