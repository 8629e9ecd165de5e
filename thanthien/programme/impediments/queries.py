"""Reads of difficulties. All start from a unit the caller was let into (`impediment.view`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from thanthien.platform.units.models import Unit
from thanthien.programme.impediments.models import Impediment, ImpedimentStep
from thanthien.programme.impediments.states import OPEN
from thanthien.programme.plans.models import Task

State = Impediment.State
AT_WORK = (State.WAITING, State.ESCALATED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the log is looked at: reported between two days, in a state ("open", "late" or a code)."""

    since: date | None = None
    until: date | None = None
    state: str = ""


def impediments_of(unit: Unit, wanted: Wanted, today: date) -> QuerySet[Impediment]:
    """The log, the newest first; one query."""
    rows = Impediment.objects.filter(unit=unit)
    if wanted.since:
        rows = rows.filter(reported_at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(reported_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif wanted.state == "late":
        rows = rows.filter(_late(today))
    elif wanted.state in State.values:
        rows = rows.filter(state=wanted.state)
    return rows.select_related("agency", "task", "reported_by", "answered_by").order_by("-year", "-number")


def counts_of(unit: Unit, wanted: Wanted, today: date) -> dict[str, int]:
    """How many stand in each state between the days, with "all", "open" and "late"; one query."""
    rows = impediments_of(unit, Wanted(wanted.since, wanted.until), today).order_by()
    return rows.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=_late(today)),
        solved=Count("pk", filter=Q(state=State.SOLVED)),
    )


def impediment_of_unit(unit: Unit, pk: int) -> Impediment | None:
    """One difficulty with everything that was said; None when it is not the unit's."""
    steps = ImpedimentStep.objects.select_related("by").order_by("pk")
    rows = Impediment.objects.filter(unit=unit, pk=pk).select_related(
        "unit__parent", "agency", "task", "reported_by", "answered_by"
    )
    return rows.prefetch_related(Prefetch("steps", queryset=steps)).first()


def impediments_of_task(task: Task) -> QuerySet[Impediment]:
    return Impediment.objects.filter(task=task).order_by("-number")


def is_late(impediment: Impediment, today: date) -> bool:
    due = impediment.due_date
    return impediment.state in AT_WORK and due is not None and due < today


def _late(today: date) -> Q:
    return Q(state__in=AT_WORK, due_date__lt=today)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
