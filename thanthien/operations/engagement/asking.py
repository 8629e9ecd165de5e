"""Writes of questions: sent by a citizen or typed by an official, let through, answered, set aside; and who came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.lib.vietnamese.personal import masked
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.models import Attendance, Dialogue, Question
from thanthien.operations.engagement.states import QUESTIONS
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Neighbourhood

LONGEST, SHORTEST = 3000, 10
AFTER = timedelta(days=7)  # officials still type what was asked on paper


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes in; `client_key` makes sending twice one question."""

    text: str
    client_key: str
    way: str = Question.Way.WEB
    name: str = ""
    phone: str = ""
    neighbourhood: Neighbourhood | None = None
    language: str = "vi"


def takes_questions(dialogue: Dialogue, at: datetime) -> bool:
    """Whether citizens may still send: until the end of its day."""
    return dialogue.state == Dialogue.State.PUBLISHED and dialogue.date >= timezone.localdate(at)


@transaction.atomic
def send_question(*, at: datetime, dialogue: Dialogue, asked: Asked, by: Person | None = None) -> Question:
    """Keep a question with its code. `by`: the official who types it, None where the citizen sends it."""
    if by is not None:
        require(by, Action.ENGAGEMENT_WORK, dialogue.unit)
    text = tidy(asked.text, keep_lines=True)
    if len(text) < SHORTEST:
        raise CannotEngage(_("Ông/bà viết câu hỏi, ít nhất vài chữ."), "text")
    if len(text) > LONGEST:
        raise CannotEngage(_("Câu hỏi dài quá {most} chữ. Ông/bà viết gọn lại.").format(most=LONGEST), "text")
    dialogue = (
        Dialogue.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=dialogue.pk)
    )
    whole = "\0".join((str(dialogue.pk), asked.client_key, text))
    key = hashlib.sha256(whole.encode()).hexdigest()
    known = Question.objects.filter(client_key=key).first()
    if known is not None:
        return known
    if by is None and not takes_questions(dialogue, at):
        raise CannotEngage(
            _("Buổi đối thoại này không còn nhận câu hỏi. Ông/bà gửi phản ánh, kiến nghị ở trang đầu.")
        )
    if by is not None and dialogue.state == Dialogue.State.CANCELLED:
        raise CannotEngage(CHANGED)
    place = asked.neighbourhood
    if place is not None and place.unit_id != dialogue.unit_id:
        raise CannotEngage(_("Ông/bà chọn lại thôn, tổ dân phố."), "neighbourhood")
    made = Question.objects.create(
        dialogue=dialogue, code=new_code(), client_key=key, way=asked.way, text=text, shown_text=masked(text),
        name=tidy(asked.name)[:100], phone=tidy(asked.phone)[:20], neighbourhood=place, language=asked.language,
        received_at=at, received_by=by,
    )  # fmt: skip
    # What was asked and by whom stays in the row alone: audit rows are read by more people and never deleted.
    record(
        actor=by, at=at, action="question.send", subject=made, unit=dialogue.unit, thread=dialogue,
        said_actor="Người dân", after={"channel": made.get_way_display()},
    )  # fmt: skip
    return made


@transaction.atomic
def move_question(
    *, actor: Person, at: datetime, question: Question, move: str, seen: str, text: str = ""
) -> Question:
    """Let through (`text`: what the public reads), answer, set aside, by the table in `states`."""
    unit = question.dialogue.unit
    require(actor, Action.ENGAGEMENT_MANAGE, unit)
    step, words = QUESTIONS.get(move), tidy(text, keep_lines=True)[:5000]
    one = locked_question(question)
    if step is None or move == "promise":
        raise CannotEngage("Anh/chị chọn một việc trong danh sách.")
    if one.state != seen or one.state not in step.allowed:
        raise CannotEngage(CHANGED)
    if step.needs and not words:
        raise CannotEngage(step.needs, "text")
    if move == "answer" and one.dialogue.state != Dialogue.State.HELD:
        raise CannotEngage("Buổi đối thoại chưa tổ chức nên chưa ghi câu trả lời được.")
    one.state = step.to
    if move == "accept":
        one.shown_text, one.answer = words or masked(one.text), ""
    else:
        one.answer, one.settled_at = words, at
    if move != "answer":
        one.settled_at = None
    one.save()
    record(
        actor=actor, at=at, action=f"question.{move}", subject=one, unit=unit, thread=one.dialogue,
        before={"state": seen}, after={"state": one.state},
    )  # fmt: skip
    return one


def locked_question(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("dialogue__unit__parent")
    return rows.get(pk=question.pk)


def attend(*, at: datetime, dialogue: Dialogue, key: str, name: str = "") -> bool:
    """Count a phone at the door once; False where it was counted before. Raises CannotEngage on another day."""
    open_states = (Dialogue.State.PUBLISHED, Dialogue.State.HELD)
    if dialogue.state not in open_states or dialogue.date != timezone.localdate(at):
        raise CannotEngage(_("Trang này chỉ điểm danh trong ngày đối thoại."))
    try:
        with transaction.atomic():
            Attendance.objects.create(
                dialogue=dialogue, key=hashlib.sha256(key.encode()).hexdigest(), name=tidy(name)[:100], at=at
            )
    except IntegrityError:
        return False
    return True
