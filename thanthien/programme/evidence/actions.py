"""Writes of proof: added as files or links, corrected, withdrawn, brought back. Checks: see `checking`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.states import STEPS, Move
from thanthien.programme.plans.actions import lock_task, move_part
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.standing import standing_of
from thanthien.programme.plans.states import Move as PartMove

State = Evidence.State


class CannotChangeProof(Exception):
    """The proof cannot be taken or changed. The message is for people, in Vietnamese."""


@dataclass(slots=True)
class Added:
    """What became of each file of one request; all but `kept` are sentences for the person.

    `doubts` tell of pictures kept under another day than the one they were taken on.
    """

    kept: list[Evidence] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A task and the lead's part that a proof is brought for; no part: for all leads."""

    task: Task
    part: TaskAgency | None


def add_files(
    *,
    actor: Person,
    at: datetime,
    task: Task,
    uploads: Sequence[UploadedFile[Any]],
    part: TaskAgency | None = None,
    title: str = "",
    effective_date: date | None = None,
    valid_until: date | None = None,
) -> Added:
    """Keep each file as a proof of its own; a refused file does not hold up the others.

    Without `effective_date` a picture takes the day it was taken, everything else today. Without `part` the
    proof stands for the actor's own lead agency, or for all leads where that is not one.
    """
    place = place_of(actor, task, part)
    check_day(effective_date, at, task)
    check_until(valid_until, effective_date or timezone.localdate(at))
    added = Added()
    title = tidy(title)
    for number, upload in enumerate(uploads, start=1):
        name = sent_name(upload)
        try:
            file = keep_upload(upload=upload, at=at)
        except CannotKeepFile as refusal:
            added.refused.append(f"“{name}” chưa được nhận. {refusal}")
            continue
        said = title or tidy(PurePath(name).stem) or name
        if title and len(uploads) > 1:
            said = f"{title} ({number}/{len(uploads)})"
        proof = _add_file(actor, at, place, file, name, said[:300], (effective_date, valid_until), added)
        if proof is not None and proof.day_doubt:
            added.doubts.append(f"“{proof.title}”: {proof.day_doubt} Anh/chị sửa ngày nếu ghi nhầm.")
    return added


@transaction.atomic
def _add_file(
    actor: Person,
    at: datetime,
    place: Place,
    file: StoredFile,
    filename: str,
    title: str,
    days: tuple[date | None, date | None],
    added: Added,
) -> Evidence | None:
    """`days`: when it happened, until when it is good."""
    task = lock_task(place.task.pk)
    known = live_proofs(task).filter(file=file).select_related("added_by").first()
    if known is not None:
        added.repeated.append(
            f"“{filename}” đã có trong nhiệm vụ này (“{known.title}”, {known.added_by} thêm ngày "
            f"{date_vi(timezone.localdate(known.added_at))}), nên không thêm lần nữa."
        )
        return None
    kind = Evidence.Kind.PICTURE if file.is_picture else Evidence.Kind.DOCUMENT
    day = days[0] or _day_taken(file, at, task)
    said = {"kind": kind, "title": title, "effective_date": day, "valid_until": days[1]}
    added.kept.append(keep_proof(actor, at, place, file=file, filename=filename, **said))
    return added.kept[-1]


@transaction.atomic
def add_link(
    *,
    actor: Person,
    at: datetime,
    task: Task,
    url: str,
    part: TaskAgency | None = None,
    title: str = "",
    effective_date: date | None = None,
    valid_until: date | None = None,
) -> Evidence:
    """Keep an address (http or https alone) as proof. Raises `CannotChangeProof`."""
    place = place_of(actor, task, part)
    check_day(effective_date, at, task)
    url = url.strip()
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 500:
        raise CannotChangeProof(
            "Đường dẫn cần bắt đầu bằng http:// hoặc https:// và không dài quá 500 ký tự."
        )
    task = lock_task(task.pk)
    known = live_proofs(task).filter(url=url).select_related("added_by").first()
    if known is not None:
        raise CannotChangeProof(
            f"Đường dẫn này đã có trong nhiệm vụ (“{known.title}”, {known.added_by} thêm)."
        )
    said = tidy(title)[:300] or f"{parts.hostname}{parts.path}"[:300]
    day = effective_date or timezone.localdate(at)
    check_until(valid_until, day)
    days = {"effective_date": day, "valid_until": valid_until}
    return keep_proof(actor, at, place, kind=Evidence.Kind.LINK, title=said, url=url, **days)


@transaction.atomic
def hand_in_part(*, actor: Person, at: datetime, part: TaskAgency, remark: str = "") -> TaskAgency:
    """Say that a part is done. Without any proof the person says why none is needed."""
    lock_task(part.task_id)
    brought = Evidence.objects.filter(Q(part=part) | Q(part=None), task=part.task_id)
    if not tidy(remark) and not brought.filter(state__in=[State.WAITING, State.ACCEPTED]).exists():
        raise CannotChangeProof(
            "Phần việc này chưa có minh chứng. Anh/chị thêm minh chứng, hoặc ghi vào ô lý do vì sao không cần."
        )
    return move_part(actor=actor, at=at, part=part, move=PartMove.FINISH, remark=remark)


@transaction.atomic
def change_proof(
    *,
    actor: Person,
    at: datetime,
    proof: Evidence,
    title: str,
    effective_date: date,
    valid_until: date | None = None,
) -> Evidence:
    """Correct the title or the days, until the proof is accepted."""
    proof = own_proof(actor, proof)
    check_day(effective_date, at, proof.task)
    if proof.state not in (State.WAITING, State.RETURNED):
        raise CannotChangeProof(
            f"Minh chứng đang ở trạng thái “{proof.get_state_display()}” nên không sửa được."
        )
    check_until(valid_until, effective_date)
    changes = {
        "title": tidy(title)[:300] or proof.title,
        "effective_date": effective_date,
        "valid_until": valid_until,
    }
    before, after = differences(proof, changes)
    if after:
        for name, value in changes.items():
            setattr(proof, name, value)
        proof.save(update_fields=list(changes))
        record_proof(actor, at, "change", proof, before=before, after=after)
    return proof


@transaction.atomic
def withdraw_proof(*, actor: Person, at: datetime, proof: Evidence) -> Evidence:
    """Take a proof back before it is accepted. It stays on record; `restore_proof` undoes this."""
    return _move_own(actor, at, proof, Move.WITHDRAW)


@transaction.atomic
def restore_proof(*, actor: Person, at: datetime, proof: Evidence) -> Evidence:
    return _move_own(actor, at, proof, Move.RESTORE)


def _move_own(actor: Person, at: datetime, proof: Evidence, move: Move) -> Evidence:
    proof = own_proof(actor, proof)
    step = STEPS[move]
    if proof.state not in step.allowed:
        raise CannotChangeProof(
            f"Minh chứng “{proof.title}” đang ở trạng thái “{proof.get_state_display()}” nên không làm bước này được."
        )
    if move is Move.RESTORE and live_proofs(proof.task).filter(file=proof.file, url=proof.url).exists():
        raise CannotChangeProof("Tệp hoặc đường dẫn này đã được thêm lại vào nhiệm vụ; không cần khôi phục.")
    before, proof.state = proof.state, step.to
    proof.save(update_fields=["state"])
    record_proof(actor, at, str(move), proof, before={"state": before}, after={"state": proof.state})
    return proof


def own_proof(actor: Person, proof: Evidence) -> Evidence:
    """The proof as it is now, with its task held; only for who added it, or who manages tasks."""
    lock_task(proof.task_id)
    fresh = Evidence.objects.select_related("task__unit__parent", "added_by", "file").get(pk=proof.pk)
    require(actor, Action.TASK_WORK, fresh.task.unit)
    if fresh.added_by_id != actor.pk and not standing_of(actor, fresh.task.unit).manages:
        raise NotAllowed(
            f"Minh chứng này do {fresh.added_by} thêm; người đó hoặc điều phối viên mới sửa, rút được."
        )
    return fresh


def live_proofs(task: Task) -> QuerySet[Evidence]:
    return Evidence.objects.filter(task=task).exclude(state=State.WITHDRAWN)


def place_of(actor: Person, task: Task, part: TaskAgency | None) -> Place:
    """Where a new proof of this person belongs. Raises `NotAllowed`, `CannotChangeProof`."""
    require(actor, Action.TASK_WORK, task.unit)
    if task.withdrawn_at:
        raise CannotChangeProof("Nhiệm vụ này đã rút khỏi kế hoạch nên không nhận thêm minh chứng.")
    standing = standing_of(actor, task.unit)
    leads = list(task.agencies.select_related("agency").filter(part=TaskAgency.Part.LEAD))
    if not standing.does_any(leads):
        raise NotAllowed("Minh chứng do cơ quan chủ trì nhiệm vụ hoặc điều phối viên thêm.")
    if part is None:
        own = [lead for lead in leads if lead.agency_id in standing.agency_ids]
        candidates = own if own and not standing.manages else leads
        return Place(task, candidates[0] if len(candidates) == 1 else None)
    if part.pk not in {lead.pk for lead in leads}:
        raise CannotChangeProof("Cơ quan được chọn không chủ trì nhiệm vụ này.")
    if not standing.does(part):
        raise NotAllowed(f"Anh/chị không thuộc {part.name}.")
    return Place(task, part)


def check_day(day: date | None, at: datetime, task: Task) -> None:
    if day is None:
        return
    if day > timezone.localdate(at):
        raise CannotChangeProof("Ngày diễn ra không thể sau ngày hôm nay.")
    if day.year < task.year - 1:
        raise CannotChangeProof(
            f"Ngày diễn ra cách xa năm {task.year} của kế hoạch. Anh/chị kiểm tra lại năm."
        )


def check_until(until: date | None, day: date) -> None:
    """Raise `CannotChangeProof` where a proof would end before it begins."""
    if until is not None and until < day:
        raise CannotChangeProof("Ngày hết hiệu lực không thể trước ngày diễn ra.")


def _day_taken(file: StoredFile, at: datetime, task: Task) -> date:
    """The day in the picture when a camera with a set clock took it this plan year; else today."""
    today = timezone.localdate(at)
    taken = timezone.localdate(file.taken_at) if file.taken_at else None
    return taken if taken and taken <= today and taken.year == task.year else today


def keep_proof(actor: Person, at: datetime, place: Place, **fields: Any) -> Evidence:
    """Write one proof, with its task held, and begin the actor's own part. For the actions of this room."""
    proof = Evidence.objects.create(
        unit=place.task.unit,
        task=place.task,
        part=place.part,
        agency=place.part.agency if place.part else None,
        added_at=at,
        added_by=actor,
        **fields,
    )
    after = {
        "kind": proof.kind,
        "effective_date": proof.effective_date,
        "valid_until": proof.valid_until,
        "filename": proof.filename,
        "sha256": proof.file.sha256 if proof.file else "",
        "url": proof.url,
    }
    record_proof(actor, at, "add", proof, after=after)
    leads = TaskAgency.objects.filter(task=place.task, part=TaskAgency.Part.LEAD, state=Task.State.OPEN)
    for lead in leads.filter(pk=place.part.pk) if place.part else leads:
        if standing_of(actor, place.task.unit).does(lead):
            move_part(actor=actor, at=at, part=lead, move=PartMove.START)
    return proof


def record_proof(actor: Person, at: datetime, action: str, proof: Evidence, **rest: Any) -> None:
    record(
        actor=actor,
        at=at,
        action=f"proof.{action}",
        subject=proof,
        unit=proof.task.unit,
        thread=proof.task,
        **rest,
    )
