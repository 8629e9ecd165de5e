"""May this person do this here? Every page and every action asks; nothing else decides."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.roles import CITY_ROLES, GRANTS, GRANTS_BELOW, Action, Role
from thanthien.platform.units.models import Agency, Unit


class NotAllowed(Exception):
    """The person's role does not reach this. Said to the person in a sentence."""

    def __init__(self, message: str = "Vai trò của anh/chị không bao gồm việc này.") -> None:
        super().__init__(message)


def current_memberships(person: Person, *, on: date | None = None) -> list[Membership]:
    """The memberships in force on a day; read once a request and kept on the person object."""
    kept: list[Membership] | None = person.__dict__.get("_memberships")
    if kept is None:
        kept = list(person.memberships.select_related("unit__parent", "agency"))
        person.__dict__["_memberships"] = kept
    day = on or timezone.localdate()
    return [m for m in kept if m.start_date <= day and (m.end_date is None or m.end_date >= day)]


def forget_memberships(person: Person) -> None:
    person.__dict__.pop("_memberships", None)


def roles_in(person: Person, unit: Unit) -> frozenset[Role]:
    return frozenset(Role(m.role) for m in current_memberships(person) if m.unit_id == unit.pk)


def may(person: Person, action: Action, unit: Unit) -> bool:
    """True when a current role in the unit, or in the unit above it, is granted the action."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    above = {unit.parent_id, unit.parent.parent_id if unit.parent else None} - {None}
    for membership in current_memberships(person):
        role = Role(membership.role)
        if membership.unit_id == unit.pk and role in GRANTS[action]:
            return True
        if membership.unit_id in above and role in GRANTS_BELOW.get(action, frozenset()):
            return True
    return False


def require(person: Person, action: Action, unit: Unit) -> None:
    """Raise `NotAllowed` unless `may`. Actions call it even where a page has asked already."""
    if not may(person, action, unit):
        raise NotAllowed


def agencies_of_person(person: Person, unit: Unit) -> list[Agency]:
    """The agencies of the unit in which the person works now."""
    return [m.agency for m in current_memberships(person) if m.unit_id == unit.pk and m.agency is not None]


def visible_units(person: Person) -> QuerySet[Unit]:
    """Units the person has a role in, and for city roles the communes below."""
    if not getattr(person, "is_authenticated", False):
        return Unit.objects.none()
    own = {m.unit_id for m in current_memberships(person)}
    city = {m.unit_id for m in current_memberships(person) if Role(m.role) in CITY_ROLES}
    return Unit.objects.filter(Q(pk__in=own) | Q(parent_id__in=city)).select_related("parent").distinct()


def people_who_may(action: Action, unit: Unit) -> QuerySet[Person]:
    """Active people with a role in the unit itself that is granted the action."""
    roles = Membership.objects.in_force(timezone.localdate()).filter(
        unit=unit, role__in=sorted(GRANTS[action])
    )
    return Person.objects.filter(memberships__in=roles.values("pk"), is_active=True).distinct()


def may_manage(actor: Person, person: Person) -> bool:
    """True when every current role of the person lies in units whose people the actor manages.

    So a coordinator cannot take over the account of someone who also works for the city or for
    another commune. A person without a current role is managed where the last roles were.
    """
    units = {m.unit_id: m.unit for m in current_memberships(person)}
    if not units:
        units = {m.unit_id: m.unit for m in person.memberships.select_related("unit__parent")}
    return bool(units) and all(may(actor, Action.PEOPLE_MANAGE, unit) for unit in units.values())


def home_unit(person: Person) -> Unit | None:
    """The unit whose audit log tells of the person's own account: the first where the person works."""
    memberships = current_memberships(person)
    return memberships[0].unit if memberships else None
