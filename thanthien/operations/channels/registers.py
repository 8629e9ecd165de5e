"""Reads of letter boxes and of the weekly relay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from thanthien.operations.channels.models import LetterBox, Opening, RelayedWeek, Relayer
from thanthien.operations.channels.queries import monday_of
from thanthien.platform.units.models import Unit

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BoxStanding:
    """`due_date` is the last day of the next opening by the box's rhythm; None while it is not in use."""

    box: LetterBox
    openings: int
    last: date | None
    due_date: date | None
    is_late: bool


def boxes_of(unit: Unit, today: date) -> list[BoxStanding]:
    """The register with when each box was opened and is next due; one query."""
    rows = LetterBox.objects.filter(unit=unit).select_related("neighbourhood", "photo")
    rows = rows.annotate(times=Count("openings"), latest=Max("openings__opened_at")).order_by("name")
    found = []
    for box in rows:
        opened = box.latest
        last = timezone.localdate(opened) if opened else None
        due = (last or box.since_date) + timedelta(days=box.every_days)
        in_use = box.state == LetterBox.State.IN_USE
        times = box.times
        found.append(BoxStanding(box, times, last, due if in_use else None, in_use and due < today))
    return found


def box_of_unit(unit: Unit, pk: int) -> LetterBox | None:
    return LetterBox.objects.filter(unit=unit, pk=pk).select_related("unit", "neighbourhood", "photo").first()


def openings_of(box: LetterBox) -> QuerySet[Opening]:
    rows = box.openings.select_related("opened_by", "recorded_by", "photo")
    return rows.annotate(done=Count("letters"))


def opening_of_unit(unit: Unit, pk: int) -> Opening | None:
    rows = Opening.objects.filter(box__unit=unit, pk=pk)
    return rows.select_related("box__unit", "opened_by", "recorded_by", "photo").first()


def unfinished_openings(unit: Unit) -> QuerySet[Opening]:
    """Openings with letters of which nothing is said yet, the oldest first."""
    rows = Opening.objects.filter(box__unit=unit, letters_count__gt=0).select_related("box")
    found = [one.pk for one in rows.annotate(done=Count("letters")) if one.done < one.letters_count]
    return rows.filter(pk__in=found).order_by("opened_at")


@dataclass(frozen=True, slots=True)
class RelayCell:
    """One relayer in one week: "heard", "nothing", "missing", "open" (this week), "outside"."""

    monday: date
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class RelayRow:
    relayer: Relayer
    cells: tuple[RelayCell, ...]

    @property
    def now(self) -> RelayCell:
        return self.cells[-1]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Weeks that ended, and in how many of them at least one relayer was heard from (criterion I.3: ≥ 1 a week)."""

    weeks: int
    covered: int


def relay_of(unit: Unit, monday: date, today: date, weeks: int = 12) -> list[RelayRow]:
    """The relayers with their weeks up to the one of `monday`, oldest first; two queries."""
    first = monday - _WEEK * (weeks - 1)
    relayers = Relayer.objects.filter(unit=unit).select_related("neighbourhood", "person", "unit")
    said = RelayedWeek.objects.filter(relayer__unit=unit, monday__gte=first, monday__lte=monday)
    kept = {(one.relayer_id, one.monday): one for one in said.annotate(count=Count("reports"))}
    found = []
    for relayer in relayers:
        if relayer.until_date is not None and relayer.until_date < first:
            continue
        cells = []
        for n in range(weeks):
            week = first + _WEEK * n
            row = kept.get((relayer.pk, week))
            cells.append(RelayCell(week, _state(relayer, row, week, today), row.count if row else 0))
        found.append(RelayRow(relayer, tuple(cells)))
    return found


def _state(relayer: Relayer, row: RelayedWeek | None, week: date, today: date) -> str:
    if row is not None:
        return "nothing" if row.nothing else "heard"
    ended = relayer.until_date is not None and relayer.until_date < week
    if week + timedelta(days=6) < relayer.since_date or ended or week > today:
        return "outside"
    return "open" if week + timedelta(days=6) >= today else "missing"


def coverage_of(rows: list[RelayRow], today: date) -> Coverage:
    weeks: dict[date, bool] = {}
    for row in rows:
        for cell in row.cells:
            if cell.state in ("heard", "nothing", "missing") and cell.monday + timedelta(days=6) < today:
                weeks[cell.monday] = weeks.get(cell.monday, False) or cell.state != "missing"
    return Coverage(len(weeks), sum(weeks.values()))


def relayer_of_unit(unit: Unit, pk: int) -> Relayer | None:
    return Relayer.objects.filter(unit=unit, pk=pk).select_related("unit", "neighbourhood", "person").first()


def missing_now(unit: Unit, today: date) -> list[Relayer]:
    """Active relayers not heard from this week."""
    monday = monday_of(today)
    heard = RelayedWeek.objects.filter(relayer__unit=unit, monday=monday).values("relayer")
    rows = Relayer.objects.filter(unit=unit, until_date=None, since_date__lte=today).exclude(pk__in=heard)
    return list(rows.select_related("unit", "neighbourhood"))
