"""Reads of steering. All start from a unit the caller was let into (`steering.view`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Max, Prefetch, Q, QuerySet, When
from django.utils import timezone

from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.queries import rows_of
from thanthien.programme.steering.chasing import UNFINISHED
from thanthien.programme.steering.models import (
    Charge,
    Chase,
    ChaseTask,
    Committee,
    CommitteeMember,
    ReportRequest,
    UnitReport,
)


def committees_of(unit: Unit) -> list[Committee]:
    """Every committee the unit has had, the newest term first."""
    return list(Committee.objects.filter(unit=unit))


def committee_in(unit: Unit, year: int) -> Committee | None:
    """The committee whose term holds a year."""
    held = Q(end_year=None) | Q(end_year__gte=year)
    return Committee.objects.filter(held, unit=unit, start_year__lte=year).first()


def committee_of_unit(unit: Unit, pk: int) -> Committee | None:
    return Committee.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "file").first()


def member_of_unit(unit: Unit, pk: int) -> CommitteeMember | None:
    rows = CommitteeMember.objects.filter(committee__unit=unit, pk=pk)
    return rows.select_related("committee__unit__parent", "person").first()


@dataclass(frozen=True, slots=True)
class Seats:
    """The members in office on a day in the order of the list, and those who have left, the last first."""

    in_office: list[CommitteeMember]
    left: list[CommitteeMember]


def seats_of(committee: Committee, today: date) -> Seats:
    members = list(committee.members.select_related("person").order_by("position", "pk"))
    here = [m for m in members if m.end_date is None or m.end_date >= today]
    gone = [m for m in members if m.end_date is not None and m.end_date < today]
    return Seats(here, sorted(gone, key=lambda m: (m.end_date or today, m.pk), reverse=True))


def charges_of(unit: Unit, year: int) -> dict[int, list[Charge]]:
    """By task: the committee members in office who watch over it. One query."""
    rows = Charge.objects.filter(task__unit=unit, task__year=year, member__end_date=None)
    found: dict[int, list[Charge]] = {}
    for charge in rows.select_related("member").order_by("member__position"):
        found.setdefault(charge.task_id, []).append(charge)
    return found


def charge_of_unit(unit: Unit, pk: int) -> Charge | None:
    rows = Charge.objects.filter(task__unit=unit, pk=pk)
    return rows.select_related("task", "member__committee__unit__parent").first()


@dataclass(frozen=True, slots=True)
class Duty:
    """A task with who leads it, who does each lead's part, and who of the committee watches over it."""

    task: Task
    leads: list[TaskAgency]
    charges: list[Charge]

    @property
    def lacks_person(self) -> bool:
        """No lead at all, or an agency in the lead that has named no officer; a group names none."""
        return not self.leads or any(lead.agency_id and lead.assignee_id is None for lead in self.leads)


def duties_of(unit: Unit, year: int) -> list[Duty]:
    """Every task of the year with its people, in the order of the plan; three queries."""
    parts = TaskAgency.objects.filter(part=TaskAgency.Part.LEAD).select_related("agency", "assignee")
    tasks = rows_of(unit, year).prefetch_related(Prefetch("agencies", queryset=parts, to_attr="lead_parts"))
    charges = charges_of(unit, year)
    return [
        Duty(task, list(task.lead_parts), charges.get(task.pk, []))
        for task in tasks.order_by("position", "pk")
    ]


def given_tasks(unit: Unit, year: int) -> QuerySet[Task]:
    """Tasks that leaders gave beside the plan, the earliest day first, finished ones last."""
    parts = TaskAgency.objects.filter(part=TaskAgency.Part.LEAD).select_related("agency", "assignee")
    tasks = rows_of(unit, year).filter(is_ad_hoc=True).select_related("given_by", "criterion")
    finished = Case(When(state=Task.State.ACCEPTED, then=1), default=0, output_field=IntegerField())
    return tasks.prefetch_related(Prefetch("agencies", queryset=parts, to_attr="lead_parts")).order_by(
        finished, "due_date", "position"
    )


def chases_of(unit: Unit, year: int, *, agency_ids: Collection[int] | None = None) -> QuerySet[Chase]:
    """The chases of a year, unanswered first, then the newest; with their tasks."""
    rows = Chase.objects.filter(unit=unit, year=year)
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    lines = Prefetch("lines", queryset=ChaseTask.objects.select_related("task"))
    waits = Case(When(answered_at=None, then=0), default=1, output_field=IntegerField())
    people = rows.select_related("agency", "sent_by", "answered_by").prefetch_related(lines)
    return people.order_by(waits, "-sent_at", "-pk")


def chase_of_unit(unit: Unit, pk: int) -> Chase | None:
    return Chase.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "agency").first()


@dataclass(frozen=True, slots=True)
class Chased:
    """How often a task was chased, and when last."""

    times: int
    last_date: date


def times_chased(tasks: Iterable[Task]) -> dict[int, Chased]:
    rows = ChaseTask.objects.filter(task__in=[task.pk for task in tasks]).order_by()
    found = rows.values("task_id").annotate(times=Count("pk"), last_date=Max("sent_date"))
    return {row["task_id"]: Chased(row["times"], row["last_date"]) for row in found}


def tasks_to_chase(unit: Unit, year: int, today: date, soon: date) -> list[tuple[Agency, list[Task]]]:
    """By agency: unfinished tasks that are late, came back, or fall due until `soon`; two queries."""
    parts = TaskAgency.objects.filter(
        part=TaskAgency.Part.LEAD, agency__isnull=False, state__in=UNFINISHED,
        task__unit=unit, task__year=year, task__is_header=False, task__withdrawn_at=None,
    ).filter(Q(task__due_date__lte=soon) | Q(state=Task.State.RETURNED))  # fmt: skip
    rows = parts.select_related("agency", "task").order_by(
        "agency__position", "agency_id", "task__due_date", "task__position"
    )
    return [
        (agency, [part.task for part in group])
        for agency, group in groupby(rows, key=lambda part: part.agency)
        if agency is not None
    ]


def urgent_without_agency(unit: Unit, year: int, soon: date) -> list[Duty]:
    """As urgent as `tasks_to_chase`, but led by a group or by nobody: no agency to ask. Three queries."""
    return [
        duty
        for duty in duties_of(unit, year)
        if (duty.task.state == Task.State.RETURNED or (duty.task.due_date and duty.task.due_date <= soon))
        and duty.task.state in UNFINISHED
        and (not duty.leads or any(one.agency_id is None and one.state in UNFINISHED for one in duty.leads))
    ]


def report_requests_of(unit: Unit, year: int) -> QuerySet[ReportRequest]:
    """What was asked of the agencies in a year, with their reports."""
    rows = ReportRequest.objects.filter(unit=unit, year=year).select_related("asked_by")
    return rows.prefetch_related(_reports())


def report_request_of_unit(unit: Unit, pk: int) -> ReportRequest | None:
    rows = ReportRequest.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "asked_by")
    return rows.prefetch_related(_reports()).first()


def unit_report_of_unit(unit: Unit, pk: int) -> UnitReport | None:
    rows = UnitReport.objects.filter(request__unit=unit, pk=pk)
    return rows.select_related("request__unit__parent", "agency", "file", "handed_by").first()


def _reports() -> Prefetch[str]:
    rows = UnitReport.objects.select_related("agency", "handed_by", "file")
    return Prefetch("reports", queryset=rows.order_by("agency__position", "pk"))


def days_late(report: UnitReport, due: date, today: date) -> int:
    """Days after the fixed day on which the report first came in, or has not come in yet; 0 in time."""
    came = timezone.localdate(report.first_handed_at) if report.first_handed_at else today
    return max(0, (came - due).days)


class Arrivals(NamedTuple):
    """The reports of a request, each counted once: in time, late, not come yet; they add up to all.

    `back` of those that came were sent back for more.
    """

    in_time: int
    late: int
    missing: int
    back: int


def arrivals_of(reports: Sequence[UnitReport], due: date) -> Arrivals:
    """How the reports of one request came in, by the day each came first."""
    came = [one for one in reports if one.first_handed_at]
    late = sum(days_late(one, due, due) > 0 for one in came)
    back = sum(one.state == UnitReport.State.RETURNED for one in came)
    return Arrivals(len(came) - late, late, len(reports) - len(came), back)


def charges_of_task(task: Task) -> list[Charge]:
    """The committee members in office who watch over one task."""
    rows = Charge.objects.filter(task=task, member__end_date=None).select_related("member")
    return list(rows.order_by("member__position"))
