"""A review of the cast's commune with a document and a lesson, made by the product's own actions."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from thanthien.programme.reviews.actions import (
    Conference,
    add_document,
    add_lesson,
    change_conference,
    plan_review,
)
from thanthien.programme.reviews.models import Lesson, Review, ReviewDocument


def planned(cast: Cast, *, from_year: int = 2025, to_year: int = 2026) -> Review:
    return plan_review(
        actor=cast.coordinator,
        at=NOW,
        unit=cast.unit,
        kind="interim",
        from_year=from_year,
        to_year=to_year,
        due_date=date(2026, 12, 31),
    )


def arranged(cast: Cast, *, conclusion: str = "") -> Review:
    """With a conference behind it and its minutes."""
    review = planned(cast)
    conference = Conference(
        date(2026, 6, 30), "Hội trường xã", "40 đại biểu", "Báo cáo, thảo luận", conclusion
    )
    return change_conference(
        actor=cast.coordinator,
        at=NOW,
        review=review,
        conference=conference,
        seen=review.version,
        minutes=SimpleUploadedFile("bien-ban.txt", "Biên bản".encode()),
    )


def document(cast: Cast, review: Review) -> ReviewDocument:
    paper = SimpleUploadedFile("du-thao.txt", "Dự thảo báo cáo".encode())
    return add_document(actor=cast.coordinator, at=NOW, review=review, title="Báo cáo sơ kết", upload=paper)


def lesson(cast: Cast, review: Review) -> Lesson:
    return add_lesson(
        actor=cast.coordinator,
        at=NOW,
        review=review,
        text="Minh chứng dồn vào cuối năm.",
        follow_up="Nộp theo quý.",
        agency=cast.culture,
        due_date=date(2026, 9, 30),
    )
