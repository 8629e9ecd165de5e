"""A proof that stands for more: the same file for further tasks, and the new version of one that runs out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import (
    CannotChangeProof,
    Place,
    check_day,
    check_until,
    keep_proof,
    live_proofs,
    place_of,
)
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.actions import lock_task
from thanthien.programme.plans.models import Task

State = Evidence.State


def ties_of(proofs: Iterable[Evidence]) -> dict[int, list[Evidence]]:
    """By proof id: the other proofs of the same tie, withdrawn ones left out. One query."""
    shown = list(proofs)
    roots = {root_of(proof) for proof in shown}
    rows = (
        Evidence.objects.filter(Q(pk__in=roots) | Q(also_of__in=roots))
        .exclude(state=State.WITHDRAWN)
        .select_related("task__criterion")
        .order_by("pk")
    )
    groups: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        groups[root_of(row)].append(row)
    return {
        proof.pk: [row for row in groups[root_of(proof)] if row.pk != proof.pk]
        for proof in shown
        if len(groups[root_of(proof)]) > 1 or groups[root_of(proof)][:1] not in ([], [proof])
    }


def root_of(proof: Evidence) -> int:
    return proof.also_of_id or proof.pk


@transaction.atomic
def tie_proof(*, actor: Person, at: datetime, proof: Evidence, tasks: Sequence[Task]) -> list[Evidence]:
    """Let a proof stand for further tasks too. Each tie is a proof of its own there: checked, withdrawn, scored.

    Raises `NotAllowed` where a task is not the actor's, `CannotChangeProof` where it has the file already.
    """
    if proof.state == State.WITHDRAWN:
        raise CannotChangeProof("Minh chứng này đã rút. Anh/chị khôi phục rồi mới dùng cho nhiệm vụ khác.")
    made = []
    for task in sorted(
        tasks, key=lambda one: one.pk
    ):  # held in one order, so that two people never wait in a ring
        if task.unit_id != proof.unit_id or task.pk == proof.task_id:
            raise CannotChangeProof("Anh/chị chọn nhiệm vụ khác của cùng đơn vị.")
        place = place_of(actor, task, None)
        held = lock_task(task.pk)
        same = {"file": proof.file} if proof.file_id else {"url": proof.url}
        if live_proofs(held).filter(**same).exists():
            raise CannotChangeProof(f"Nhiệm vụ “{task.title}” đã có tệp hoặc đường dẫn này.")
        made.append(
            keep_proof(
                actor,
                at,
                place,
                kind=proof.kind,
                title=proof.title,
                file=proof.file,
                filename=proof.filename,
                url=proof.url,
                effective_date=proof.effective_date,
                valid_until=proof.valid_until,
                taken_at=proof.taken_at,
                also_of_id=root_of(proof),
            )
        )
    return made


def renew_proof(
    *,
    actor: Person,
    at: datetime,
    proof: Evidence,
    upload: UploadedFile[Any],
    effective_date: date,
    valid_until: date | None,
) -> Evidence:
    """The new version of a proof that runs out, linked to the old one, which stays as it was accepted.

    Raises `CannotChangeProof` where it was renewed already, or the new one does not reach further.
    """
    place = place_of(actor, proof.task, proof.part)
    check_day(effective_date, at, proof.task)
    check_until(valid_until, effective_date)
    if proof.valid_until is None:
        raise CannotChangeProof("Minh chứng này không có thời hạn nên không cần gia hạn.")
    if valid_until is not None and valid_until <= proof.valid_until:
        raise CannotChangeProof("Bản mới cần có hiệu lực dài hơn bản cũ.")
    try:
        file = keep_upload(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotChangeProof(str(refusal)) from refusal
    name = sent_name(upload)
    days = {"effective_date": effective_date, "valid_until": valid_until}
    kind = Evidence.Kind.PICTURE if file.is_picture else Evidence.Kind.DOCUMENT
    return _keep_renewal(actor, at, place, proof, kind=kind, file=file, filename=name, **days)


@transaction.atomic
def _keep_renewal(actor: Person, at: datetime, place: Place, proof: Evidence, **fields: Any) -> Evidence:
    task = lock_task(proof.task_id)
    if renewals_of([proof]):
        raise CannotChangeProof("Minh chứng này đã có bản gia hạn.")
    if live_proofs(task).filter(file=fields["file"]).exists():
        raise CannotChangeProof("Tệp này đã có trong nhiệm vụ. Anh/chị chọn tệp của bản mới.")
    return keep_proof(actor, at, place, title=proof.title, renews=proof, **fields)


def renewals_of(proofs: Iterable[Evidence]) -> dict[int, Evidence]:
    """By proof id: the version that renews it. One query."""
    rows = Evidence.objects.filter(renews__in=[proof.pk for proof in proofs])
    return {
        row.renews_id: row
        for row in rows.exclude(state__in=(State.WITHDRAWN, State.RETURNED))
        if row.renews_id is not None
    }
