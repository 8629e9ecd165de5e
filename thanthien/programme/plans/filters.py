"""What a person wants to see of the task list; travels in the address, so that a view can be sent on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from thanthien.lib.rules.periods import month_end
from thanthien.lib.vietnamese import search_key, whole_number
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.standing import Standing

STATES = {**dict(Task.State.choices), "overdue": "Quá hạn", "withdrawn": "Đã rút khỏi kế hoạch"}
TIMES = {"overdue": "Quá hạn", "week": "Tuần này", "month": "Tháng này", "quarter": "Quý này"}
WHOSE = {"agency": "Của cơ quan tôi", "me": "Giao cho tôi", "check": "Chờ tôi kiểm tra"}
NO_AGENCY = "0"
_REPEATS = {
    "week": ["working_day", "day", "week"],
    "month": ["working_day", "day", "week", "month"],
    "quarter": ["working_day", "day", "week", "month", "quarter"],
}
_UNFINISHED = [Task.State.OPEN, Task.State.STARTED, Task.State.RETURNED]


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Each field is empty when not asked for. `agency` is a key, `criterion` a criterion's key (`I.1#6`)."""

    q: str = ""
    agency: str = ""
    group: str = ""
    criterion: str = ""
    state: str = ""
    time: str = ""
    whose: str = ""

    @classmethod
    def from_query(cls, data: Mapping[str, str]) -> TaskFilter:
        """From an address; what does not stand in a list of choices is dropped."""
        found = {name: str(data.get(name, "")).strip()[:400] for name in cls.__slots__}
        for name, choices in (("state", STATES), ("time", TIMES), ("whose", WHOSE)):
            if found[name] not in choices:
                found[name] = ""
        if whole_number(found["agency"]) is None:
            found["agency"] = ""
        return cls(**found)

    def as_query(self) -> str:
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def without_state(self) -> TaskFilter:
        """Without the state; withdrawn rows stay among themselves."""
        return self if self.state == "withdrawn" else replace(self, state="")

    def apply(self, tasks: QuerySet[Task], standing: Standing, today: date) -> QuerySet[Task]:
        tasks = tasks.filter(withdrawn_at__isnull=self.state != "withdrawn")
        for word in search_key(self.q).split():
            tasks = tasks.filter(search_key__contains=word)
        if self.group:
            tasks = tasks.filter(group=self.group)
        if self.criterion:
            key = self.criterion
            tasks = tasks.filter(
                Q(criterion__key=key)
                | Q(criterion__key__startswith=f"{key}.")
                | Q(criterion__key__startswith=f"{key}#")
            )
        if self.state and self.state not in ("overdue", "withdrawn"):
            tasks = tasks.filter(state=self.state)
        if "overdue" in (self.state, self.time):
            tasks = tasks.filter(due_date__lt=today, state__in=_UNFINISHED)
        if self.time in _REPEATS:
            first, last = _span(self.time, today)
            tasks = tasks.filter(
                Q(due_date__gte=first, due_date__lte=last)
                | Q(timing_rule__kind="every", timing_rule__period__in=_REPEATS[self.time])
            )
        return self._of_people(tasks, standing)

    def _of_people(self, tasks: QuerySet[Task], standing: Standing) -> QuerySet[Task]:
        leads = TaskAgency.objects.filter(task=OuterRef("pk"), part=TaskAgency.Part.LEAD)
        if self.agency == NO_AGENCY:
            tasks = tasks.filter(~Exists(leads.filter(agency__isnull=False)))
        elif self.agency:
            tasks = tasks.filter(Exists(leads.filter(agency_id=int(self.agency))))
        if self.whose == "agency":
            tasks = tasks.filter(Exists(leads.filter(agency_id__in=standing.agency_ids)))
        elif self.whose == "me":
            tasks = tasks.filter(Exists(leads.filter(assignee_id=standing.person_id)))
        elif self.whose == "check":
            tasks = tasks.filter(Exists(waiting_for(standing).filter(task=OuterRef("pk"))))
        return tasks


def waiting_for(standing: Standing) -> QuerySet[TaskAgency]:
    """Lead parts handed in that this person may check: not one's own."""
    parts = TaskAgency.objects.filter(part=TaskAgency.Part.LEAD, state=Task.State.DONE)
    if not standing.checks:
        return parts.none()
    parts = parts.exclude(done_by_id=standing.person_id)
    return parts if standing.manages else parts.filter(agency_id__in=standing.head_of)


def _span(time: str, today: date) -> tuple[date, date]:
    if time == "week":
        first = today - timedelta(days=today.weekday())
        return first, first + timedelta(days=6)
    if time == "month":
        return today.replace(day=1), month_end(today.year, today.month)
    quarter = (today.month - 1) // 3
    return date(today.year, 3 * quarter + 1, 1), month_end(today.year, 3 * quarter + 3)
