"""The unit's own points, what its agencies propose, handing in, and the city sending it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.models import Appraisal, Round, SelfPoint, Submission
from thanthien.assessment.rounds.moving import CannotChangeRound, lock_round, move_round, round_for
from thanthien.assessment.rounds.queries import deadline_of
from thanthien.assessment.rounds.snapshot import canonical, decimal_of, hash_of, text_of
from thanthien.assessment.rounds.states import Move
from thanthien.lib.vietnamese import number_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.plans.models import TaskAgency

_OPEN = {Round.State.PREPARING, Round.State.RETURNED}


@transaction.atomic
def give_self_points(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    row: Mapping[str, Any],
    points: Decimal,
    reason: str,
    agency: Agency | None = None,
) -> SelfPoint | None:
    """Give a criterion other points than the live ones, or propose them for an agency's field.

    `row` is the criterion in the shape of a snapshot, as the records stand now. The unit's own points equal
    to the live ones need no row: an earlier one goes, and None comes back. Raises CannotChangeRound.
    """
    require(actor, Action.ROUND_PREPARE, unit)
    round_ = round_for(unit, year, at)
    if round_.state not in _OPEN:
        raise CannotChangeRound(
            f"Hồ sơ đang ở bước “{round_.get_state_display()}” nên điểm tự chấm không sửa được nữa."
        )
    words, live = _check_points(row, points, reason)
    _check_field(actor, unit, year, row["key"], agency)
    before = SelfPoint.objects.filter(round=round_, key=row["key"], agency=agency).first()
    old = {"points": text_of(before.points), "reason": before.reason} if before else None
    kept: SelfPoint | None = None
    if agency is None and points == live:
        if before is None:
            return None
        before.delete()
    else:
        kept, _ = SelfPoint.objects.update_or_create(
            round=round_,
            key=row["key"],
            agency=agency,
            defaults={"points": points, "reason": words, "given_at": at, "given_by": actor},
        )
    record(
        actor=actor,
        at=at,
        action="round.propose" if agency else "round.self_points",
        subject=round_,
        unit=unit,
        before=old,
        after={
            "criterion": row["key"],
            "points": text_of(points),
            "reason": words,
            "agency": agency and str(agency),
        },
    )
    return kept


def _check_points(row: Mapping[str, Any], points: Decimal, reason: str) -> tuple[str, Decimal]:
    """The reason made tidy and the live points, where the points given fit the criterion."""
    live, maximum = decimal_of(row["live"]), decimal_of(row["maximum"])
    if not row["is_leaf"] or live is None or maximum is None:
        raise CannotChangeRound(
            "Nội dung này chưa có điểm tối đa hoặc không tính điểm nên chưa tự chấm được."
        )
    if not 0 <= points <= maximum:
        raise CannotChangeRound(f"Điểm phải từ 0 đến {number_vi(maximum)}.", "points")
    words = tidy(reason, keep_lines=True)
    if points != live and len(words) < 5:
        raise CannotChangeRound("Điểm khác với điểm tính được thì cần ghi lý do, căn cứ.", "reason")
    return words, live


def _check_field(actor: Person, unit: Unit, year: int, key: str, agency: Agency | None) -> None:
    if agency is None:
        if not may(actor, Action.LEVEL_REGISTER, unit):
            raise NotAllowed("Điểm tự chấm của đơn vị do điều phối viên hoặc lãnh đạo UBND quyết định.")
        return
    if agency not in agencies_of_person(actor, unit):
        raise NotAllowed(f"Anh/chị không thuộc {agency}.")
    adoption = adoption_of(unit, year)
    criterion = (
        Criterion.objects.filter(criteria_set=adoption.criteria_set, key=key).first() if adoption else None
    )
    if criterion is not None and agency.role_code in criterion.lead_roles:
        return
    led = TaskAgency.objects.filter(
        agency=agency, part=TaskAgency.Part.LEAD, task__unit=unit, task__year=year, task__criterion=criterion
    )
    if criterion is None or not led.exists():
        raise NotAllowed(f"{agency} không chủ trì nội dung này nên không đề xuất điểm.")


@transaction.atomic
def submit(
    *, actor: Person, at: datetime, unit: Unit, year: int, snapshot: Mapping[str, Any], seen: int
) -> Submission:
    """Hand in the self-assessment: the snapshot is kept as it is, with its hash. Raises CannotChangeRound.

    `seen` is the round's version as looked at; 1 for a year whose round has not begun.
    """
    require(actor, Action.ROUND_SUBMIT, unit)
    round_ = round_for(unit, year, at)
    text = canonical(snapshot)
    earlier = list(Submission.objects.filter(round=round_))
    day = timezone.localtime(at).date()
    late = earlier[-1].is_late if earlier else _is_late(unit, year, day)
    version = len(earlier) + 1
    digest = hash_of(text)
    move_round(
        actor=actor,
        at=at,
        round_=round_,
        move=Move.SUBMIT,
        seen=seen,
        after={"version": version, "total": snapshot["total"]["self"], "sha256": digest},
    )
    return Submission.objects.create(
        round=round_,
        version=version,
        as_of=date.fromisoformat(snapshot["as_of"]),
        snapshot=text,
        sha256=digest,
        total=decimal_of(snapshot["total"]["self"]),
        is_late=late,
        submitted_at=at,
        submitted_by=actor,
    )


def _is_late(unit: Unit, year: int, day: date) -> bool:
    adoption = adoption_of(unit, year)
    due = deadline_of(adoption.criteria_set, "self_assessment", year) if adoption else None
    return due is not None and due.is_late(day)


@transaction.atomic
def send_back(
    *, actor: Person, at: datetime, round_: Round, remark: str, remarks: Mapping[str, str], seen: int
) -> Round:
    """Send a submission back with a remark about the whole and remarks per criterion key.

    An appraisal that runs is stopped; its sheets stay to be read. Raises CannotChangeRound.
    """
    round_ = lock_round(round_.pk)
    said = {key: words for key, text in remarks.items() if (words := tidy(text, keep_lines=True))}
    moved = move_round(
        actor=actor,
        at=at,
        round_=round_,
        move=Move.SEND_BACK,
        seen=seen,
        remark=remark,
        after={"criteria": sorted(said)},
    )
    submission = Submission.objects.filter(round=round_).order_by("-version")[0]
    submission.returned_at, submission.returned_by = at, actor
    submission.return_remark, submission.return_remarks = tidy(remark, keep_lines=True), said
    submission.save(update_fields=["returned_at", "returned_by", "return_remark", "return_remarks"])
    running = Appraisal.objects.filter(round=round_, submission=submission, was_stopped=False)
    running.filter(closed_at=None).update(closed_at=at, closed_by=actor)
    running.update(was_stopped=True)
    return moved
