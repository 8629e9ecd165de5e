"""Reads of trainings, skills, praise and the yearly reviews."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from thanthien.operations.conduct.definition import CENTRE, Skill, definition
from thanthien.operations.conduct.models import (
    AgencyReview,
    Attendance,
    Certificate,
    Post,
    Praise,
    Staff,
    Training,
)
from thanthien.operations.conduct.queries import posts_on
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of


def trainings_of(unit: Unit, year: int) -> QuerySet[Training]:
    rows = Training.objects.filter(unit=unit, first_date__year=year)
    return rows.annotate(people=Count("attended"), hours_whole=Sum("attended__hours"))


def training_of_unit(unit: Unit, pk: int) -> Training | None:
    return Training.objects.filter(unit=unit, pk=pk).select_related("unit__parent").first()


@dataclass(frozen=True, slots=True)
class Learner:
    """A person of the day with the hours of the year and the required skills that are still missing."""

    post: Post
    hours: Decimal
    missing: tuple[Skill, ...]


def learners_of(unit: Unit, year: int, day: date) -> list[Learner]:
    """The fewest hours first."""
    rows = Attendance.objects.filter(training__unit=unit, training__first_date__year=year)
    hours = dict(rows.order_by().values_list("staff").annotate(whole=Sum("hours")))
    skilled: dict[int, set[str]] = defaultdict(set)
    attended = Attendance.objects.filter(training__unit=unit, training__last_date__lte=day)
    for staff, skill in attended.values_list("staff", "training__skill"):
        skilled[staff].add(skill)
    for staff, skill in Certificate.objects.filter(staff__unit=unit, since_date__lte=day).values_list(
        "staff", "skill"
    ):
        skilled[staff].add(skill)
    needed = list(definition().skills.values())
    found = [
        Learner(
            post, hours.get(post.staff_id, Decimal(0)),
            tuple(
                one for one in needed
                if one.code not in skilled[post.staff_id] and (one.scope != CENTRE or post.at_centre)
            ),
        )
        for post in posts_on(unit, day)
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.hours)


def praises_of(unit: Unit, year: int) -> QuerySet[Praise]:
    return Praise.objects.filter(unit=unit, date__year=year).select_related("staff", "agency")


@dataclass(frozen=True, slots=True)
class Reviewed:
    agency: Agency
    review: AgencyReview | None


def reviews_of(unit: Unit, year: int) -> list[Reviewed]:
    """Every agency of the unit, with its review of the year or none; retired ones where they wrote one."""
    written = {
        one.agency_id: one
        for one in AgencyReview.objects.filter(unit=unit, year=year).select_related("agency", "judged_by")
    }
    agencies = {one.pk: one for one in agencies_of(unit)} | {pk: one.agency for pk, one in written.items()}
    return [Reviewed(one, written.get(pk)) for pk, one in agencies.items()]


def review_of_agency(unit: Unit, agency: Agency, year: int) -> AgencyReview | None:
    rows = AgencyReview.objects.filter(unit=unit, agency=agency, year=year)
    return rows.select_related("agency", "judged_by", "written_by", "unit").first()


def learning_of(staff: Staff) -> QuerySet[Attendance]:
    return (
        Attendance.objects.filter(staff=staff)
        .select_related("training")
        .order_by("-training__first_date", "-pk")
    )


def staff_for_training(unit: Unit, training: Training) -> list[Staff]:
    """Who worked in the unit during the training, and whoever is written down already."""
    during = Q(posts__since_date__lte=training.last_date) & (
        Q(posts__until_date=None) | Q(posts__until_date__gte=training.first_date)
    )
    rows = Staff.objects.filter(during | Q(attended__training=training), unit=unit)
    return list(rows.distinct().order_by("search_key", "pk"))
