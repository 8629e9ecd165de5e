"""Writes of difficulties: reported, answered, taken to the leaders, solved or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.impediments.models import AnswerTerms, Impediment, ImpedimentStep
from thanthien.programme.impediments.standing import may_make
from thanthien.programme.impediments.states import STEPS
from thanthien.programme.impediments.terms import due_after, terms_of
from thanthien.programme.plans.models import Task

Move, State = ImpedimentStep.Move, Impediment.State
LONGEST = 60  # working days a unit may allow


class CannotMoveImpediment(Exception):
    """The difficulty cannot be reported or moved so. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class ImpedimentFields:
    text: str
    proposal: str = ""
    task: Task | None = None


def version_of(impediment: Impediment) -> str:
    """A mark of what a person saw: the state and the last word said."""
    return f"{impediment.state}-{max((step.pk for step in impediment.steps.all()), default=0)}"


@transaction.atomic
def report_impediment(*, actor: Person, at: datetime, unit: Unit, fields: ImpedimentFields) -> Impediment:
    """A difficulty goes up to the division, with its number in the year's log."""
    require(actor, Action.IMPEDIMENT_REPORT, unit)
    text = tidy(fields.text, keep_lines=True)
    if not text:
        raise CannotMoveImpediment("Anh/chị mô tả vướng mắc.")
    if fields.task is not None and fields.task.unit_id != unit.pk:
        raise CannotMoveImpediment("Nhiệm vụ được chọn không thuộc đơn vị này.")
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # numbers are given one after the other
    today = timezone.localdate(at)
    last = Impediment.objects.filter(unit=unit, year=today.year).aggregate(last=Max("number"))["last"] or 0
    impediment = Impediment.objects.create(
        unit=unit, year=today.year, number=last + 1, task=fields.task, text=text, reported_at=at,
        reported_by=actor, agency=next(iter(agencies_of_person(actor, unit)), None),
        proposal=tidy(fields.proposal, keep_lines=True),
        due_date=due_after(unit, today, terms_of(unit).answer_days),
    )  # fmt: skip
    ImpedimentStep.objects.create(
        impediment=impediment, move=Move.REPORT, at=at, by=actor, due_date=impediment.due_date
    )
    record(
        actor=actor, at=at, action="impediment.report", subject=impediment, unit=unit,
        after={"text": text, "due_date": impediment.due_date},
    )  # fmt: skip
    return impediment


@transaction.atomic
def move_impediment(
    *, actor: Person, at: datetime, impediment: Impediment, move: str, seen: str, text: str = ""
) -> Impediment:
    """Note, answer, escalate, solved, not solved, withdraw, by the table in `states`.

    `seen` is `version_of` what the person read: the second of two answers is told of the first, and
    nothing is written. Raises `CannotMoveImpediment` or `NotAllowed`.
    """
    rows = Impediment.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency")
    impediment = rows.get(pk=impediment.pk)
    step, text, unit = STEPS[move], tidy(text, keep_lines=True), impediment.unit
    _check_right(actor, impediment, move)
    if impediment.state not in step.allowed or (move != Move.NOTE and version_of(impediment) != seen):
        raise CannotMoveImpediment(_told(impediment))
    if step.needs_text and not text:
        raise CannotMoveImpediment(step.needs_text)
    before = impediment.state
    if step.to is not None:
        impediment.state = step.to
        days = getattr(terms_of(unit), step.clock) if step.clock else 0
        impediment.due_date = due_after(unit, timezone.localdate(at), days) if days else None
    if move == Move.ANSWER:
        impediment.answer, impediment.answered_at, impediment.answered_by = text, at, actor
    impediment.save(update_fields=["state", "due_date", "answer", "answered_at", "answered_by"])
    given = impediment.due_date if step.clock else None
    ImpedimentStep.objects.create(
        impediment=impediment, move=move, at=at, by=actor, text=text, due_date=given
    )
    record(
        actor=actor, at=at, action=f"impediment.{move}", subject=impediment, unit=unit, remark=text,
        before={"state": before}, after={"state": impediment.state},
    )  # fmt: skip
    return impediment


@transaction.atomic
def set_terms(*, actor: Person, at: datetime, unit: Unit, answer_days: int, leader_days: int) -> AnswerTerms:
    """A unit's own working days for an answer; open difficulties keep the day they were given."""
    require(actor, Action.IMPEDIMENT_MANAGE, unit)
    if not all(1 <= days <= LONGEST for days in (answer_days, leader_days)):
        raise CannotMoveImpediment(f"Thời hạn từ 1 đến {LONGEST} ngày làm việc.")
    changes = {"answer_days": answer_days, "leader_days": leader_days}
    terms, made = AnswerTerms.objects.select_for_update().get_or_create(unit=unit, defaults=changes)
    before, after = ({}, changes) if made else differences(terms, changes)
    if after:
        for name, value in changes.items():
            setattr(terms, name, value)
        terms.save()
        record(
            actor=actor,
            at=at,
            action="impediment.terms",
            subject=terms,
            unit=unit,
            before=before,
            after=after,
        )
    return terms


def _check_right(actor: Person, impediment: Impediment, move: str) -> None:
    require(actor, Action.IMPEDIMENT_REPORT, impediment.unit)
    if may_make(actor, impediment, move):
        return
    if move in (Move.SOLVED, Move.NOT_SOLVED, Move.WITHDRAW):
        raise NotAllowed(f"Việc này do người báo vướng mắc ({impediment.reported_by}) làm.")
    if impediment.reported_by_id == actor.pk:
        raise NotAllowed("Anh/chị là người báo vướng mắc này nên cần một người khác trả lời.")
    if impediment.state == State.ESCALATED:
        raise NotAllowed("Vướng mắc này đã trình; lãnh đạo UBND trả lời.")
    raise NotAllowed("Vướng mắc do Phòng Văn hóa - Xã hội hoặc lãnh đạo UBND trả lời.")


def _told(impediment: Impediment) -> str:
    last = impediment.steps.select_related("by").last()
    assert last is not None  # the report itself is the first
    when = timezone.localtime(last.at).strftime("%H:%M ngày %d/%m/%Y")
    said = f": “{last.text[:200]}”" if last.text else ""
    return (
        f"Vướng mắc này nay “{impediment.get_state_display()}”. {last.by} – {last.get_move_display().lower()} "
        f"lúc {when}{said}. Nội dung của anh/chị chưa được ghi; anh/chị xem lại rồi làm tiếp."
    )
