"""Reviews of a period: planned once, held with results kept, concluded; documents signed; lessons followed up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.programme.reviews.factories import arranged, document, lesson, planned
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.reviews.actions import (
    CannotChangeReview,
    Result,
    finish_lesson,
    move_document,
    move_review,
)
from thanthien.programme.reviews.milestones import milestones
from thanthien.programme.reviews.models import Review, ReviewDocument
from thanthien.programme.reviews.queries import milestones_missing, reviews_of
from thanthien.programme.reviews.states import DocumentMove, ReviewMove
from thanthien.programme.reviews.waiting import waiting_for

TODAY = date(2026, 7, 1)
RESULT = Result(2025, Decimal("91.50"), "Mức 3", "Mức 4", False)


def test_the_period_asks_for_its_reviews_until_they_are_begun(cast: Cast) -> None:
    asked = [(one.kind, one.to_year) for one in milestones()]
    assert asked == [("interim", 2027), ("final", 2030)]
    planned(cast, from_year=2025, to_year=2027)
    assert [(one.kind, one.to_year) for one in milestones_missing(cast.unit)] == [("final", 2030)]
    with pytest.raises(CannotChangeReview, match="Đã có"):
        planned(cast, from_year=2025, to_year=2027)


def test_held_with_the_results_of_that_day_then_concluded(cast: Cast, now: datetime) -> None:
    review = planned(cast)
    with pytest.raises(CannotChangeReview, match="ngày hội nghị"):
        move_review(actor=cast.coordinator, at=now, review=review, move=ReviewMove.HOLD, seen=review.version)
    Review.objects.all().delete()
    review = arranged(cast)
    review = move_review(
        actor=cast.coordinator, at=now, review=review, move=ReviewMove.HOLD, seen=review.version, results=[RESULT]
    )  # fmt: skip
    (kept,) = review.results.all()
    assert (kept.year, kept.points, kept.level) == (2025, Decimal("91.50"), "Mức 3")
    with pytest.raises(CannotChangeReview, match="kết luận"):
        move_review(actor=cast.leader, at=now, review=review, move=ReviewMove.CONCLUDE, seen=review.version)
    with pytest.raises(CannotChangeReview, match="lý do"):
        move_review(actor=cast.leader, at=now, review=review, move=ReviewMove.REOPEN, seen=review.version)


def test_a_document_is_signed_by_the_leader_with_number_and_day(cast: Cast, now: datetime) -> None:
    paper = document(cast, planned(cast))
    paper = move_document(
        actor=cast.coordinator, at=now, document=paper, move=DocumentMove.SUBMIT, seen=paper.version
    )
    assert [one.why for one in waiting_for(cast.leader, cast.unit, TODAY)] == ["cần ký, hoặc trả lại"]
    with pytest.raises(NotAllowed):
        move_document(
            actor=cast.coordinator, at=now, document=paper, move=DocumentMove.SIGN, seen=paper.version,
            number="9/BC-UBND", signed_date=TODAY,
        )  # fmt: skip
    with pytest.raises(CannotChangeReview, match="số và ngày ký"):
        move_document(actor=cast.leader, at=now, document=paper, move=DocumentMove.SIGN, seen=paper.version)
    paper = move_document(
        actor=cast.leader, at=now, document=paper, move=DocumentMove.SIGN, seen=paper.version,
        number="9/BC-UBND", signed_date=TODAY,
    )  # fmt: skip
    assert (paper.state, paper.number) == ("signed", "9/BC-UBND")
    assert list(waiting_for(cast.leader, cast.unit, TODAY)) == []


def test_a_lesson_waits_for_its_agency_until_something_came_of_it(cast: Cast, now: datetime) -> None:
    learnt = lesson(cast, planned(cast))
    assert [one.due_date for one in waiting_for(cast.officer, cast.unit, TODAY)] == [date(2026, 9, 30)]
    assert list(waiting_for(cast.centre_officer, cast.unit, TODAY)) == []
    with pytest.raises(NotAllowed):
        finish_lesson(actor=cast.centre_officer, at=now, lesson=learnt, outcome="Xong")
    finish_lesson(actor=cast.officer, at=now, lesson=learnt, outcome="Đã nộp quý II đúng hạn")
    with pytest.raises(CannotChangeReview, match="Nguyễn Văn An"):
        finish_lesson(actor=cast.coordinator, at=now, lesson=learnt, outcome="Lần nữa")
    (found,) = reviews_of(cast.unit)
    assert found.lessons_open == 0  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_one_signs_while_the_other_returns(cast: Cast, now: datetime) -> None:
    paper = document(cast, planned(cast))
    paper = move_document(
        actor=cast.coordinator, at=now, document=paper, move=DocumentMove.SUBMIT, seen=paper.version
    )
    start = Barrier(2)

    def press(move: DocumentMove) -> str:
        start.wait()
        try:
            move_document(
                actor=cast.leader, at=now, document=paper, move=move, seen=paper.version, number="9/BC",
                signed_date=TODAY, reason="Sửa lại",
            )  # fmt: skip
        except CannotChangeReview as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        moves = (DocumentMove.SIGN, DocumentMove.RETURN)
        said = [answer.result() for answer in [pool.submit(press, move) for move in moves]]
    assert sorted(map(bool, said)) == [False, True]
    assert ReviewDocument.objects.get().state == ("signed" if not said[0] else "returned")
