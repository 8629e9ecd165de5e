"""The second person: accepts or returns a proof, or a part with all its proof, exactly as seen.

What was on the checker's screen travels as a short mark (`version_of_…`). When anything changed since,
nothing is written and the checker is told who changed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.actions import CannotChangeProof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.states import STEPS, Move
from thanthien.programme.plans.actions import lock_task, move_part
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.standing import standing_of
from thanthien.programme.plans.states import Move as PartMove

State = Evidence.State
_MARK = 16  # hex digits: enough that two states of one proof never share a mark


def version_of_proof(proof: Evidence) -> str:
    """A mark of the exact bytes (or address), title, days and state that a person looks at."""
    said = f"{proof.content_mark}\x1f{proof.state}"
    return hashlib.sha256(said.encode()).hexdigest()[:_MARK]


def version_of_part(part: TaskAgency, proofs: Iterable[Evidence]) -> str:
    """A mark of a part's state with all the proof brought for it."""
    marks = sorted(version_of_proof(proof) for proof in proofs_of_part(part, proofs))
    done = str(part.done_at.timestamp()) if part.done_at else ""
    said = "\x1f".join((str(part.pk), part.state, done, *marks))
    return hashlib.sha256(said.encode()).hexdigest()[:_MARK]


def proofs_of_part(part: TaskAgency, proofs: Iterable[Evidence]) -> list[Evidence]:
    """Of a task's proofs, those brought for this part or for all leads, withdrawn ones left out."""
    return [p for p in proofs if p.part_id in (part.pk, None) and p.state != State.WITHDRAWN]


@transaction.atomic
def check_proof(
    *, actor: Person, at: datetime, proof: Evidence, move: Move, seen: str, remark: str = ""
) -> Evidence:
    """Accept or return one proof. `seen` is `version_of_proof` of what the person looked at."""
    task = lock_task(proof.task_id)
    fresh = Evidence.objects.select_related("file", "added_by", "part__agency").get(pk=proof.pk, task=task)
    fresh.task = task
    require(actor, Action.TASK_CHECK, task.unit)
    check_judge(actor, task, fresh)
    step, remark = STEPS[move], tidy(remark, keep_lines=True)
    if fresh.state not in step.allowed or version_of_proof(fresh) != seen:
        raise CannotChangeProof(_changed_since(task, fresh))
    if step.needs_remark and not remark:
        raise CannotChangeProof("Anh/chị ghi lý do trả lại để người thêm minh chứng biết cần sửa gì.")
    _settle(actor, at, fresh, move, remark)
    return fresh


@transaction.atomic
def check_part(
    *, actor: Person, at: datetime, part: TaskAgency, move: PartMove, seen: str, remark: str = ""
) -> TaskAgency:
    """Accept a part with all its waiting proof, or return it. `seen` is `version_of_part` as looked at."""
    task = lock_task(part.task_id)
    part = TaskAgency.objects.select_related("agency").get(pk=part.pk)
    proofs = list(Evidence.objects.filter(task=task).select_related("file", "added_by"))
    own = proofs_of_part(part, proofs)
    waiting = [proof for proof in own if proof.state == State.WAITING]
    if any(proof.added_by_id == actor.pk for proof in waiting):
        raise NotAllowed(
            "Trong phần việc này có minh chứng do chính anh/chị thêm nên cần một người khác kiểm tra."
        )
    if part.state == Task.State.DONE and version_of_part(part, proofs) != seen:
        raise CannotChangeProof(_changed_since(task, part))
    moved = move_part(actor=actor, at=at, part=part, move=move, remark=remark)
    if move is PartMove.ACCEPT:
        for proof in waiting:
            proof.task = task
            if proof.part_id is None and not _last_lead(part):
                continue  # stands for the other leads too: their check comes first
            _settle(actor, at, proof, Move.ACCEPT, "")
    return moved


def _last_lead(part: TaskAgency) -> bool:
    others = TaskAgency.objects.filter(task_id=part.task_id, part=TaskAgency.Part.LEAD).exclude(pk=part.pk)
    return not others.exclude(state=Task.State.ACCEPTED).exists()


def check_judge(actor: Person, task: Task, proof: Evidence) -> None:
    """Raise `NotAllowed` unless the person may decide about this proof: it is somebody else's, of their agency."""
    standing = standing_of(actor, task.unit)
    leads = task.agencies.select_related("agency").filter(part=TaskAgency.Part.LEAD)
    parts = [proof.part] if proof.part else list(leads)
    if not standing.manages and not any(standing.judges(part) for part in parts):
        raise NotAllowed("Minh chứng do trưởng cơ quan chủ trì, điều phối viên hoặc lãnh đạo kiểm tra.")
    if proof.added_by_id == actor.pk:
        raise NotAllowed("Anh/chị là người thêm minh chứng này nên cần một người khác kiểm tra.")


def _settle(actor: Person, at: datetime, proof: Evidence, move: Move, remark: str) -> None:
    before, proof.state = proof.state, STEPS[move].to
    proof.checked_at, proof.checked_by, proof.remark = at, actor, remark
    proof.accepted_mark = proof.content_mark if proof.state == State.ACCEPTED else ""
    proof.save(update_fields=["state", "checked_at", "checked_by", "remark", "accepted_mark"])
    record(
        actor=actor,
        at=at,
        action=f"proof.{move}",
        subject=proof,
        unit=proof.task.unit,
        before={"state": before},
        after={
            "state": proof.state,
            "title": proof.title,
            "effective_date": proof.effective_date,
            "valid_until": proof.valid_until,
            "sha256": proof.file.sha256 if proof.file else "",
            "url": proof.url,
        },
        remark=remark,
        thread=proof.task,
    )


def _changed_since(task: Task, thing: Evidence | TaskAgency) -> str:
    entries = history_of(task)
    if isinstance(thing, Evidence):
        entries = entries.filter(subject_type=thing._meta.label_lower, subject_id=str(thing.pk))
        what = f"Minh chứng “{thing.title}” nay ở trạng thái “{thing.get_state_display()}”"
    else:
        what = f"Phần việc của {thing.name} hoặc minh chứng của phần này đã thay đổi từ khi anh/chị mở trang"
    last = entries.first()
    who = ""
    if last is not None:
        who = f": {last.actor_name}, lúc {timezone.localtime(last.at).strftime('%H:%M ngày %d/%m/%Y')}"
    return f"{what}{who}. Kết quả kiểm tra của anh/chị chưa được ghi; anh/chị xem bản mới rồi quyết định."
