"""What is heard on a visit becomes a report; visits, dialogues and what was settled become evidence of their tasks.

Which criteria they prove stands in `data/engagement.yaml`, by criteria set; each proof waits for a second person.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.engagement.committing import locked_heard
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import Commitment, Dialogue, FieldVisit, Heard
from thanthien.operations.engagement.papers import minutes_paper
from thanthien.operations.engagement.visiting import tie_report
from thanthien.operations.feedback.guessing import guess_category
from thanthien.operations.feedback.intake import Incoming, Received, receive_report
from thanthien.operations.feedback.models import Channel
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.plans.models import Task
from thanthien.workflows.proving import Proof, Proven, bring, tasks_of_criteria


@transaction.atomic
def report_heard(*, actor: Person, at: datetime, heard: Heard) -> tuple[Heard, Received]:
    """One press: what was heard comes in as a report of its own, tied both ways; pressed twice it is one report.

    Raises `CannotReceive`, `CannotEngage`, `NotAllowed`.
    """
    one = locked_heard(heard)
    visit = one.visit
    received = receive_report(
        at=at, unit=visit.unit, by=actor,
        incoming=Incoming(
            text=f"{one.text}\n\n(Nghe được khi lãnh đạo xuống {visit.neighbourhood} ngày {date_vi(visit.date)}.)",
            category=guess_category(one.text), channel=Channel.WALK_IN, client_key=f"heard:{one.pk}",
            place=str(visit.neighbourhood), neighbourhood=visit.neighbourhood, is_anonymous=True,
        ),
    )  # fmt: skip
    return tie_report(actor=actor, at=at, heard=one, report_code=received.report.code), received


def tasks_proven(unit: Unit, what: str, day: date) -> list[Task]:
    """The tasks of the year that a "visit", a "dialogue", an "unplanned" one or what was "settled" proves."""
    adoption = adoption_of(unit, day.year)
    if adoption is None:
        return []
    key = definition().criteria.get(adoption.criteria_set.code, {}).get(what, "")
    return tasks_of_criteria(unit, day.year, [key]) if key else []


def prove_visit(*, actor: Person, at: datetime, visit: FieldVisit) -> Proven:
    """The pictures of a visit, handed in with its task; again changes nothing."""
    if not may(actor, Action.TASK_WORK, visit.unit):
        return Proven()
    tasks = tasks_proven(visit.unit, "visit", visit.date)
    told = Proven()
    for number, one in enumerate(visit.photos.select_related("file").order_by("pk"), 1):
        title = f"{visit.leader} xuống {visit.neighbourhood} ngày {date_vi(visit.date)}"
        suffix = one.file.media_type.rpartition("/")[2].replace("jpeg", "jpg")
        name = f"xuong-co-so-{visit.date:%Y%m%d}-{visit.pk}-{number}.{suffix}"
        done = bring(actor, at, tasks, Proof(title[:300], visit.date, one.file, name))
        told = Proven((*told.made, *done.made), (*told.known, *done.known), (*told.why, *done.why))
    return told


def prove_dialogue(*, actor: Person, at: datetime, dialogue: Dialogue) -> Proven:
    """The minutes of a dialogue that was held, handed in with the tasks it serves."""
    if dialogue.state != Dialogue.State.HELD or not may(actor, Action.TASK_WORK, dialogue.unit):
        return Proven()
    what = "unplanned" if dialogue.kind == Dialogue.Kind.UNPLANNED else "dialogue"
    tasks = tasks_proven(dialogue.unit, what, dialogue.date)
    if not tasks:
        return Proven()
    file = keep_file(data=write_docx(minutes_paper(dialogue)), at=at)
    title = f"Biên bản: {dialogue.title}"[:300]
    name = f"bien-ban-doi-thoai-{dialogue.date:%Y%m%d}.docx"
    return bring(actor, at, tasks, Proof(title, dialogue.date, file, name))


def prove_commitment(*, actor: Person, at: datetime, commitment: Commitment) -> Proven:
    """The proof of a commitment that came out of a dialogue and is settled; without a file its public page."""
    is_of_dialogue = commitment.dialogue_id is not None and commitment.settled_at is not None
    if not is_of_dialogue or not may(actor, Action.TASK_WORK, commitment.unit):
        return Proven()
    assert commitment.settled_at is not None
    day = timezone.localdate(commitment.settled_at)
    tasks = tasks_proven(commitment.unit, "settled", day)
    title = f"Giải quyết kiến nghị sau đối thoại: {commitment.shown_text}"[:300]
    if commitment.proof is not None:
        proof = Proof(title, day, commitment.proof, commitment.proof_name or "minh-chung")
    elif commitment.is_public:
        address = f"{settings.SITE_URL}/{commitment.unit.code}/commitments/{commitment.code}/"
        proof = Proof(title, day, url=address)
    else:
        return Proven()
    return bring(actor, at, tasks, proof)
