"""Reads of cases. Who keeps cases sees all of the unit's; others what their agency or they themselves handle.

Another commune's cases, and the city's look at a commune's, do not exist here: the city has the figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.operations.casework.clocks import end_of_day
from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.models import Apology, Case, FastDay
from thanthien.operations.casework.standing import keeps
from thanthien.operations.casework.states import ENDED, OPEN
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

MOST_COUNTED = 1000  # a count beside a tab goes no further
_DIGITS = re.compile(r"\d{1,7}", re.ASCII)
State = Case.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the board is asked for; `tab` is a key of `TABS`."""

    tab: str
    agency: int | None = None
    handler: int | None = None
    procedure: str = ""
    code: str = ""


# "undated": open cases without a due date; "undated_ended": ended ones, on time or late nobody can say
TABS = ("late", "today", "soon", "waiting", "handled", "undated", "undated_ended", "open", "all")


def visible_cases(person: Person, unit: Unit) -> QuerySet[Case]:
    """Those the person may read, whatever the page."""
    if not may(person, Action.CASE_VIEW, unit):
        return Case.objects.none()
    rows = Case.objects.filter(unit=unit)
    if keeps(person, unit):
        return rows
    agencies = [one.pk for one in agencies_of_person(person, unit)]
    return rows.filter(Q(agency__in=agencies) | Q(handler=person))


def case_seen_by(person: Person, unit: Unit, pk: int) -> Case | None:
    rows = visible_cases(person, unit).select_related("unit__parent", "agency", "handler")
    return rows.filter(pk=pk).first()


def board(person: Person, unit: Unit, wanted: Wanted, at: datetime) -> QuerySet[Case]:
    """The cases of a tab, what is most urgent first; a search by code looks at all of them."""
    rows = visible_cases(person, unit)
    if wanted.code:
        rows = rows.filter(_coded(wanted.code)).order_by("-received_at", "-pk")
    else:
        rows = _on_tab(rows, wanted.tab, at, soon_until(unit, at))
    if wanted.agency is not None:
        rows = rows.filter(agency=wanted.agency)
    if wanted.handler is not None:
        rows = rows.filter(handler=wanted.handler)
    if wanted.procedure:
        rows = rows.filter(Q(procedure_code=wanted.procedure) | Q(procedure_name=wanted.procedure))
    return rows.select_related("agency", "handler")


def counts(person: Person, unit: Unit, at: datetime) -> dict[str, int]:
    """How many each tab of open work holds, no further than `MOST_COUNTED`."""
    rows, until = visible_cases(person, unit), soon_until(unit, at)
    tabs = ("late", "today", "soon", "waiting", "handled", "undated", "undated_ended")
    return {tab: _on_tab(rows, tab, at, until).order_by()[:MOST_COUNTED].count() for tab in tabs}


def soon_until(unit: Unit, at: datetime) -> date:
    """The last day of "soon": a case due until then is warned of."""
    today, days = timezone.localdate(at), definition().soon_workdays
    calendar, day = calendar_of(unit, today.year, today.year + 1), today
    for _ in range(days):
        day = _next_workday(day, calendar)
    return day


def _next_workday(day: date, calendar: Calendar) -> date:
    for n in range(1, 31):
        if calendar.is_workday(day + timedelta(days=n)):
            return day + timedelta(days=n)
    return day + timedelta(days=1)


def _on_tab(rows: QuerySet[Case], tab: str, at: datetime, until: date) -> QuerySet[Case]:
    tonight = end_of_day(timezone.localdate(at))
    by_due = ("due_at", "pk")
    dated_first = (F("due_at").asc(nulls_last=True), "pk")  # in both databases
    match tab:
        case "late":
            late = Q(late_at__lte=at, due_at__lt=at)
            return rows.filter(late, state__in=["processing", "waiting"]).order_by(*by_due)
        case "today":
            return rows.filter(state="processing", due_at__gte=at, due_at__lte=tonight).order_by(*by_due)
        case "soon":
            return rows.filter(
                state="processing", due_at__gt=tonight, due_at__lte=end_of_day(until)
            ).order_by(*by_due)
        case "waiting":
            return rows.filter(state="waiting").order_by(*dated_first)
        case "handled":
            return rows.filter(state="handled").order_by("handled_at", "pk")
        case "undated":
            return rows.filter(state__in=OPEN, due_at=None).order_by("received_at", "pk")
        case "undated_ended":
            return rows.filter(state__in=ENDED, due_at=None).order_by("-pk")
        case "open":
            return rows.filter(state__in=["processing", "waiting"]).order_by(*dated_first)
    return rows.order_by("-received_at", "-pk")


def _coded(text: str) -> Q:
    """By the serial at the end, or by how the code begins."""
    clean = "".join(text.split()).upper()
    if _DIGITS.fullmatch(clean):
        return Q(tail=clean) | Q(tail=clean.zfill(4)) | Q(tail=clean.zfill(6))
    return Q(code__startswith=clean)


def procedures_of(unit: Unit) -> list[tuple[str, str]]:
    """(code or name, words) of the procedures with open cases, for the filter. One query over open cases."""
    rows = Case.objects.filter(unit=unit, state__in=["processing", "waiting"]).order_by()
    pairs = rows.values_list("procedure_code", "procedure_name").distinct()[:200]
    found = {code or name: f"{code} – {name}" if code else name for code, name in pairs}
    return sorted(found.items(), key=lambda one: one[1])


@dataclass(frozen=True, slots=True)
class Undated:
    """A procedure of cases without a due date: `key` its code, or its name where it has none."""

    key: str
    code: str
    name: str
    open: int
    ended: int


def undated_by_procedure(unit: Unit) -> list[Undated]:
    """The procedures whose cases lack a due date, the most open ones first. One query."""
    rows = Case.objects.filter(unit=unit, state__in=Case.State.values, due_at=None).order_by()
    is_open = Count("pk", filter=Q(state__in=OPEN))
    found: dict[str, Undated] = {}
    pairs = rows.values_list("procedure_code", "procedure_name").annotate(n=is_open, whole=Count("pk"))
    for code, name, n, whole in pairs:
        known = found.get(code or name)
        had = (known.open, known.ended) if known else (0, 0)
        found[code or name] = Undated(code or name, code, name, had[0] + n, had[1] + whole - n)
    return sorted(found.values(), key=lambda one: (-one.open, -one.ended, one.name))


def of_procedure(rows: QuerySet[Case], key: str) -> QuerySet[Case]:
    """Those of a procedure by its code; by its name where the cases have no code."""
    return rows.filter(Q(procedure_code=key) | Q(procedure_code="", procedure_name=key))


@dataclass(frozen=True, slots=True)
class Repeated:
    """An agency or a procedure late at least `times` in the last `days`."""

    kind: str  # agency | procedure
    words: str
    key: str
    days: int
    times: int


def repeated_lateness(unit: Unit, at: datetime) -> list[Repeated]:
    """Where lateness comes back: by agency and by procedure, the most first. Two queries a window."""
    least = definition().repeated_times
    found: list[Repeated] = []
    for days in definition().repeated_days:
        rows = Case.objects.filter(
            unit=unit, late_at__gt=at - timedelta(days=days), late_at__lte=at
        ).order_by()
        by_agency = rows.filter(agency__isnull=False).values_list("agency", "agency__name")
        for pk, name, times in by_agency.annotate(n=Count("pk")).filter(n__gte=least):
            found.append(Repeated("agency", name, str(pk), days, times))
        by_procedure = rows.values_list("procedure_code", "procedure_name").annotate(n=Count("pk"))
        for code, name, times in by_procedure.filter(n__gte=least):
            found.append(Repeated("procedure", name, code or name, days, times))
    return sorted(found, key=lambda one: (one.days, one.kind, -one.times, one.words))


def past_due(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Late by the date, not by a second request for a supplement alone: those to whom an apology is owed."""
    return rows.filter(late_at__gt=F("due_at"))


def apologies_of(person: Person, unit: Unit) -> QuerySet[Apology]:
    """Apologies for the cases the person may read."""
    rows = Apology.objects.filter(unit=unit).select_related("case", "case__agency")
    if keeps(person, unit):
        return rows
    return rows.filter(case__in=visible_cases(person, unit).values("pk"))


def apology_seen_by(person: Person, unit: Unit, pk: int) -> Apology | None:
    rows = apologies_of(person, unit).select_related("case__unit__parent", "case__agency", "signed_by")
    return rows.filter(pk=pk).first()


def received_between(unit: Unit, first: date, last: date) -> QuerySet[Case]:
    """Cases received on the days, in the order of the register."""
    begins = end_of_day(first - timedelta(days=1))
    rows = Case.objects.filter(unit=unit, received_at__gt=begins, received_at__lte=end_of_day(last))
    return rows.select_related("agency", "handler").order_by("received_at", "pk")


def fast_days_of(unit: Unit) -> QuerySet[FastDay]:
    return FastDay.objects.filter(unit=unit)


def fast_day_on(unit: Unit, day: date) -> FastDay | None:
    """The fast day in force on a day, for the desk and for the public side."""
    rows = FastDay.objects.filter(unit=unit, first_date__lte=day)
    return rows.filter(Q(last_date=None) | Q(last_date__gte=day)).order_by("-first_date", "-pk").first()
