"""Writes of the yearly review: what an agency says of its staff as a whole, and the leader's marks (R10.22)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import AgencyReview
from thanthien.operations.conduct.standing import headed_agencies, reads_all
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit

State = AgencyReview.State


class CannotReview(Refusal):
    """The review stayed as it was."""


def writes_for(person: Person, unit: Unit, agency: Agency) -> bool:
    """The agency's head, the coordinator, a leader."""
    return agency.pk in headed_agencies(person, unit) or reads_all(person, unit)


@transaction.atomic
def write_review(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    agency: Agency,
    year: int,
    texts: Mapping[str, str],
    seen: int,
    send: bool,
) -> AgencyReview:
    """Save what the agency says; `send` hands it to the leader. `seen` 0: nothing was there yet."""
    require(actor, Action.CONDUCT_CHECK, unit)
    if agency.unit_id != unit.pk or not writes_for(actor, unit, agency):
        raise NotAllowed("Bản tự nhận xét do người đứng đầu cơ quan viết.")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    said = {code: tidy(texts.get(code, ""), keep_lines=True)[:2000] for code in definition().aspects}
    review = AgencyReview.objects.filter(agency=agency, year=year).first()
    if (review.version if review else 0) != seen:
        raise CannotReview(CHANGED)
    if review is not None and review.state == State.JUDGED:
        raise CannotReview("Lãnh đạo đã nhận xét nên bản này không sửa được nữa.")
    if send and not all(said.values()):
        raise CannotReview("Anh/chị viết đủ bốn mặt rồi gửi.")
    if review is None:
        review = AgencyReview(unit=unit, agency=agency, year=year, version=0)
    review.texts, review.written_by = said, actor
    review.state = State.SENT if send else State.DRAFT
    review.version += 1
    review.save()
    if send:
        record(
            actor=actor,
            at=at,
            action="agency_review.send",
            subject=review,
            unit=unit,
            after={"agency": str(agency)},
        )
    return review


@transaction.atomic
def judge_review(
    *, actor: Person, at: datetime, review: AgencyReview, marks: Mapping[str, str], remark: str, seen: int
) -> AgencyReview:
    """A mark on each aspect, by a leader."""
    require(actor, Action.CONDUCT_DECIDE, review.unit)
    review = (
        AgencyReview.objects.select_for_update(of=("self",))
        .select_related("unit", "agency")
        .get(pk=review.pk)
    )
    terms = definition()
    if review.version != seen or review.state != State.SENT:
        raise CannotReview(CHANGED)
    chosen = {code: marks.get(code, "") for code in terms.aspects}
    if not set(chosen.values()) <= set(terms.marks):
        raise CannotReview("Anh/chị chọn mức cho cả bốn mặt.")
    review.marks, review.remark, review.state = chosen, tidy(remark, keep_lines=True)[:1000], State.JUDGED
    review.judged_by, review.judged_at = actor, at
    review.version += 1
    review.save()
    record(
        actor=actor, at=at, action="agency_review.judge", subject=review, unit=review.unit,
        after={"agency": str(review.agency)},
    )  # fmt: skip
    return review
