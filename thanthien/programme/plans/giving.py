"""Tasks that leaders give beside the plan: who, what, by when, from whom, on which document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.planreader.timing import parse_timing
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, people_who_may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.models import Plan, Task, TaskAgency

GROUP = "Nhiệm vụ đột xuất do lãnh đạo giao"


@dataclass(frozen=True, slots=True)
class GivenFields:
    """`agency` or `officer` (or both) does it; `given_by` is the leader, None where the giver is meant."""

    title: str
    due_date: date
    agency: Agency | None = None
    officer: Person | None = None
    given_by: Person | None = None
    document_number: str = ""
    product: str = ""
    criterion: Criterion | None = None


@transaction.atomic
def give_task(*, actor: Person, at: datetime, unit: Unit, fields: GivenFields) -> Task:
    """A task at the end of this year's list, done and accepted like every other. Raises `CannotChangeTask`."""
    require(actor, Action.TASK_MANAGE, unit)
    today = timezone.localdate(at)
    plan = Plan.objects.select_for_update().filter(unit=unit, year=today.year, replaced_by=None).first()
    if plan is None:
        raise CannotChangeTask(
            f"Năm {today.year} chưa có kế hoạch. Anh/chị nhập kế hoạch trước rồi giao việc."
        )
    title = tidy(fields.title)
    if not title:
        raise CannotChangeTask("Anh/chị ghi nội dung công việc cần làm.")
    if fields.due_date < today:
        raise CannotChangeTask("Hạn hoàn thành không thể trước ngày hôm nay.")
    if fields.given_by and not people_who_may(Action.TASK_MANAGE, unit).filter(pk=fields.given_by.pk):
        raise CannotChangeTask(f"{fields.given_by} không phải người giao việc của {unit.full_name}.")
    agency, group_name = _doer(unit, fields)
    timing = f"Đến ngày {date_vi(fields.due_date)}"
    rule = parse_timing(timing)
    last = Task.objects.filter(unit=unit, year=plan.year).aggregate(last=Max("position"))["last"] or 0
    task = Task.objects.create(
        unit=unit, plan=plan, year=plan.year, position=last + 1, group=GROUP, title=title,
        product=tidy(fields.product), timing=timing, timing_rule=rule.as_json() if rule else None,
        due_date=fields.due_date, criterion=fields.criterion, is_ad_hoc=True,
        given_by=fields.given_by or actor, document_number=tidy(fields.document_number)[:60],
        created_at=at, changed_at=at,
    )  # fmt: skip
    part = TaskAgency.objects.create(
        task=task, agency=agency, group_name=group_name, part=TaskAgency.Part.LEAD, assignee=fields.officer
    )
    record(
        actor=actor, at=at, action="task.give", subject=task, unit=unit,
        after={
            "title": title, "due_date": fields.due_date, "lead": part.name,
            "assignee": str(fields.officer or ""), "given_by": str(task.given_by),
            "document_number": task.document_number,
        },
    )  # fmt: skip
    return task


def _doer(unit: Unit, fields: GivenFields) -> tuple[Agency | None, str]:
    """(the agency, or the words that stand for a person outside all agencies)."""
    agency, officer = fields.agency, fields.officer
    if agency is not None and agency.unit_id != unit.pk:
        raise CannotChangeTask("Cơ quan được chọn không thuộc đơn vị này.")
    if officer is None:
        if agency is None:
            raise CannotChangeTask("Anh/chị chọn cơ quan hoặc người được giao.")
        return agency, ""
    if not people_who_may(Action.TASK_WORK, unit).filter(pk=officer.pk).exists():
        raise CannotChangeTask(f"{officer} không còn nhận việc ở {unit.full_name}.")
    own = agencies_of_person(officer, unit)
    if agency is not None and agency not in own:
        raise CannotChangeTask(f"{officer} không làm việc ở {agency}.")
    if own:
        return agency or own[0], ""
    return None, officer.full_name
