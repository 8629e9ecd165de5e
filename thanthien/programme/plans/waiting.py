"""Parts of tasks that wait for a person: to be done, done again, or checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.plans.filters import waiting_for as parts_to_check
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.standing import Standing, standing_of

ROOM = "Nhiệm vụ"
AHEAD = timedelta(days=30)  # a part of the own agency is shown this long before its day
_UNFINISHED = (Task.State.OPEN, Task.State.STARTED, Task.State.RETURNED)


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Parts given to the person, parts of the own agency that are returned or due within a month, and
    parts handed in that the person may check. Two queries.
    """
    standing = standing_of(person, unit)
    live = TaskAgency.objects.filter(task__unit=unit, task__withdrawn_at=None, task__is_header=False)
    if standing.works:
        yield from (_to_do(part, standing) for part in _own(live, standing, today))
    if standing.checks:
        checks = parts_to_check(standing).filter(pk__in=live.values("pk"), task__year__gte=today.year - 1)
        for part in checks.select_related("task", "agency").order_by(F("done_at").asc(nulls_last=True), "pk"):
            done = timezone.localdate(part.done_at) if part.done_at else None
            yield Waiting(
                ROOM, part.task.title, f"{part.name} báo xong, cần kiểm tra", "desk:task", (part.task_id,),
                since_date=done,
            )  # fmt: skip


def _own(live: QuerySet[TaskAgency], standing: Standing, today: date) -> QuerySet[TaskAgency]:
    unfinished = live.filter(part=TaskAgency.Part.LEAD, state__in=_UNFINISHED, task__year__gte=today.year - 1)
    agency = Q(agency_id__in=standing.agency_ids, assignee=None)
    urgent = Q(state=Task.State.RETURNED) | Q(task__due_date__lte=today + AHEAD) | Q(task__is_ad_hoc=True)
    mine = Q(assignee_id=standing.person_id) | (agency & urgent)
    return unfinished.filter(mine).select_related("task", "agency").order_by("task__due_date", "pk")


def _to_do(part: TaskAgency, standing: Standing) -> Waiting:
    returned = part.state == Task.State.RETURNED
    whose = "giao cho anh/chị" if part.assignee_id == standing.person_id else f"của {part.name}"
    kind = "Việc đột xuất" if part.task.is_ad_hoc else "Việc"
    why = f"Bị trả lại, cần làm lại ({whose})" if returned else f"{kind} {whose}"
    return Waiting(
        ROOM, part.task.title, why, "desk:task", (part.task_id,), due_date=part.task.due_date,
        since_date=timezone.localdate(part.checked_at) if returned and part.checked_at else None,
    )  # fmt: skip
