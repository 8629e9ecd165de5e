"""Reads of commendation, notices and good practices. All start from a unit the caller was let into.

Of other communes only shared practices are seen, and only those of the same province or city.
"""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.merit.models import Commendation, Notice, Practice, PracticeAdoption, PracticeFile


def commendations_of(unit: Unit, year: int) -> QuerySet[Commendation]:
    rows = Commendation.objects.filter(unit=unit, year=year)
    return rows.select_related("agency", "proposed_by").order_by("kind", "pk")


def commendation_of_unit(unit: Unit, pk: int) -> Commendation | None:
    rows = Commendation.objects.filter(unit=unit, pk=pk)
    return rows.select_related("unit__parent", "agency", "proposed_by").first()


def notices_for(person: Person, unit: Unit, year: int) -> QuerySet[Notice]:
    """What this person may read: managers everything; others what is published for them, or names their agency."""
    rows = Notice.objects.filter(unit=unit, year=year).select_related(
        "agency", "created_by", "published_by", "replied_by"
    )
    return rows.filter(_readable(person, unit))


def notice_for(person: Person, unit: Unit, pk: int) -> Notice | None:
    rows = Notice.objects.filter(_readable(person, unit), unit=unit, pk=pk)
    return rows.select_related("unit__parent", "agency", "created_by", "published_by", "replied_by").first()


def _readable(person: Person, unit: Unit) -> Q:
    if may(person, Action.MERIT_MANAGE, unit):
        return Q()
    own = [agency.pk for agency in agencies_of_person(person, unit)]
    published = Q(state=Notice.State.PUBLISHED)
    return published & (Q(audience=Notice.Audience.UNIT) | Q(agency__in=own))


def may_reply(person: Person, notice: Notice) -> bool:
    """People who work in the agency that a criticism names."""
    if notice.kind != Notice.Kind.CRITICISM or notice.agency_id is None:
        return False
    return notice.agency_id in {agency.pk for agency in agencies_of_person(person, notice.unit)}


def _counted(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    return rows.select_related("unit", "agency", "written_by").annotate(
        adopters=Count("adoptions", distinct=True)
    )


def practices_of(unit: Unit) -> QuerySet[Practice]:
    """The unit's own, newest first, each with `adopters`; one query."""
    return _counted(Practice.objects.filter(unit=unit)).order_by("-year", "-pk")


def practice_of_unit(unit: Unit, pk: int) -> Practice | None:
    rows = _counted(Practice.objects.filter(unit=unit, pk=pk))
    return rows.select_related("unit__parent", "criterion", "agency", "written_by").first()


def shared_practices(unit: Unit) -> QuerySet[Practice]:
    """What communes of the same city (the city itself: its communes) have shared; recommended ones first."""
    city = unit.parent_id if unit.is_local else unit.pk
    rows = _counted(Practice.objects.filter(unit__parent_id=city, shared_at__isnull=False))
    return (
        rows.order_by(F("recommended_at").desc(nulls_last=True), "-shared_at", "-pk") if city else rows.none()
    )


def shared_practice(unit: Unit, code: str) -> Practice | None:
    """One shared practice as seen from `unit`; None when it is not shared with it."""
    rows = shared_practices(unit).filter(code=code)
    return rows.select_related("unit__parent", "criterion", "recommended_by").first()


def files_of(practice: Practice) -> list[PracticeFile]:
    return list(PracticeFile.objects.filter(practice=practice).select_related("file"))


def adoptions_of(practice: Practice) -> list[PracticeAdoption]:
    """Who took the practice over, the latest first."""
    return list(PracticeAdoption.objects.filter(practice=practice).select_related("unit"))


def adoptions_by(unit: Unit) -> list[PracticeAdoption]:
    """What the unit took over from others, the latest first."""
    return list(PracticeAdoption.objects.filter(unit=unit).select_related("practice__unit", "adopted_by"))


def adoption_by_unit(unit: Unit, practice: Practice) -> PracticeAdoption | None:
    return PracticeAdoption.objects.filter(unit=unit, practice=practice).first()


def practices_serving(unit: Unit, criteria_set: CriteriaSet, key: str) -> list[Practice]:
    """Good practices for one row of a criteria set: the unit's own recognised ones, then those of other communes
    of the city that the city recommends."""
    serving = Practice.objects.filter(criterion__criteria_set=criteria_set, criterion__key=key)
    own = serving.filter(unit=unit, state=Practice.State.RECOGNISED)
    there = shared_practices(unit).filter(pk__in=serving, recommended_at__isnull=False).exclude(unit=unit)
    return [*_counted(own).order_by("-year", "-pk"), *there]


def recognised_in(unit: Unit, year: int) -> list[Practice]:
    """The year's practices recognised by a decision: the plan asks for at least one."""
    rows = Practice.objects.filter(unit=unit, year=year, state=Practice.State.RECOGNISED)
    return list(rows.order_by("document_date", "pk"))
