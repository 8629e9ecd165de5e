"""A year in all communes of a province or city, side by side: plan, tasks, score, level, last activity.

Everything but the score comes from nine queries whatever the number of communes. A score costs a
tenth of a second or two a commune, so it is kept until something is written about that commune (every
write leaves an audit row, whose time is part of the key), its counted figures change, or the day does;
one call works out new ones only for `BUDGET` seconds. Communes that this leaves over are said to be pending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from time import perf_counter

from django.core.cache import cache
from django.db.models import Count

from thanthien.assessment.rounds.models import Registration, Round
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.lib.vietnamese import search_key, sort_key, whole_number
from thanthien.platform.audit.queries import last_entries
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import local_units_below
from thanthien.programme.criteria.models import Adoption
from thanthien.programme.measures.filling import changed_at
from thanthien.programme.plans.models import Plan, Task
from thanthien.programme.plans.queries import overdue

BUDGET = 1.0  # seconds of new scores in one call
_KEPT = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Score:
    """`points` is None where no weights are loaded; `level` where none is recognised."""

    points: Decimal | None
    maximum: Decimal | None
    level: int | None
    label: str
    reached_label: str
    is_sample: bool


@dataclass(slots=True)
class Standing:
    """One commune in one year. `score` is None without a criteria set, or while `is_pending`."""

    unit: Unit
    plan: Plan | None = None
    tasks: dict[str, int] = field(default_factory=dict)  # by state
    overdue: int = 0
    registered: int | None = None
    round_label: str = ""  # where the year's round stands; "" before it begins
    level_word: str = "mức"
    score: Score | None = None
    is_pending: bool = False
    last_at: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.tasks.values())

    @property
    def others_said(self) -> str:
        """The tasks that are not accepted, by state: "chưa làm 3, đang làm 2"."""
        left = [s for s in Task.State if s != Task.State.ACCEPTED and self.tasks.get(s)]
        return ", ".join(f"{s.label.lower()} {self.tasks[s]}" for s in left)

    @property
    def accepted(self) -> int:
        return self.tasks.get(Task.State.ACCEPTED, 0)


@dataclass(frozen=True, slots=True)
class CityYear:
    year: int
    years: list[int]
    rows: list[Standing]

    @property
    def pending(self) -> int:
        return sum(row.is_pending for row in self.rows)

    @property
    def with_plan(self) -> int:
        return sum(row.plan is not None for row in self.rows)

    @property
    def has_sample(self) -> bool:
        return any(row.score and row.score.is_sample for row in self.rows)


def city_year(city: Unit, *, asked: str | None, today: date, budget: float = BUDGET) -> CityYear:
    """All communes of a city in a year: the one asked for, else this year, else the newest with a plan."""
    units = list(local_units_below(city).select_related("successor"))
    years = sorted(set(Plan.objects.filter(unit__in=units).values_list("year", flat=True)), reverse=True)
    year = whole_number(asked) or 0
    if not 2000 <= year <= 2100:
        year = today.year if not years or today.year in years else years[0]
    rows = {unit.pk: Standing(unit) for unit in units}
    _fill_plans_and_tasks(rows, year, today)
    for unit_id, level in Registration.objects.filter(unit__in=units, year=year).values_list("unit", "level"):
        rows[unit_id].registered = level
    for round_ in Round.objects.filter(unit__in=units, year=year):
        rows[round_.unit_id].round_label = round_.get_state_display()
    for unit_id, at in last_entries(units).items():
        rows[unit_id].last_at = at
    adopted = Adoption.objects.filter(unit__in=units, year=year)
    words = dict(adopted.values_list("unit", "criteria_set__level_word"))
    for unit_id, word in words.items():
        rows[unit_id].level_word = word
    _fill_scores([row for row in rows.values() if row.unit.pk in words], year, today, budget)
    return CityYear(year, sorted({*years, year}, reverse=True), list(rows.values()))


def _fill_plans_and_tasks(rows: dict[int, Standing], year: int, today: date) -> None:
    for plan in Plan.objects.filter(unit__in=rows, year=year, replaced_by=None):
        rows[plan.unit_id].plan = plan
    tasks = Task.objects.filter(unit__in=rows, year=year, is_header=False, withdrawn_at=None).order_by()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for unit_id, state, number in tasks.values_list("unit", "state").annotate(n=Count("pk")):
        counts[unit_id][state] = number
    for unit_id, by_state in counts.items():
        rows[unit_id].tasks = by_state
    late = tasks.filter(overdue(today)).values_list("unit").annotate(n=Count("pk"))
    for unit_id, number in late:
        rows[unit_id].overdue = number


def _fill_scores(rows: Iterable[Standing], year: int, today: date, budget: float) -> None:
    began = perf_counter()
    rows = list(rows)
    counted = changed_at(row.unit.pk for row in rows)
    keys = {_key(row, year, today, counted.get(row.unit.pk)): row for row in rows}
    kept = cache.get_many(keys)
    for key, row in keys.items():
        row.score = kept.get(key)
        if row.score is not None:
            continue
        if perf_counter() - began > budget:
            row.is_pending = True
            continue
        row.score = _score(row.unit, year, today)
        cache.set(key, row.score, _KEPT)


def _key(row: Standing, year: int, today: date, counted: datetime | None) -> str:
    stamps = ":".join(str(at.timestamp()) if at else "0" for at in (row.last_at, counted))
    return f"city-score:{row.unit.pk}:{year}:{today:%Y%m%d}:{stamps}"


def _score(unit: Unit, year: int, today: date) -> Score:
    sheet = score_sheet(unit, year, today)
    return Score(
        points=sheet.points,
        maximum=sheet.maximum,
        level=sheet.level.level,
        label=sheet.level.label,
        reached_label=sheet.level.reached_label,
        is_sample=sheet.is_sample,
    )


_LOWEST = Decimal(-1)
ORDERS = {
    "name": lambda row: (sort_key(row.unit.name),),
    "score": lambda row: (row.score.points if row.score and row.score.points is not None else _LOWEST,),
    "tasks": lambda row: (row.accepted / row.total if row.total else -1.0,),
    "overdue": lambda row: (row.overdue,),
    "registered": lambda row: (row.registered or 0,),
    "last": lambda row: (row.last_at.timestamp() if row.last_at else 0.0,),
}


def arranged(rows: Iterable[Standing], *, text: str = "", order: str = "name") -> list[Standing]:
    """Those whose name holds the words of `text`, tone marks or not; `-score` puts the highest first."""
    words = search_key(text).split()
    found = [row for row in rows if all(word in row.unit.search_key for word in words)]
    found.sort(key=ORDERS["name"])
    name, downwards = order.lstrip("-"), order.startswith("-")
    if name in ORDERS:
        found.sort(key=ORDERS[name], reverse=downwards)
    return found
