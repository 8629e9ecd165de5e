"""Reads of reviews. All start from a unit the caller was let into (`review.view`)."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.reviews.milestones import Milestone, milestones
from thanthien.programme.reviews.models import Lesson, Review, ReviewDocument


def reviews_of(unit: Unit) -> QuerySet[Review]:
    """With `lessons_open` and `unsigned` counted; one query."""
    return Review.objects.filter(unit=unit).annotate(
        lessons_open=Count("lessons", filter=Q(lessons__done_at=None), distinct=True),
        unsigned=Count("documents", filter=~Q(documents__state=ReviewDocument.State.SIGNED), distinct=True),
    )


def milestones_missing(unit: Unit) -> list[Milestone]:
    """What the period asks for and nobody has begun."""
    rows = Review.objects.filter(unit=unit)
    known = set(rows.values_list("kind", "from_year", "to_year"))
    return [one for one in milestones() if (one.kind, one.from_year, one.to_year) not in known]


def review_of_unit(unit: Unit, pk: int) -> Review | None:
    return Review.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "minutes").first()


def documents_of(review: Review) -> QuerySet[ReviewDocument]:
    return ReviewDocument.objects.filter(review=review).select_related("drafted_by", "file")


def document_of_unit(unit: Unit, pk: int) -> ReviewDocument | None:
    rows = ReviewDocument.objects.filter(review__unit=unit, pk=pk)
    return rows.select_related("review__unit__parent", "file").first()


def lessons_of(review: Review) -> QuerySet[Lesson]:
    return Lesson.objects.filter(review=review).select_related("agency", "done_by")


def lesson_of_unit(unit: Unit, pk: int) -> Lesson | None:
    rows = Lesson.objects.filter(review__unit=unit, pk=pk)
    return rows.select_related("review__unit__parent", "agency").first()
