"""Who reads and decides about breaches and discipline. Nobody decides about themselves.

Leaders and the coordinator read all of the unit; a head reads of those who work in the head's agency now; everybody
reads of themselves. Callers answer others as if there were nothing.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from thanthien.operations.conduct.models import Breach, Post, Staff
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, may, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit

_SELF = "Việc này về chính anh/chị nên người khác làm."
_ONLY = "Việc này do điều phối viên hoặc lãnh đạo làm."


def manages(person: Person, unit: Unit) -> bool:
    return may(person, Action.CONDUCT_MANAGE, unit)


def checks(person: Person, unit: Unit) -> bool:
    return may(person, Action.CONDUCT_CHECK, unit)


def headed_agencies(person: Person, unit: Unit) -> set[int]:
    """Of the unit itself, and of one that was merged into the person's."""
    return {
        m.agency_id
        for m in current_memberships(person)
        if m.role == Role.AGENCY_HEAD and m.agency_id and m.unit_id in (unit.pk, unit.successor_id)
    }


def reads_all(person: Person, unit: Unit) -> bool:
    here = {m.role for m in current_memberships(person) if m.unit_id in (unit.pk, unit.successor_id)}
    return bool(here & {Role.LEADER, Role.COORDINATOR}) and may(person, Action.CONDUCT_VIEW, unit)


def visible_breaches(person: Person, unit: Unit) -> QuerySet[Breach]:
    rows = Breach.objects.filter(unit=unit).select_related("staff__person", "agency", "unit")
    if reads_all(person, unit):
        return rows
    if not may(person, Action.CONDUCT_VIEW, unit):
        return rows.none()
    today, heads = timezone.localdate(), headed_agencies(person, unit)
    held = Q(until_date=None) | Q(until_date__gte=today)
    own = Post.objects.filter(held, staff=OuterRef("staff"), agency__in=heads, since_date__lte=today)
    return rows.filter(Q(staff__person=person) | Exists(own))


def breach_seen(person: Person, unit: Unit, pk: int) -> Breach | None:
    return visible_breaches(person, unit).prefetch_related("steps__by", "disciplines").filter(pk=pk).first()


def may_report(person: Person, staff: Staff) -> bool:
    """Leaders and the coordinator of everybody, heads of their own people; never of oneself."""
    if staff.person_id == person.pk or not checks(person, staff.unit):
        return False
    if reads_all(person, staff.unit):
        return True
    today, heads = timezone.localdate(), headed_agencies(person, staff.unit)
    held = Q(until_date=None) | Q(until_date__gte=today)
    return staff.posts.filter(held, agency__in=heads, since_date__lte=today).exists()


def may_step(person: Person, breach: Breach, by: str) -> bool:
    """`by` of the table in `states`."""
    is_self = breach.staff.person_id == person.pk
    if by == "subject":
        return is_self or manages(person, breach.unit)
    action = Action.CONDUCT_DECIDE if by == "leader" else Action.CONDUCT_MANAGE
    return not is_self and may(person, action, breach.unit)


def require_step(person: Person, breach: Breach, by: str) -> None:
    require(person, Action.CONDUCT_WORK, breach.unit)
    if may_step(person, breach, by):
        return
    if breach.staff.person_id == person.pk:
        raise NotAllowed(_SELF)
    raise NotAllowed("Việc này do lãnh đạo làm." if by == "leader" else _ONLY)
