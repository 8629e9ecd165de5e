"""A plan comes into force: its data, its legal bases, its tasks and who leads them, in one step.

An amended plan keeps the tasks it still holds, with their proof, states and people; tasks that are
gone are withdrawn, never deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from thanthien.lib.planreader import TimingRule
from thanthien.lib.vietnamese import search_key
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.plans.models import LegalBasis, Plan, Task, TaskAgency
from thanthien.programme.plans.states import state_of_task
from thanthien.programme.plans.timing_words import due_date

Part = TaskAgency.Part


class CannotAcceptPlan(Exception):
    """The plan cannot come into force; nothing was changed. The message is for people."""


@dataclass(frozen=True, slots=True)
class BasisFacts:
    """One legal basis. `issued_date` is ISO and may be partial."""

    kind: str = ""
    number: str = ""
    issued_date: str = ""
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says of itself; fields as in `Plan`."""

    title: str
    number: str = ""
    issued_date: str = ""
    years: list[int] = field(default_factory=list)
    is_open_ended: bool = False
    signer: str = ""
    signer_title: str = ""
    signed_for: str = ""
    target_level: int | None = None
    steering: list[Any] = field(default_factory=list)
    duties: list[Any] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """An agency of the unit (`agency_id`), or a printed group of bodies."""

    agency_id: int | None = None
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as the plan now says it. `parent` is an index in the list; `task_id` the task it continues."""

    title: str
    no: str = ""
    group: str = ""
    parent: int | None = None
    is_header: bool = False
    product: str = ""
    timing: str = ""
    timing_rule: dict[str, Any] | None = None
    criterion_id: int | None = None
    leads: tuple[Body, ...] = ()
    supports: tuple[Body, ...] = ()
    source: dict[str, Any] = field(default_factory=dict)
    task_id: int | None = None


@dataclass(slots=True)
class Outcome:
    """The plan in force and how many tasks are new, changed, kept as they were, and withdrawn."""

    plan: Plan
    created: int = 0
    changed: int = 0
    kept: int = 0
    withdrawn: int = 0


@transaction.atomic
def accept_plan(
    *,
    actor: Person | None,
    at: datetime,
    unit: Unit,
    year: int,
    plan: PlanFacts,
    bases: Sequence[BasisFacts],
    tasks: Sequence[TaskFacts],
    replaces: Plan | None = None,
    file: StoredFile | None = None,
    filename: str = "",
) -> Outcome:
    """Put a plan in force for a unit and year. `actor` None is the system itself (command line, demo).

    `replaces` is the plan in force that the caller compared with; when another one is in force by now,
    or no task is given, `CannotAcceptPlan` is raised and nothing is changed.
    """
    if actor is not None:
        require(actor, Action.PLAN_IMPORT, unit)
    if not any(not task.is_header for task in tasks):
        raise CannotAcceptPlan("Chưa có dòng nào là nhiệm vụ. Anh/chị thêm ít nhất một dòng rồi nhận.")
    current = Plan.objects.filter(unit=unit, year=year, replaced_by__isnull=True).first()
    if (current and current.pk) != (replaces and replaces.pk):
        raise CannotAcceptPlan(
            f"Kế hoạch năm {year} đang áp dụng đã thay đổi trong lúc anh/chị xem. "
            "Nội dung anh/chị sửa vẫn còn; anh/chị xem lại phần so sánh rồi nhận."
        )
    outcome = Outcome(_keep_plan(unit, year, plan, current, file, filename, at))
    LegalBasis.objects.bulk_create(
        LegalBasis(plan=outcome.plan, position=n, **asdict(basis)) for n, basis in enumerate(bases, 1)
    )
    _Tasks(outcome, actor, at).keep(tasks)
    record(
        actor=actor,
        at=at,
        action="plan.accept",
        subject=outcome.plan,
        unit=unit,
        before={"plan": str(current)} if current else None,
        after={
            "year": year,
            "number": plan.number,
            "created": outcome.created,
            "changed": outcome.changed,
            "kept": outcome.kept,
            "withdrawn": outcome.withdrawn,
        },
    )
    return outcome


def _keep_plan(
    unit: Unit,
    year: int,
    facts: PlanFacts,
    current: Plan | None,
    file: StoredFile | None,
    filename: str,
    at: datetime,
) -> Plan:
    """The new plan in the place of the old one; only one may be in force, so it enters behind the old."""
    fresh = Plan(
        unit=unit, year=year, file=file, filename=filename[:200], accepted_at=at, replaced_by=current,
        **asdict(facts),
    )  # fmt: skip
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError as error:
        raise CannotAcceptPlan(
            f"Kế hoạch năm {year} vừa được người khác nhận. Anh/chị tải lại trang để xem."
        ) from error
    if current is not None:
        moved = Plan.objects.filter(pk=current.pk, replaced_by__isnull=True).update(replaced_by=fresh)
        if not moved:
            raise CannotAcceptPlan(
                f"Kế hoạch năm {year} vừa được người khác thay. Anh/chị tải lại trang để xem."
            )
        Plan.objects.filter(pk=fresh.pk).update(replaced_by=None)
        fresh.replaced_by = None
    return fresh


class _Tasks:
    """Writes the tasks of one acceptance."""

    def __init__(self, outcome: Outcome, actor: Person | None, at: datetime) -> None:
        self.outcome, self.actor, self.at = outcome, actor, at
        self.plan = outcome.plan
        known = Task.objects.filter(unit=self.plan.unit, year=self.plan.year)
        self.known = {task.pk: task for task in known.prefetch_related("agencies")}

    def keep(self, tasks: Sequence[TaskFacts]) -> None:
        made: list[Task] = []
        for position, facts in enumerate(tasks, 1):
            parent = made[facts.parent] if facts.parent is not None else None
            task = self.known.get(facts.task_id or 0)
            if task is None:
                made.append(self._create(facts, position, parent))
            else:
                made.append(self._continue(task, facts, position, parent))
        self._withdraw({task.pk for task in made})

    def _create(self, facts: TaskFacts, position: int, parent: Task | None) -> Task:
        task = Task(
            unit=self.plan.unit,
            year=self.plan.year,
            created_at=self.at,
            changed_at=self.at,
            **self._fields(facts, position, parent),
        )
        task.save()
        TaskAgency.objects.bulk_create(
            TaskAgency(task=task, part=part, position=n, agency_id=body.agency_id, group_name=body.group_name)
            for part, bodies in ((Part.LEAD, facts.leads), (Part.SUPPORT, facts.supports))
            for n, body in enumerate(bodies, 1)
        )
        self.outcome.created += 1
        self._tell("task.add", task, None, {"title": task.title})
        return task

    def _continue(self, task: Task, facts: TaskFacts, position: int, parent: Task | None) -> Task:
        """The same task in the amended plan: its proof, notes, people and states stay."""
        fields = self._fields(facts, position, parent)
        said = {name: fields[name] for name in ("title", "product", "timing", "due_date", "criterion_id")}
        before, after = differences(task, said)
        bodies_before, bodies_after = self._sync_bodies(task, facts)
        if task.withdrawn_at is not None:
            before["withdrawn_at"], after["withdrawn_at"] = task.withdrawn_at, None
        for name, value in fields.items():
            setattr(task, name, value)
        task.withdrawn_at = None
        if bodies_before != bodies_after:
            before["agencies"], after["agencies"] = bodies_before, bodies_after
            task.state = state_of_task(task.agencies.filter(part=Part.LEAD).values_list("state", flat=True))
        if after:
            task.changed_at = self.at
            self.outcome.changed += 1
            self._tell("task.amend", task, before, after)
        else:
            self.outcome.kept += 1
        task.save()
        return task

    def _fields(self, facts: TaskFacts, position: int, parent: Task | None) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "position": position,
            "no": facts.no,
            "group": facts.group,
            "parent": parent,
            "is_header": facts.is_header,
            "title": facts.title,
            "search_key": search_key(f"{facts.title} {facts.product}"),
            "product": facts.product,
            "timing": facts.timing,
            "timing_rule": facts.timing_rule,
            "due_date": due_in(facts.timing_rule, self.plan.year),
            "criterion_id": facts.criterion_id,
            "source": facts.source,
        }

    def _sync_bodies(self, task: Task, facts: TaskFacts) -> tuple[list[str], list[str]]:
        """Bring the task's bodies to the plan's; one that stays keeps its row, state and officer."""
        rows = list(task.agencies.select_related("agency"))
        before = [f"{row.get_part_display()}: {row.name}" for row in rows]
        left = {(row.part, row.agency_id, row.group_name): row for row in rows}
        for part, bodies in ((Part.LEAD, facts.leads), (Part.SUPPORT, facts.supports)):
            for n, body in enumerate(bodies, 1):
                row = left.pop((part, body.agency_id, body.group_name), None)
                if row is None:
                    row = TaskAgency(
                        task=task, part=part, agency_id=body.agency_id, group_name=body.group_name
                    )
                if row.pk is None or row.position != n:
                    row.position = n
                    row.save()
        TaskAgency.objects.filter(pk__in=[row.pk for row in left.values()]).delete()
        after = [f"{row.get_part_display()}: {row.name}" for row in task.agencies.select_related("agency")]
        return before, after

    def _withdraw(self, kept: set[int]) -> None:
        gone = [
            t
            for t in self.known.values()
            if t.pk not in kept and t.withdrawn_at is None and came_from_a_plan(t)
        ]
        for task in gone:
            self._tell("task.withdraw", task, {"withdrawn_at": None}, {"withdrawn_at": self.at})
        Task.objects.filter(pk__in=[task.pk for task in gone]).update(
            withdrawn_at=self.at, changed_at=self.at
        )
        self.outcome.withdrawn = len(gone)

    def _tell(self, action: str, task: Task, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        record(
            actor=self.actor,
            at=self.at,
            action=action,
            subject=task,
            unit=self.plan.unit,
            before=before,
            after=after,
            remark=str(self.plan),
        )


def came_from_a_plan(task: Task) -> bool:
    """Tasks added by hand are not the plan's: an amended plan leaves them alone."""
    return "reading" in task.source


def due_in(rule: dict[str, Any] | None, year: int) -> date | None:
    """The last good day in `year` of a stored timing rule; None where there is none, or no such day."""
    try:
        return due_date(TimingRule.from_json(rule), year) if rule else None
    except ValueError:  # "31/02": printed, and yet no day of any year
        return None
