"""Writes of commitments: made from a question, from what was heard or freely; followed, settled, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.asking import locked_question
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import Commitment, CommitmentStep, Dialogue, Heard, Question
from thanthien.operations.engagement.standing import manages, require_owner
from thanthien.operations.engagement.states import COMMITMENTS, QUESTIONS
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Agency, Unit

Move = CommitmentStep.Move
_LONGEST = timedelta(days=730)
_TAKEN = "Nội dung này đã có cam kết hoặc đã được xử lý; anh/chị mở lại trang để xem."


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, by whom, until when; `origin` says where where no row does."""

    text: str
    due_date: date
    agency: Agency | None = None
    person: Person | None = None
    is_public: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step brings besides its words."""

    due_date: date | None = None
    agency: Agency | None = None
    person: Person | None = None
    proof: tuple[StoredFile, str] | None = None


@transaction.atomic
def promise_question(*, actor: Person, at: datetime, question: Question, promise: Promise) -> Commitment:
    """A question of a dialogue becomes a commitment; of two who press together one is told it is taken."""
    unit = question.dialogue.unit
    require(actor, Action.ENGAGEMENT_MANAGE, unit)
    one = locked_question(question)
    if one.state not in QUESTIONS["promise"].allowed or Commitment.objects.filter(question=one).exists():
        raise CannotEngage(_TAKEN)
    made = _make(actor, at, unit, promise, question=one, dialogue=one.dialogue)
    one.state, one.settled_at = QUESTIONS["promise"].to, None
    one.save(update_fields=["state", "settled_at"])
    return made


@transaction.atomic
def promise_heard(*, actor: Person, at: datetime, heard: Heard, promise: Promise) -> Commitment:
    """A thing heard on a visit becomes a commitment, by who manages, led or recorded the visit."""
    unit = heard.visit.unit
    require(actor, Action.ENGAGEMENT_WORK, unit)
    one = locked_heard(heard)
    if one.state != Heard.State.OPEN:
        raise CannotEngage(_TAKEN)
    if not manages(actor, unit) and actor.pk not in (one.visit.leader_id, one.visit.recorded_by_id):
        raise NotAllowed("Cam kết do lãnh đạo, điều phối viên hoặc người ghi lần đi này lập.")
    made = _make(actor, at, unit, promise, heard=one)
    one.state, one.settled_at = Heard.State.PROMISED, at
    one.save(update_fields=["state", "settled_at"])
    return made


@transaction.atomic
def promise_freely(
    *, actor: Person, at: datetime, unit: Unit, promise: Promise, dialogue: Dialogue | None = None
) -> Commitment:
    """A commitment made elsewhere, or at a dialogue without a written question."""
    require(actor, Action.ENGAGEMENT_MANAGE, unit)
    if dialogue is None and not tidy(promise.origin):
        raise CannotEngage("Anh/chị ghi cam kết ở đâu, trong dịp nào.", "origin")
    if dialogue is not None and dialogue.unit_id != unit.pk:
        raise CannotEngage("Buổi đối thoại không thuộc đơn vị này.", "origin")
    return _make(actor, at, unit, promise, dialogue=dialogue)


@transaction.atomic
def move_commitment(
    *, actor: Person, at: datetime, commitment: Commitment, move: str, seen: int, text: str = "",
    change: Change | None = None,
) -> Commitment:  # fmt: skip
    """Note, hand on, extend, settle, reopen. `seen`: the version that the page showed."""
    require_owner(actor, commitment)
    step, words, change = COMMITMENTS.get(move), tidy(text, keep_lines=True)[:2000], change or Change()
    one = _locked(commitment)
    if step is None:
        raise CannotEngage("Anh/chị chọn một việc trong danh sách.")
    if one.version != seen or one.state not in step.allowed:
        raise CannotEngage(CHANGED)
    if move in (Move.HAND, Move.EXTEND, Move.REOPEN) and not manages(actor, one.unit):
        raise NotAllowed("Giao lại, dời hạn và mở lại cam kết do lãnh đạo hoặc điều phối viên làm.")
    if step.needs and not words:
        raise CannotEngage(step.needs, "text")
    today = timezone.localdate(at)
    if move == Move.EXTEND:
        if change.due_date is None or not one.due_date < change.due_date <= today + _LONGEST:
            raise CannotEngage("Anh/chị chọn ngày sau hạn đang có.", "due_date")
        one.due_date = change.due_date
    elif move == Move.HAND:
        _require_owner_of(one.unit, change.agency, change.person)
        one.agency, one.person = change.agency, change.person
        words = words or f"Giao {change.person or change.agency}."
    elif move == Move.SETTLE:
        one.settled_at, one.done_text = at, words
        if change.proof is not None:
            one.proof, one.proof_name = change.proof[0], change.proof[1][:200]
    elif move == Move.REOPEN:
        _reopen(one)
    one.state = step.to
    _kept(one, actor, at, move, words)
    return one


def may_say(commitment: Commitment, today: date) -> bool:
    """Whether who asked may still say that it is not settled."""
    if commitment.state != Commitment.State.SETTLED or commitment.settled_at is None:
        return False
    last = timezone.localdate(commitment.settled_at) + timedelta(days=definition().reopen_days)
    said = commitment.steps.filter(move=Move.ACCEPT, at__gte=commitment.settled_at).exists()
    return today <= last and not said


@transaction.atomic
def say_of_commitment(*, at: datetime, question: Question, is_settled: bool, text: str = "") -> Commitment:
    """Who asked accepts the result, or opens the commitment again with the reason; by the code of the question."""
    found = Commitment.objects.filter(question=question).first()
    words = tidy(text, keep_lines=True)[:2000]
    if found is None:
        raise CannotEngage(_("Câu hỏi này chưa có cam kết."))
    one = _locked(found)
    if not may_say(one, timezone.localdate(at)):
        raise CannotEngage(_("Cam kết này không còn chờ ý kiến của ông/bà."))
    if not is_settled and not words:
        raise CannotEngage(_("Ông/bà ghi điều chưa được giải quyết."), "text")
    if not is_settled:
        _reopen(one)
        one.state = Commitment.State.OPEN
    _kept(one, None, at, Move.ACCEPT if is_settled else Move.REOPEN, words)
    return one


def locked_heard(heard: Heard) -> Heard:
    rows = Heard.objects.select_for_update(of=("self",)).select_related(
        "visit__unit__parent", "visit__neighbourhood"
    )
    return rows.get(pk=heard.pk)


def _locked(commitment: Commitment) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("unit__parent")
    return rows.get(pk=commitment.pk)


def _reopen(one: Commitment) -> None:
    one.times_reopened += 1
    one.settled_at = None


def _kept(one: Commitment, actor: Person | None, at: datetime, move: str, words: str) -> None:
    one.version += 1
    one.save()
    CommitmentStep.objects.create(
        commitment=one, move=move, at=at, by=actor, text=words,
        due_date=one.due_date if move in (Move.EXTEND, Move.PROMISE) else None,
    )  # fmt: skip
    record(
        actor=actor, at=at, action=f"commitment.{move}", subject=one, unit=one.unit, said_actor="Người dân",
        after={"state": one.state, "due_date": one.due_date},
    )  # fmt: skip


def _require_owner_of(unit: Unit, agency: Agency | None, person: Person | None) -> None:
    if agency is None and person is None:
        raise CannotEngage("Anh/chị chọn cơ quan hoặc người thực hiện.", "owner")
    if agency is not None and (agency.unit_id != unit.pk or not agency.is_active):
        raise CannotEngage("Cơ quan này không còn hoạt động ở đơn vị.", "owner")
    if person is not None and not may(person, Action.ENGAGEMENT_WORK, unit):
        raise CannotEngage(f"{person} không làm việc ở đơn vị này.", "owner")


def _make(actor: Person, at: datetime, unit: Unit, promise: Promise, **source: object) -> Commitment:
    text, today = tidy(promise.text)[:1000], timezone.localdate(at)
    if not text:
        raise CannotEngage("Anh/chị ghi cam kết làm gì.", "text")
    if not today <= promise.due_date <= today + _LONGEST:
        raise CannotEngage("Anh/chị chọn hạn từ hôm nay, không quá hai năm.", "due_date")
    _require_owner_of(unit, promise.agency, promise.person)
    made = Commitment.objects.create(
        unit=unit, code=new_code(), text=text, origin=tidy(promise.origin)[:200], agency=promise.agency,
        person=promise.person, is_public=promise.is_public, first_due_date=promise.due_date,
        due_date=promise.due_date, made_at=at, made_by=actor, **source,
    )  # fmt: skip
    CommitmentStep.objects.create(commitment=made, move=Move.PROMISE, at=at, by=actor, due_date=made.due_date)
    record(
        actor=actor, at=at, action="commitment.promise", subject=made, unit=unit,
        after={"due_date": made.due_date, "person": str(promise.person or promise.agency)},
    )  # fmt: skip
    return made
