"""Many tasks given at once: to an agency, to an officer, or to a committee member who watches over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.plans.actions import CannotChangeTask, assign_part, lock_task, take_task
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.steering.models import Charge, CommitteeMember

Doer = Agency | Person | CommitteeMember


class CannotAssign(Exception):
    """Nothing was given. The message is for people, in Vietnamese."""


@dataclass(slots=True)
class Assigned:
    """What became of the tasks: those given now, and a sentence for each that was not."""

    given: list[Task] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def assign_tasks(*, actor: Person, at: datetime, unit: Unit, tasks: Sequence[Task], to: Doer) -> Assigned:
    """Give each task to `to`; one that cannot be given does not hold up the others.

    An agency takes the lead of tasks that name none; an officer does the own agency's part; a committee
    member watches over a task whoever does it.
    """
    require(actor, Action.STEERING_MANAGE, unit)
    if not tasks:
        raise CannotAssign("Anh/chị chọn ít nhất một nhiệm vụ trong bảng.")
    if any(task.unit_id != unit.pk for task in tasks):
        raise CannotAssign("Có nhiệm vụ không thuộc đơn vị này nên chưa giao việc nào.")
    outcome = Assigned()
    for task in tasks:
        try:
            with transaction.atomic():
                _give(actor, at, unit, task, to)
        except CannotChangeTask as refusal:
            outcome.refused.append(f"“{task.title[:80]}”: {refusal}")
        else:
            outcome.given.append(task)
    return outcome


def _give(actor: Person, at: datetime, unit: Unit, task: Task, to: Doer) -> None:
    if task.withdrawn_at is not None:
        raise CannotChangeTask("nhiệm vụ này đã rút khỏi kế hoạch.")
    if isinstance(to, CommitteeMember):
        _charge(actor, at, unit, task, to)
    elif isinstance(to, Agency):
        take_task(actor=actor, at=at, task=task, agency=to)
    else:
        _officer(actor, at, unit, task, to)


def _charge(actor: Person, at: datetime, unit: Unit, task: Task, member: CommitteeMember) -> None:
    if member.committee.unit_id != unit.pk or member.end_date is not None:
        raise CannotChangeTask(f"{member} không còn trong Ban Chỉ đạo.")
    task = lock_task(task.pk)
    charge, made = Charge.objects.get_or_create(
        member=member, task=task, defaults={"given_at": at, "given_by": actor}
    )
    if made:
        record(
            actor=actor, at=at, action="charge.give", subject=charge, unit=unit, thread=task,
            after={"member": str(member)},
        )  # fmt: skip


def _officer(actor: Person, at: datetime, unit: Unit, task: Task, officer: Person) -> None:
    own = agencies_of_person(officer, unit)
    leads = TaskAgency.objects.filter(task=task, part=TaskAgency.Part.LEAD).select_related("agency")
    part = next((lead for lead in leads if lead.agency is None or lead.agency in own), None)
    if part is None and not leads and own:
        part = take_task(actor=actor, at=at, task=task, agency=own[0])
    if part is None:
        led = "; ".join(lead.name for lead in leads) or "chưa có cơ quan nào"
        raise CannotChangeTask(f"cơ quan chủ trì là {led}, {officer} không thuộc cơ quan đó.")
    assign_part(actor=actor, at=at, part=part, assignee=officer)


@transaction.atomic
def take_charge_away(*, actor: Person, at: datetime, charge: Charge) -> None:
    """The member no longer watches over the task."""
    unit = charge.member.committee.unit
    require(actor, Action.STEERING_MANAGE, unit)
    record(
        actor=actor, at=at, action="charge.remove", subject=charge, unit=unit, thread=charge.task,
        before={"member": str(charge.member)},
    )  # fmt: skip
    charge.delete()
