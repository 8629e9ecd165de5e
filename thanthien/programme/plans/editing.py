"""Tasks written by hand: added to the plan in force, changed, withdrawn and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from thanthien.lib.planreader.timing import parse_timing
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.plans.actions import CannotChangeTask, lock_task, settle_task
from thanthien.programme.plans.models import Plan, Task, TaskAgency
from thanthien.programme.plans.timing_words import due_date

Part = TaskAgency.Part


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What a person says of a task. Groups ("các cơ quan, đơn vị có liên quan") stand beside agencies."""

    title: str
    group: str = ""
    no: str = ""
    product: str = ""
    timing: str = ""
    criterion: Criterion | None = None
    leads: tuple[Agency, ...] = ()
    lead_group: str = ""
    supports: tuple[Agency, ...] = ()
    support_group: str = ""


@transaction.atomic
def add_task(*, actor: Person, at: datetime, unit: Unit, year: int, fields: TaskFields) -> Task:
    """A new row at the end of its group in the plan in force."""
    require(actor, Action.TASK_MANAGE, unit)
    plan = Plan.objects.select_for_update().filter(unit=unit, year=year, replaced_by=None).first()
    if plan is None:
        raise CannotChangeTask(f"Năm {year} chưa có kế hoạch. Anh/chị nhập kế hoạch trước rồi thêm nhiệm vụ.")
    rows = Task.objects.filter(plan=plan)
    last = rows.filter(group=fields.group).order_by("-position").first() or rows.order_by("-position").first()
    position = last.position + 1 if last else 1
    rows.filter(position__gte=position).update(position=F("position") + 1)
    task = Task(unit=unit, plan=plan, year=year, position=position, created_at=at, changed_at=at)
    for name, value in _columns(fields, year).items():
        setattr(task, name, value)
    task.parent = last.parent if last and last.group == fields.group else None
    task.save()
    _set_parts(task, fields)
    record(
        actor=actor,
        at=at,
        action="task.add",
        subject=task,
        unit=unit,
        after={"title": task.title, "timing": task.timing, **_parts_said(task)},
    )
    return task


@transaction.atomic
def change_task(*, actor: Person, at: datetime, task: Task, fields: TaskFields) -> Task:
    """Correct a task. An agency that has begun its part cannot be taken off: its work would be lost."""
    task = lock_task(task.pk)
    require(actor, Action.TASK_MANAGE, task.unit)
    columns = _columns(fields, task.year)
    before, after = differences(task, columns)
    parts_before = _parts_said(task)
    for name, value in columns.items():
        setattr(task, name, value)
    task.changed_at = at
    task.save()
    _set_parts(task, fields)
    parts_after = _parts_said(task)
    before |= {k: v for k, v in parts_before.items() if parts_after[k] != v}
    after |= {k: v for k, v in parts_after.items() if parts_before[k] != v}
    if after:
        settle_task(task=task, at=at)
        record(
            actor=actor,
            at=at,
            action="task.change",
            subject=task,
            unit=task.unit,
            before=before,
            after=after,
        )
    return task


@transaction.atomic
def withdraw_task(*, actor: Person, at: datetime, task: Task, reason: str) -> Task:
    """Take a task out of the plan. Its proof and history stay; `restore_task` brings it back."""
    task = lock_task(task.pk)
    require(actor, Action.TASK_MANAGE, task.unit)
    reason = tidy(reason, keep_lines=True)
    if not reason:
        raise CannotChangeTask("Anh/chị ghi lý do rút nhiệm vụ.")
    if task.withdrawn_at is None:
        task.withdrawn_at = task.changed_at = at
        task.save(update_fields=["withdrawn_at", "changed_at"])
        record(actor=actor, at=at, action="task.withdraw", subject=task, unit=task.unit, remark=reason)
    return task


@transaction.atomic
def restore_task(*, actor: Person, at: datetime, task: Task) -> Task:
    task = lock_task(task.pk)
    require(actor, Action.TASK_MANAGE, task.unit)
    if task.withdrawn_at is not None:
        task.withdrawn_at, task.changed_at = None, at
        task.save(update_fields=["withdrawn_at", "changed_at"])
        record(actor=actor, at=at, action="task.restore", subject=task, unit=task.unit)
    return task


def _columns(fields: TaskFields, year: int) -> dict[str, object]:
    title, timing = tidy(fields.title), tidy(fields.timing)
    if not title:
        raise CannotChangeTask("Nhiệm vụ cần có nội dung.")
    rule = parse_timing(timing) if timing else None
    return {
        "title": title,
        "group": tidy(fields.group),
        "no": tidy(fields.no),
        "product": tidy(fields.product),
        "timing": timing,
        "timing_rule": rule.as_json() if rule else None,
        "due_date": due_date(rule, year),
        "criterion": fields.criterion,
    }


def _set_parts(task: Task, fields: TaskFields) -> None:
    wanted: list[tuple[str, Agency | None, str]] = []
    named: tuple[tuple[str, tuple[Agency, ...], str], ...] = (
        (Part.LEAD, fields.leads, fields.lead_group),
        (Part.SUPPORT, fields.supports, fields.support_group),
    )
    for part, agencies, group in named:
        if any(agency.unit_id != task.unit_id for agency in agencies):
            raise CannotChangeTask("Cơ quan được chọn không thuộc đơn vị này.")
        wanted += [(part, agency, "") for agency in dict.fromkeys(agencies)]
        wanted += [(part, None, tidy(group))] if tidy(group) else []
    there = {(p.part, p.agency_id, p.group_name): p for p in task.agencies.select_related("agency")}
    keys = [(part, agency.pk if agency else None, group) for part, agency, group in wanted]
    for key, row in there.items():
        if key in keys:
            continue
        if row.state != Task.State.OPEN:
            raise CannotChangeTask(
                f"{row.name} đã bắt đầu phần việc của mình nên không bỏ khỏi nhiệm vụ được. Các sửa đổi chưa được lưu."
            )
        row.delete()
    for position, (key, (part, agency, group)) in enumerate(zip(keys, wanted, strict=True)):
        known = there.get(key)
        if known is None:
            TaskAgency.objects.create(
                task=task, agency=agency, group_name=group, part=part, position=position
            )
        elif known.position != position:
            known.position = position
            known.save(update_fields=["position"])


def _parts_said(task: Task) -> dict[str, str]:
    said: dict[str, list[str]] = {Part.LEAD: [], Part.SUPPORT: []}
    for part in task.agencies.select_related("agency"):
        said[part.part].append(part.name)
    return {part: "; ".join(names) for part, names in said.items()}
