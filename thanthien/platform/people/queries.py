"""Reads of people. Callers check `people.view` for the unit first."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import search_key
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


def head_of(agency: Agency) -> Person | None:
    membership = _today().filter(agency=agency, role=Role.AGENCY_HEAD).select_related("person").first()
    return membership.person if membership else None


def focal_points_of(agency: Agency) -> QuerySet[Person]:
    return _people(_today().filter(agency=agency, is_focal_point=True))


def people_in_agency(agency: Agency) -> QuerySet[Person]:
    return _people(_today().filter(agency=agency)).filter(is_active=True)


def _today() -> MembershipQuerySet:
    return Membership.objects.in_force(timezone.localdate())


def _people(roles: QuerySet[Membership]) -> QuerySet[Person]:
    return Person.objects.filter(memberships__in=roles.values("pk")).distinct()
