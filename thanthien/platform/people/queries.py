"""Reads of people. Callers check `people.view` for the unit first."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import search_key, sort_key
from thanthien.platform.people.models import Membership, MembershipQuerySet, Person
from thanthien.platform.people.roles import Role
from thanthien.platform.units.models import Agency, Unit


def people_of(unit: Unit, text: str = "") -> QuerySet[Person]:
    """People with a role in the unit today, found by name or account, with or without tone marks."""
    roles = _today().filter(unit=unit).select_related("agency")
    found = Person.objects.filter(memberships__in=roles.values("pk")).distinct()
    for word in search_key(text).split():
        found = found.filter(Q(search_key__contains=word) | Q(username__contains=word))
    return found.prefetch_related(Prefetch("memberships", queryset=roles, to_attr="roles_here"))


def former_people_of(unit: Unit) -> QuerySet[Person]:
    """People who once had a role in the unit and have none there today."""
    today = _today().filter(unit=unit)
    once = Person.objects.filter(memberships__unit=unit)
    return once.exclude(memberships__in=today.values("pk")).distinct()


def person_of(unit: Unit, username: str) -> Person | None:
    """A person who has, had or will have a role in the unit; with all roles there, newest first."""
    roles = Membership.objects.filter(unit=unit).select_related("agency", "unit__parent")
    found = Person.objects.filter(username=username, memberships__unit=unit).distinct()
    return found.prefetch_related(
        Prefetch("memberships", queryset=roles.order_by("-start_date", "-pk"), to_attr="roles_here")
    ).first()


def has_second_step(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person).exists())


@dataclass(slots=True)
class Staff:
    """Who works in an agency today: the heads, the focal points, and everybody."""

    heads: list[Membership] = field(default_factory=list)
    focal_points: list[Membership] = field(default_factory=list)
    members: list[Membership] = field(default_factory=list)


def staff_by_agency(unit: Unit) -> dict[int, Staff]:
    """The staff of every agency of the unit, by the agency's id, in one query; closed accounts left out."""
    roles = _today().filter(unit=unit, agency__isnull=False, person__is_active=True).select_related("person")
    staff: dict[int, Staff] = {}
    for membership in sorted(roles, key=lambda m: given_name_first(m.person)):
        here = staff.setdefault(membership.agency_id or 0, Staff())
        here.members.append(membership)
        if membership.role == Role.AGENCY_HEAD:
            here.heads.append(membership)
        if membership.is_focal_point:
            here.focal_points.append(membership)
    return staff


def coordinators_of(units: QuerySet[Unit]) -> dict[int, list[Membership]]:
    """Today's coordinators with an open account, by the unit's id."""
    roles = _today().filter(unit__in=units, role=Role.COORDINATOR, person__is_active=True)
    found: dict[int, list[Membership]] = {}
    for membership in roles.select_related("person"):
        found.setdefault(membership.unit_id, []).append(membership)
    return found


def given_name_first(person: Person) -> str:
    """The order of Vietnamese name lists: by given name (the last word), then by the whole name."""
    words = person.full_name.split() or [""]
    return f"{sort_key(words[-1])} {sort_key(person.full_name)}"


def people_in_agency(agency: Agency) -> QuerySet[Person]:
    return _people(_today().filter(agency=agency)).filter(is_active=True)


def _today() -> MembershipQuerySet:
    return Membership.objects.in_force(timezone.localdate())


def _people(roles: QuerySet[Membership]) -> QuerySet[Person]:
    return Person.objects.filter(memberships__in=roles.values("pk")).distinct()
