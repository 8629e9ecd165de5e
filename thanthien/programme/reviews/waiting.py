"""What of the reviews waits for a person: documents to sign, lessons to follow up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.reviews.models import Lesson, ReviewDocument

ROOM = "Sơ kết, tổng kết"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    if may(person, Action.REVIEW_SIGN, unit):
        submitted = ReviewDocument.objects.filter(
            review__unit=unit, state=ReviewDocument.State.SUBMITTED
        ).select_related("review")
        for document in submitted:
            yield Waiting(
                ROOM, document.title, "cần ký, hoặc trả lại", "desk:review", (document.review_id,),
                due_date=document.review.due_date,
            )  # fmt: skip
    own = [agency.pk for agency in agencies_of_person(person, unit)]
    if may(person, Action.REVIEW_WORK, unit):
        for lesson in Lesson.objects.filter(review__unit=unit, agency__in=own, done_at=None):
            yield Waiting(
                ROOM, str(lesson), "bài học cần theo dõi, ghi kết quả", "desk:review", (lesson.review_id,),
                due_date=lesson.due_date,
            )  # fmt: skip
