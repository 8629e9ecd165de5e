"""Writes about the work on tasks: moves of a part, officers, notes. The list of tasks: see `editing`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, check_open, require
from thanthien.platform.people.queries import people_in_agency
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency
from thanthien.programme.plans.models import Task, TaskAgency, TaskNote
from thanthien.programme.plans.standing import standing_of
from thanthien.programme.plans.states import STEPS, Move, Step, state_of_task


class CannotChangeTask(Exception):
    """The task is not in a state that allows this. The message is for people, in Vietnamese."""


def lock_task(task_id: int) -> Task:
    """The task as it is now, held until the transaction ends: its parts change one after the other.

    Raises `NotAllowed` where its unit was merged into another since the person was let in.
    """
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("unit__parent", "unit__successor")
        .get(pk=task_id)
    )
    check_open(task.unit)
    return task


@transaction.atomic
def move_part(*, actor: Person, at: datetime, part: TaskAgency, move: Move, remark: str = "") -> TaskAgency:
    """Move a lead's part by the table in `states`; the task's own state follows.

    Acceptance and return go through `evidence.actions.check_part`, which looks at the proof first.
    Raises `CannotChangeTask` (too late, no remark, nothing to do) or `NotAllowed`.
    """
    step = STEPS[move]
    remark = tidy(remark, keep_lines=True)
    task = lock_task(part.task_id)
    part = TaskAgency.objects.select_related("agency").get(pk=part.pk, part=TaskAgency.Part.LEAD)
    part.task = task
    _check_right(actor, part, move, step)
    if task.withdrawn_at:
        raise CannotChangeTask("Nhiệm vụ này đã rút khỏi kế hoạch nên không đổi trạng thái được.")
    if part.state not in step.allowed:
        raise CannotChangeTask(_too_late(task, part, step))
    if step.needs_remark and not remark:
        raise CannotChangeTask("Anh/chị ghi lý do để cơ quan chủ trì biết cần làm gì tiếp.")
    before = part.state
    part.state = step.to
    part.remark = remark
    fields = ["state", "remark"]
    if move is Move.FINISH:
        part.done_at, part.done_by, part.checked_at, part.checked_by = at, actor, None, None
        fields += ["done_at", "done_by", "checked_at", "checked_by"]
    elif step.by_second_person:
        part.checked_at, part.checked_by = at, actor
        fields += ["checked_at", "checked_by"]
    part.save(update_fields=fields)
    record(
        actor=actor,
        at=at,
        action=f"part.{move}",
        subject=part,
        unit=task.unit,
        before={"state": before},
        after={"state": part.state},
        remark=remark,
        thread=task,
    )
    settle_task(task=task, at=at)
    return part


def set_due_date(*, at: datetime, task: Task, day: date) -> None:
    """Give a task that is done once another last day; the caller holds its lock and writes the audit row."""
    task.due_date, task.changed_at = day, at
    task.save(update_fields=["due_date", "changed_at"])


def settle_task(*, task: Task, at: datetime) -> None:
    """Bring the task's state to what its lead parts say. The one place that writes `Task.state`."""
    states = task.agencies.filter(part=TaskAgency.Part.LEAD).values_list("state", flat=True)
    task.state = state_of_task(states)
    task.changed_at = at
    task.save(update_fields=["state", "changed_at"])


def _check_right(actor: Person, part: TaskAgency, move: Move, step: Step) -> None:
    unit = part.task.unit
    standing = standing_of(actor, unit)
    if step.by_second_person or move is Move.REOPEN:
        require(actor, Action.TASK_CHECK, unit)
        if not standing.judges(part):
            raise NotAllowed(
                f"Phần việc của {part.name} do trưởng cơ quan đó, điều phối viên hoặc lãnh đạo kiểm tra."
            )
    else:
        require(actor, Action.TASK_WORK, unit)
        if not standing.does(part):
            raise NotAllowed(f"Phần việc này của {part.name}; anh/chị không thuộc cơ quan đó.")
    if step.by_second_person and part.done_by_id == actor.pk:
        raise NotAllowed("Anh/chị là người báo xong phần việc này nên cần một người khác kiểm tra.")


def _too_late(task: Task, part: TaskAgency, step: Step) -> str:
    last = history_of(task).filter(subject_type=part._meta.label_lower, subject_id=str(part.pk)).first()
    now = f"Phần việc của {part.name} đang ở trạng thái “{part.get_state_display()}”"
    if last is None:
        return f"{now} nên không {step.says} được."
    when = timezone.localtime(last.at).strftime("%H:%M ngày %d/%m/%Y")
    return (
        f"{now}: {last.actor_name} đã đổi lúc {when}. "
        f"Thao tác “{step.says}” chưa được ghi; anh/chị xem lại rồi làm tiếp nếu cần."
    )


@transaction.atomic
def take_task(*, actor: Person, at: datetime, task: Task, agency: Agency) -> TaskAgency:
    """Give a task that names no lead to an agency: its own people take it, the coordinator gives it."""
    task = lock_task(task.pk)
    require(actor, Action.TASK_WORK, task.unit)
    standing = standing_of(actor, task.unit)
    if agency.unit_id != task.unit_id or not (standing.manages or agency.pk in standing.agency_ids):
        raise NotAllowed("Anh/chị chỉ nhận việc được cho cơ quan của mình.")
    lead = task.agencies.select_related("agency").filter(part=TaskAgency.Part.LEAD).first()
    if lead is not None:
        raise CannotChangeTask(f"Nhiệm vụ này đã có cơ quan chủ trì: {lead.name}.")
    part = TaskAgency.objects.create(task=task, agency=agency, part=TaskAgency.Part.LEAD)
    record(
        actor=actor,
        at=at,
        action="part.take",
        subject=part,
        unit=task.unit,
        after={"agency": agency.name},
        thread=task,
    )
    return part


@transaction.atomic
def assign_part(*, actor: Person, at: datetime, part: TaskAgency, assignee: Person | None) -> TaskAgency:
    """Name the officer who does an agency's part; None takes the name away.

    An officer may take a part of the own agency; giving it to others is for its head and the coordinator.
    """
    task = lock_task(part.task_id)
    part = TaskAgency.objects.select_related("agency", "assignee").get(pk=part.pk)
    part.task = task
    require(actor, Action.TASK_WORK, task.unit)
    standing = standing_of(actor, task.unit)
    own = assignee == actor or (assignee is None and part.assignee_id == actor.pk)
    if not standing.does(part) or not (own or standing.leads_people(part)):
        raise NotAllowed("Việc giao người do trưởng cơ quan hoặc điều phối viên làm.")
    if assignee and part.agency and not people_in_agency(part.agency).filter(pk=assignee.pk).exists():
        raise CannotChangeTask(f"{assignee} không làm việc ở {part.agency}.")
    if part.assignee_id == (assignee.pk if assignee else None):
        return part
    before = str(part.assignee or "")
    part.assignee = assignee
    part.save(update_fields=["assignee"])
    record(
        actor=actor,
        at=at,
        action="part.assign",
        subject=part,
        unit=task.unit,
        before={"assignee": before},
        after={"assignee": str(assignee or "")},
        thread=task,
    )
    return part


@transaction.atomic
def add_note(*, actor: Person, at: datetime, task: Task, text: str) -> TaskNote:
    """A note on the task, by people of its agencies (lead or supporting) or those who manage."""
    require(actor, Action.TASK_WORK, task.unit)
    text = tidy(text, keep_lines=True)
    if not text:
        raise CannotChangeTask("Ghi chú còn trống. Anh/chị viết nội dung rồi lưu lại.")
    if not standing_of(actor, task.unit).does_any(task.agencies.all()):
        raise NotAllowed("Ghi chú do các cơ quan chủ trì, phối hợp của nhiệm vụ và điều phối viên viết.")
    note = TaskNote.objects.create(task=task, at=at, by=actor, text=text)
    record(
        actor=actor,
        at=at,
        action="note.add",
        subject=note,
        unit=task.unit,
        after={"text": text},
        thread=task,
    )
    return note
