"""Reads of the list of the day and of repairs. All start from a unit the caller was let into (`facility.view`)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.operations.facilities.models import (
    ChecklistItem,
    ChecklistRule,
    DayCheck,
    Mark,
    Repair,
    RepairStep,
)
from thanthien.operations.facilities.states import AT_WORK, CLOSED, OPEN
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

_DAY = timedelta(days=1)
_ORDER = {kind: n for n, kind in enumerate(ChecklistItem.Kind.values)}


class DayState(StrEnum):
    """What became of the list of a day, as the strip of a month shows it."""

    ON_TIME = "on_time"
    LATE = "late"
    UNFINISHED = "unfinished"
    MISSING = "missing"
    OPEN = "open"  # today, the hour has not come
    DAY_OFF = "day_off"
    OUTSIDE = "outside"  # before the unit began, or still to come


STATE_WORDS = {
    DayState.ON_TIME: "đúng giờ",
    DayState.LATE: "trễ giờ",
    DayState.UNFINISHED: "chưa xong",
    DayState.MISSING: "không kiểm tra",
    DayState.OPEN: "chưa đến giờ",
    DayState.DAY_OFF: "ngày nghỉ",
    DayState.OUTSIDE: "",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An item of today's list with its mark and the repair that is still open for it."""

    item: ChecklistItem
    mark: Mark | None
    repair: Repair | None


@dataclass(frozen=True, slots=True)
class TodayList:
    check: DayCheck | None
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.mark is not None for line in self.lines)

    @property
    def faults(self) -> int:
        return sum(line.mark is not None and line.mark.seen == Mark.Seen.FAULT for line in self.lines)

    @property
    def restful(self) -> int:
        """How many are neither marked nor under repair: what one press may call good."""
        return sum(line.mark is None and line.repair is None for line in self.lines)

    def by_kind(self) -> list[tuple[str, list[Line]]]:
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(line.item.get_kind_display(), []).append(line)
        return list(groups.items())


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    date: date
    state: DayState
    check: DayCheck | None
    faults: int

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state]


def rule_of(unit: Unit) -> ChecklistRule | None:
    return ChecklistRule.objects.select_related("agency", "person", "unit").filter(unit=unit).first()


def items_on(unit: Unit, day: date) -> list[ChecklistItem]:
    """What was on the list on a day, by kind and place."""
    rows = ChecklistItem.objects.filter(unit=unit, since_date__lte=day)
    rows = rows.filter(Q(until_date=None) | Q(until_date__gt=day))
    return in_order(rows)


def in_order(items: Iterable[ChecklistItem]) -> list[ChecklistItem]:
    return sorted(items, key=lambda one: (_ORDER.get(one.kind, 99), one.position, one.pk))


def item_of_unit(unit: Unit, pk: int) -> ChecklistItem | None:
    return ChecklistItem.objects.select_related("unit").filter(unit=unit, pk=pk).first()


def open_repairs(items: Iterable[ChecklistItem]) -> dict[int, Repair]:
    """The open repair of each item that has one. One query."""
    rows = Repair.objects.filter(item__in=list(items), state__in=OPEN).select_related("assignee")
    return {one.item_id: one for one in rows if one.item_id is not None}


def list_of(unit: Unit, day: date) -> TodayList:
    """The list of a day as it stands now; a constant number of queries."""
    check = DayCheck.objects.filter(unit=unit, date=day).select_related("begun_by", "finished_by").first()
    items = items_on(unit, day)
    marks = marks_of(check) if check else {}
    repairs = open_repairs(items)
    return TodayList(check, tuple(Line(one, marks.get(one.pk), repairs.get(one.pk)) for one in items))


def marks_of(check: DayCheck) -> dict[int, Mark]:
    rows = Mark.objects.filter(day_check=check).select_related("by", "item", "repair")
    return {one.item_id: one for one in rows}


def check_of_unit(unit: Unit, pk: int) -> DayCheck | None:
    rows = DayCheck.objects.filter(unit=unit, pk=pk)
    return rows.select_related("unit", "begun_by", "finished_by").first()


def state_of_day(
    day: date, check: DayCheck | None, rule: ChecklistRule, calendar: Calendar, now: datetime
) -> DayState:
    """`now` decides about today alone: before the set hour nothing is missing yet."""
    here = timezone.localtime(now)
    if day > here.date() or day < rule.since_date:
        return DayState.OUTSIDE
    if check is not None and check.finished_at is not None:
        return DayState.ON_TIME if check.is_on_time else DayState.LATE
    if not calendar.is_workday(day):
        return DayState.DAY_OFF
    if day == here.date() and here.time() <= rule.due_time:
        return DayState.OPEN
    return DayState.UNFINISHED if check is not None else DayState.MISSING


def days_between(unit: Unit, first: date, last: date, now: datetime) -> list[DayOfMonth]:
    """Each day with what became of its list; three queries."""
    rule = rule_of(unit)
    if rule is None or last < first:
        return []
    faults = Count("marks", filter=Q(marks__seen=Mark.Seen.FAULT))
    rows = DayCheck.objects.filter(unit=unit, date__gte=first, date__lte=last).annotate(faults=faults)
    checks = {one.date: one for one in rows.select_related("begun_by", "finished_by")}
    calendar = calendar_of(unit, first.year, last.year)
    found = []
    for n in range((last - first).days + 1):
        day = first + _DAY * n
        check = checks.get(day)
        state = state_of_day(day, check, rule, calendar, now)
        found.append(DayOfMonth(day, state, check, check.faults if check else 0))
    return found


def days_of_month(unit: Unit, year: int, month: int, now: datetime) -> list[DayOfMonth]:
    return days_between(unit, date(year, month, 1), date(year, month, monthrange(year, month)[1]), now)


def repairs_of(unit: Unit, state: str = "open", today: date | None = None) -> QuerySet[Repair]:
    """The repairs of a unit, newest first: "open", "late", "closed", "all" or the code of a state."""
    rows = Repair.objects.filter(unit=unit)
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state == "closed":
        rows = rows.filter(state__in=CLOSED)
    elif state == "late":
        rows = rows.filter(state__in=AT_WORK, due_date__lt=today or timezone.localdate())
    elif state in Repair.State.values:
        rows = rows.filter(state=state)
    return rows.select_related("reported_by", "assignee", "item")


def repair_counts(unit: Unit, today: date) -> dict[str, int]:
    """How many are open, late, closed, all; one query."""
    late = Q(state__in=AT_WORK, due_date__lt=today)
    return Repair.objects.filter(unit=unit).aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=late),
        closed=Count("pk", filter=Q(state__in=CLOSED)),
        all=Count("pk"),
    )


def repair_of_unit(unit: Unit, pk: int) -> Repair | None:
    """One repair with everything that was done; None when it is not the unit's."""
    steps = RepairStep.objects.select_related("by", "assignee", "photo").order_by("pk")
    rows = Repair.objects.filter(unit=unit, pk=pk).select_related("unit", "item", "reported_by", "assignee")
    return rows.prefetch_related(Prefetch("steps", queryset=steps)).first()


def step_of_unit(unit: Unit, pk: int) -> RepairStep | None:
    return RepairStep.objects.filter(repair__unit=unit, pk=pk).select_related("photo", "repair").first()


def is_late(repair: Repair, today: date) -> bool:
    return repair.state in AT_WORK and repair.due_date is not None and repair.due_date < today
