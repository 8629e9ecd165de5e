"""Writes of reviews: planned, held with results kept, concluded; documents to the signature; lessons followed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.reviews.models import Lesson, Review, ReviewDocument, YearResult
from thanthien.programme.reviews.states import DOCUMENT_STEPS, REVIEW_STEPS, DocumentMove, ReviewMove, Step


class CannotChangeReview(Refusal):
    """It cannot be written so."""


@dataclass(frozen=True, slots=True)
class Result:
    """A year as it stands on the day of the review; gathered by the caller, kept here."""

    year: int
    points: Decimal | None
    level: str
    registered: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Conference:
    conference_date: date | None = None
    place: str = ""
    participants: str = ""
    agenda: str = ""
    conclusion: str = ""


@transaction.atomic
def plan_review(
    *, actor: Person, at: datetime, unit: Unit, kind: str, from_year: int, to_year: int, due_date: date
) -> Review:
    """Begin the review of a period. There is one of a kind for a period."""
    require(actor, Action.REVIEW_MANAGE, unit)
    if not 2000 <= from_year <= to_year <= 2100:
        raise CannotChangeReview("Năm đầu phải trước hoặc bằng năm cuối của giai đoạn.", "to_year")
    try:
        with transaction.atomic():
            made = Review.objects.create(
                unit=unit, kind=Review.Kind(kind), from_year=from_year, to_year=to_year, due_date=due_date,
                planned_at=at, planned_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise CannotChangeReview("Đã có cuộc sơ kết, tổng kết này của giai đoạn.") from error
    after = {"kind": made.kind, "due_date": due_date}
    record(actor=actor, at=at, action="review.plan", subject=made, unit=unit, after=after)
    return made


@transaction.atomic
def change_conference(
    *,
    actor: Person,
    at: datetime,
    review: Review,
    conference: Conference,
    seen: int,
    minutes: UploadedFile[Any] | None = None,
) -> Review:
    """Date, place, who is invited, agenda, conclusion, minutes; until the review is concluded."""
    thing = _review(actor, review)
    if thing.version != seen:
        raise CannotChangeReview(CHANGED)
    if thing.state == Review.State.CONCLUDED:
        raise CannotChangeReview("Cuộc này đã kết luận. Anh/chị mở lại trước khi sửa.")
    values: dict[str, Any] = {
        "conference_date": conference.conference_date,
        "place": tidy(conference.place)[:200],
        "participants": conference.participants.strip(),
        "agenda": conference.agenda.strip(),
        "conclusion": conference.conclusion.strip(),
    }
    if minutes is not None:
        values["minutes"], values["minutes_name"] = _kept(minutes, at, "minutes")
    before, after = differences(thing, values)
    if after:
        for name, value in values.items():
            setattr(thing, name, value)
        _save(thing, *values)
        record(
            actor=actor, at=at, action="review.change", subject=thing, unit=thing.unit, before=before, after=after
        )  # fmt: skip
    return thing


@transaction.atomic
def move_review(
    *,
    actor: Person,
    at: datetime,
    review: Review,
    move: ReviewMove,
    seen: int,
    results: Sequence[Result] = (),
    reason: str = "",
) -> Review:
    """Hold (keeps `results` as they stand that day), conclude, or open again with a reason."""
    thing = _review(actor, review)
    step, before = REVIEW_STEPS[move], thing.state
    _check_step(step, thing.state, str(thing.get_state_display()), thing.version, seen, reason)
    if move is ReviewMove.HOLD:
        if thing.conference_date is None or thing.conference_date > timezone.localdate(at):
            raise CannotChangeReview("Anh/chị ghi ngày hội nghị đã diễn ra trước.")
        YearResult.objects.filter(review=thing).delete()
        YearResult.objects.bulk_create(
            YearResult(
                review=thing, year=one.year, points=one.points, level=one.level, registered=one.registered,
                is_sample=one.is_sample,
            )
            for one in results
        )  # fmt: skip
    if move is ReviewMove.CONCLUDE and not thing.conclusion:
        raise CannotChangeReview("Anh/chị ghi kết luận của hội nghị trước.")
    thing.state, thing.remark = step.to, tidy(reason)
    _save(thing, "state", "remark")
    record(
        actor=actor, at=at, action=f"review.{move}", subject=thing, unit=thing.unit, remark=thing.remark,
        before={"state": before}, after={"state": thing.state},
    )  # fmt: skip
    return thing


@transaction.atomic
def add_document(
    *, actor: Person, at: datetime, review: Review, title: str, upload: UploadedFile[Any] | None = None
) -> ReviewDocument:
    """A document to be signed, as a draft."""
    thing = _review(actor, review)
    if not tidy(title):
        raise CannotChangeReview("Anh/chị ghi tên văn bản.", "title")
    file, filename = _kept(upload, at, "upload")
    made = ReviewDocument.objects.create(
        review=thing, title=tidy(title)[:300], file=file, filename=filename, drafted_at=at, drafted_by=actor
    )
    after = {"name": made.title, "filename": filename}
    record(
        actor=actor, at=at, action="review.document", subject=made, unit=thing.unit, thread=thing, after=after
    )
    return made


@transaction.atomic
def move_document(
    *,
    actor: Person,
    at: datetime,
    document: ReviewDocument,
    move: DocumentMove,
    seen: int,
    number: str = "",
    signed_date: date | None = None,
    reason: str = "",
) -> ReviewDocument:
    """Submit; a leader returns it, or its number and day are recorded once it is signed."""
    rows = ReviewDocument.objects.select_for_update(of=("self",)).select_related("review__unit__parent")
    thing = rows.get(pk=document.pk)
    unit = thing.review.unit
    require(actor, Action.REVIEW_MANAGE if move is DocumentMove.SUBMIT else Action.REVIEW_SIGN, unit)
    step, before = DOCUMENT_STEPS[move], thing.state
    _check_step(step, thing.state, str(thing.get_state_display()), thing.version, seen, reason)
    if step.decides:
        if not tidy(number) or signed_date is None or signed_date > timezone.localdate(at):
            raise CannotChangeReview("Anh/chị ghi số và ngày ký; ngày ký không sau hôm nay.")
        thing.number, thing.signed_date = tidy(number)[:80], signed_date
    thing.state, thing.remark, thing.version = step.to, tidy(reason), thing.version + 1
    thing.save(update_fields=["state", "remark", "version", "number", "signed_date"])
    record(
        actor=actor, at=at, action=f"review.document_{move}", subject=thing, unit=unit, thread=thing.review,
        before={"state": before}, after={"state": thing.state, "number": thing.number}, remark=thing.remark,
    )  # fmt: skip
    return thing


@transaction.atomic
def add_lesson(
    *, actor: Person, at: datetime, review: Review, text: str, follow_up: str, agency: Agency, due_date: date
) -> Lesson:
    """A lesson with who follows it up and until when."""
    thing = _review(actor, review)
    for field, value in (("text", text), ("follow_up", follow_up)):
        if not tidy(value):
            raise CannotChangeReview("Anh/chị điền ô này.", field)
    if agency.unit_id != thing.unit_id:
        raise CannotChangeReview("Cơ quan này không thuộc đơn vị.", "agency")
    made = Lesson.objects.create(
        review=thing, text=text.strip(), follow_up=follow_up.strip(), agency=agency, due_date=due_date,
        added_at=at, added_by=actor,
    )  # fmt: skip
    after = {"text": made.text, "agency": str(agency), "due_date": due_date}
    record(
        actor=actor, at=at, action="review.lesson", subject=made, unit=thing.unit, thread=thing, after=after
    )
    return made


@transaction.atomic
def finish_lesson(*, actor: Person, at: datetime, lesson: Lesson, outcome: str) -> Lesson:
    """Say what came of a lesson: people of its agency, or who manages reviews."""
    rows = Lesson.objects.select_for_update(of=("self",)).select_related("review__unit__parent", "done_by")
    thing = rows.get(pk=lesson.pk)
    unit = thing.review.unit
    require(actor, Action.REVIEW_WORK, unit)
    own = thing.agency_id in {agency.pk for agency in agencies_of_person(actor, unit)}
    if not own and not may(actor, Action.REVIEW_MANAGE, unit):
        raise NotAllowed("Bài học này do cơ quan khác theo dõi.")
    if thing.done_at is not None:
        raise CannotChangeReview(f"Bài học này đã được {thing.done_by} ghi kết quả.")
    if not tidy(outcome):
        raise CannotChangeReview("Anh/chị ghi đã làm gì, kết quả ra sao.")
    thing.outcome, thing.done_at, thing.done_by = outcome.strip(), at, actor
    thing.save(update_fields=["outcome", "done_at", "done_by"])
    record(
        actor=actor, at=at, action="review.lesson_done", subject=thing, unit=unit, thread=thing.review,
        remark=thing.outcome,
    )  # fmt: skip
    return thing


def _review(actor: Person, review: Review) -> Review:
    """The review as it is now, held; for those who manage reviews."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("unit__parent")
    thing = rows.get(pk=review.pk)
    require(actor, Action.REVIEW_MANAGE, thing.unit)
    return thing


def _save(review: Review, *names: str) -> None:
    review.version += 1
    review.save(update_fields=[*names, "version"])


def _check_step(step: Step, state: str, words: str, version: int, seen: int, reason: str) -> None:
    if version != seen:
        raise CannotChangeReview(CHANGED)
    if state not in step.allowed:
        raise CannotChangeReview(f"Nội dung này đang “{words}” nên không làm bước “{step.words}” được.")
    if step.asks_reason and not tidy(reason):
        raise CannotChangeReview("Anh/chị ghi lý do.", "reason")


def _kept(upload: UploadedFile[Any] | None, at: datetime, field: str) -> tuple[StoredFile | None, str]:
    try:
        return keep_named(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotChangeReview(str(refusal), field) from refusal
