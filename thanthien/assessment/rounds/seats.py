"""Who may sit in a council, who does, and what a seat opens: the own sheet and the appraisal around it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.assessment.rounds.models import Appraisal, Sheet
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import current_memberships, may
from thanthien.platform.people.queries import given_name_first
from thanthien.platform.people.roles import GRANTS, Action, Role
from thanthien.platform.units.models import Unit


def may_sit(person: Person, city: Unit) -> bool:
    """Whether the account has a role for appraising in the city itself or in one of its communes."""
    return person.is_active and any(
        Role(m.role) in GRANTS[Action.ROUND_APPRAISE] and city.pk in (m.unit_id, m.unit.parent_id)
        for m in current_memberships(person)
    )


def people_who_may_sit(city: Unit) -> list[Person]:
    """Active accounts with a role for appraising in the city or in one of its communes, by name."""
    roles = Membership.objects.in_force(timezone.localdate()).filter(
        Q(unit=city) | Q(unit__parent=city), role__in=sorted(GRANTS[Action.ROUND_APPRAISE])
    )
    found = Person.objects.filter(memberships__in=roles.values("pk"), is_active=True).distinct()
    return sorted(found, key=given_name_first)


def _own(person: Person) -> QuerySet[Sheet]:
    """The sheets of the seats that a person holds now: nothing of a council is reached by another way."""
    return Sheet.objects.filter(member__person=person, member__left_at=None).select_related(
        "member", "appraisal__round__unit", "appraisal__council__unit"
    )


def sheets_to_write(person: Person) -> list[Sheet]:
    """The person's own open sheets in appraisals that run, oldest first."""
    return list(_own(person).filter(state=Sheet.State.OPEN, appraisal__closed_at=None).order_by("pk"))


def sheets_held(person: Person, city: Unit) -> list[Sheet]:
    """All of the person's own sheets in the councils of a city, those of appraisals that run first, newest first."""
    if not may_sit(person, city):
        return []
    found = _own(person).filter(appraisal__council__unit=city).order_by("-pk")
    return sorted(found, key=lambda sheet: sheet.appraisal.closed_at is not None)


def sheet_held(person: Person, city: Unit, pk: int) -> Sheet | None:
    """One of `sheets_held`, with what its pages read of the appraisal; None where it is not the person's."""
    if not may_sit(person, city):
        return None
    rows = _own(person).select_related(
        "written_by", "appraisal__submission", "appraisal__round__unit__parent"
    )
    return rows.filter(appraisal__council__unit=city, pk=pk).first()


def sheet_in(person: Person, appraisal: Appraisal) -> Sheet | None:
    """The person's own sheet in an appraisal."""
    return _own(person).filter(appraisal=appraisal).select_related("written_by").first()


def has_interest(person: Person, appraisal: Appraisal) -> bool:
    """Whether the person declared an interest in the commune, or works in it: then the person closes nothing."""
    own = sheet_in(person, appraisal)
    return own is not None and own.state == Sheet.State.RECUSED


def may_take_minutes(person: Person, appraisal: Appraisal) -> bool:
    """Who manages the rounds of the city, and the members of the council without an interest in the commune."""
    if may(person, Action.ROUND_MANAGE, appraisal.council.unit):
        return True
    own = sheet_in(person, appraisal)
    return own is not None and own.state != Sheet.State.RECUSED
