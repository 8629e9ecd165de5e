"""Reads of plans and tasks. All start from a unit the caller was let into (`task.view`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from thanthien.lib.planreader.timing import TimingRule
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import people_who_may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.models import Plan, Task, TaskAgency
from thanthien.programme.plans.standing import Standing


def years_with_plans(unit: Unit) -> list[int]:
    """Years that have a plan in force, newest first."""
    plans = Plan.objects.filter(unit=unit, replaced_by=None)
    return list(plans.order_by("-year").values_list("year", flat=True).distinct())


def desk_year(unit: Unit, *, asked: str | None, today: date) -> tuple[int, list[int]]:
    """(the year a page shows, the years to choose from).

    Asked for by address, else this year when it has a plan, else the newest year with one, else this year.
    """
    years = years_with_plans(unit)
    year = whole_number(asked) or 0
    if not 2000 <= year <= 2100:
        year = today.year if not years or today.year in years else years[0]
    return year, sorted({*years, year}, reverse=True)


def plan_in_force(unit: Unit, year: int) -> Plan | None:
    return Plan.objects.filter(unit=unit, year=year, replaced_by=None).first()


def _with_parts(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """For lists: what a row shows and nothing more."""
    parts = TaskAgency.objects.select_related("agency").order_by("part", "position", "pk")
    return tasks.select_related("parent").prefetch_related(Prefetch("agencies", queryset=parts))


def _with_all(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """For a task's own page: its people, criterion and plan too."""
    parts = TaskAgency.objects.select_related("agency", "assignee", "done_by", "checked_by")
    return tasks.select_related("parent", "criterion", "plan", "unit__parent").prefetch_related(
        Prefetch("agencies", queryset=parts.order_by("part", "position", "pk"))
    )


def rows_of(unit: Unit, year: int) -> QuerySet[Task]:
    """The tasks to be done: headings and rows withdrawn by an amended plan left out."""
    return Task.objects.filter(unit=unit, year=year, is_header=False, withdrawn_at=None)


def tasks_of(unit: Unit, year: int, wanted: TaskFilter, standing: Standing, today: date) -> QuerySet[Task]:
    """Tasks in the order of the plan, with their parts; two queries whatever their number."""
    tasks = Task.objects.filter(unit=unit, year=year, is_header=False)
    return _with_parts(wanted.apply(tasks, standing, today)).order_by("position", "pk")


def counts_by_state(
    unit: Unit, year: int, wanted: TaskFilter, standing: Standing, today: date
) -> dict[str, int]:
    """How many tasks stand in each state under the other filters, with "overdue" and "all"; one query."""
    tasks = wanted.without_state().apply(
        Task.objects.filter(unit=unit, year=year, is_header=False), standing, today
    )
    return state_counts(tasks, today)


def state_counts(tasks: QuerySet[Task], today: date) -> dict[str, int]:
    rows = (
        tasks.order_by()
        .values("state")
        .annotate(n=Count("pk", distinct=True), late=Count("pk", distinct=True, filter=overdue(today)))
    )
    counts = dict.fromkeys(Task.State.values, 0) | {"overdue": 0}
    for row in rows:
        counts[row["state"]] = row["n"]
        counts["overdue"] += row["late"]
    counts["all"] = sum(counts[state] for state in Task.State.values)
    return counts


def overdue(today: date) -> Q:
    """Past the last good day and not yet handed in by every lead."""
    return Q(due_date__lt=today, state__in=[Task.State.OPEN, Task.State.STARTED, Task.State.RETURNED])


def is_overdue(task: Task, today: date) -> bool:
    unfinished = task.state in {Task.State.OPEN, Task.State.STARTED, Task.State.RETURNED}
    return unfinished and task.due_date is not None and task.due_date < today


def task_of_unit(unit: Unit, pk: int) -> Task | None:
    """One task with its parts; None when it is not the unit's."""
    return _with_all(Task.objects.filter(unit=unit, pk=pk, is_header=False)).first()


def leads_of(task: Task) -> list[TaskAgency]:
    return [part for part in task.agencies.all() if part.part == TaskAgency.Part.LEAD]


def supports_of(task: Task) -> list[TaskAgency]:
    return [part for part in task.agencies.all() if part.part == TaskAgency.Part.SUPPORT]


def timing_rule_of(task: Task) -> TimingRule | None:
    return TimingRule.from_json(task.timing_rule) if task.timing_rule else None


def groups_of(unit: Unit, year: int) -> list[str]:
    """The headings of the plan's groups in their order."""
    rows = rows_of(unit, year).exclude(group="").order_by("position").values_list("group", flat=True)
    return list(dict.fromkeys(rows))


def counts_by_agency(unit: Unit, year: int, today: date) -> list[tuple[Agency, dict[str, int]]]:
    """Lead parts of each agency by their own state, with "overdue" and "all"; agencies in their order."""
    parts = TaskAgency.objects.filter(
        task__unit=unit, task__year=year, task__is_header=False, task__withdrawn_at=None,
        part=TaskAgency.Part.LEAD, agency__isnull=False,
    )  # fmt: skip
    late = Q(task__due_date__lt=today) & ~Q(state__in=[Task.State.DONE, Task.State.ACCEPTED])
    rows = (
        parts.order_by().values("agency_id", "state").annotate(n=Count("pk"), late=Count("pk", filter=late))
    )
    found: dict[int, Counter[str]] = {}
    for row in rows:
        counts = found.setdefault(
            row["agency_id"], Counter(dict.fromkeys([*Task.State.values, "overdue", "all"], 0))
        )
        counts[row["state"]] += row["n"]
        counts["overdue"] += row["late"]
        counts["all"] += row["n"]
    agencies = Agency.objects.filter(pk__in=found).order_by("position", "name")
    return [(agency, dict(found[agency.pk])) for agency in agencies]


def next_due(
    unit: Unit, year: int, limit: int, *, agency_ids: Collection[int] | None = None
) -> QuerySet[Task]:
    """Unfinished tasks with a day, the earliest first; with `agency_ids` only those these agencies lead."""
    unfinished = [Task.State.OPEN, Task.State.STARTED, Task.State.RETURNED]
    tasks = rows_of(unit, year).filter(due_date__isnull=False, state__in=unfinished)
    if agency_ids is not None:
        leads = TaskAgency.objects.filter(part=TaskAgency.Part.LEAD, agency_id__in=agency_ids)
        tasks = tasks.filter(pk__in=leads.values("task_id"))
    return tasks.order_by("due_date", "position")[:limit]


def neighbours(task: Task) -> tuple[int | None, int | None]:
    """Keys of the tasks before and after in the plan; one query."""
    keys = list(rows_of(task.unit, task.year).order_by("position", "pk").values_list("pk", flat=True))
    if task.pk not in keys:
        return None, None
    at = keys.index(task.pk)
    return (keys[at - 1] if at else None), (keys[at + 1] if at + 1 < len(keys) else None)


def possible_checkers(task: Task, part: TaskAgency, without: Iterable[int]) -> list[Person]:
    """People of the unit who may check a part: not those in `without` (who did it or added its proof)."""
    bosses = people_who_may(Action.TASK_MANAGE, task.unit).values("pk")
    people = people_who_may(Action.TASK_CHECK, task.unit).exclude(pk__in=list(without))
    in_agency = Q(memberships__agency_id=part.agency_id) if part.agency_id else Q(pk__in=[])
    return list(people.filter(Q(pk__in=bosses) | in_agency).distinct().order_by("full_name")[:5])
