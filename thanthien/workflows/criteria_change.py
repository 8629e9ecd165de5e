"""What another criteria set or table of points would do to every commune of a city, before anyone chooses it.

Nothing is written. Each commune is scored twice, by what it has and by what is proposed; that takes some
hundredths of a second a commune, so one call works for `BUDGET` seconds and keeps what it found until
something is written about the commune or the day changes. Those left over are counted as pending.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from time import perf_counter

from django.core.cache import cache

from thanthien.assessment.scoring.queries import worked_sheet
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.platform.audit.queries import last_entries
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Adoption, WeightTable
from thanthien.programme.criteria.queries import Choice, adoptions_below, choices_for

BUDGET = 1.5  # seconds of new scores in one call
_KEPT = 24 * 3600  # seconds
_NAMED = 3
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cause:
    """A criterion whose points change: `before` or `after` is None where the set does not hold it."""

    key: str
    title: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal:
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(frozen=True, slots=True)
class Effect:
    """One commune: points and level before and after. Points are None where none can be told."""

    unit: Unit
    before: Decimal | None
    after: Decimal | None
    level_before: str
    level_after: str
    causes: tuple[Cause, ...]

    @property
    def change(self) -> Decimal:
        """0 where one side has no points to compare."""
        return ZERO if self.before is None or self.after is None else self.after - self.before

    @property
    def moves(self) -> bool:
        """Whether the level becomes another."""
        return self.level_before != self.level_after

    @property
    def main_causes(self) -> tuple[Cause, ...]:
        return self.causes[:_NAMED]


@dataclass(frozen=True, slots=True)
class Moved:
    """A criterion over all communes: the sum of the changes, and how many communes they touch."""

    key: str
    title: str
    change: Decimal
    communes: int


@dataclass(frozen=True, slots=True)
class CityEffect:
    """`same` communes have the choice already; `pending` ones are not worked out yet."""

    effects: tuple[Effect, ...]
    same: int
    pending: int

    @property
    def total(self) -> int:
        return len(self.effects) + self.pending

    @property
    def moved(self) -> int:
        return sum(one.moves for one in self.effects)

    @property
    def criteria(self) -> list[Moved]:
        """The criteria behind the changes, the heaviest first."""
        sums: dict[str, list[Cause]] = defaultdict(list)
        for effect in self.effects:
            for cause in effect.causes:
                sums[cause.key].append(cause)
        found = [
            Moved(key, causes[0].title, sum((one.change for one in causes), ZERO), len(causes))
            for key, causes in sums.items()
        ]
        return sorted(found, key=lambda one: (-abs(one.change), one.key))


def proposals_for(city: Unit, year: int) -> list[Choice]:
    """What may be tried: everything that may be chosen, and the city's own tables still being checked."""
    drafts = WeightTable.objects.filter(unit=city, state=WeightTable.State.DRAFT)
    tried = [Choice(table.criteria_set, table) for table in drafts.select_related("criteria_set")]
    return [*choices_for(city, year), *tried]


def effect_of(city: Unit, *, year: int, choice: Choice, today: date, budget: float = BUDGET) -> CityEffect:
    """The effect of a choice on all communes of a city. Those whose level changes stand first, then the
    greatest losses.
    """
    began = perf_counter()
    found = adoptions_below(city, year)
    stamps = last_entries([unit for unit, _ in found])
    keys = {_key(unit, year, today, stamps.get(unit.pk), choice): (unit, now) for unit, now in found}
    kept = cache.get_many(keys)
    effects, same, pending = [], 0, 0
    for key, (unit, now) in keys.items():
        if now is not None and Choice(now.criteria_set, now.weight_table).code == choice.code:
            same += 1
        elif key in kept:
            effects.append(kept[key])
        elif perf_counter() - began > budget:
            pending += 1
        else:
            effect = _effect(unit, year, today, now, choice)
            cache.set(key, effect, _KEPT)
            effects.append(effect)
    effects.sort(key=lambda one: (not one.moves, one.change, one.unit.code))
    return CityEffect(tuple(effects), same, pending)


def _key(unit: Unit, year: int, today: date, last_at: datetime | None, choice: Choice) -> str:
    stamp = last_at.timestamp() if last_at else 0
    # A table still being checked changes without a word about the commune.
    table = choice.weight_table
    weights = ""
    if table is not None and table.state != WeightTable.State.PUBLISHED:
        weights = str(hash(tuple(table.weights.order_by("pk").values_list("criterion_id", "points"))))
    return f"criteria-effect:{unit.pk}:{year}:{today:%Y%m%d}:{stamp}:{choice.code}:{weights}"


def _effect(unit: Unit, year: int, today: date, now: Adoption | None, choice: Choice) -> Effect:
    proposed = Adoption(
        unit=unit, year=year, criteria_set=choice.criteria_set, weight_table=choice.weight_table
    )
    before = worked_sheet(unit, year, today, adoption=now)[0]
    after = worked_sheet(unit, year, today, adoption=proposed)[0]
    return Effect(unit, before.points, after.points, _level(before), _level(after), _causes(before, after))


def _level(sheet: ScoreSheet) -> str:
    """The level by points alone, so that a registration not yet made hides nothing."""
    return sheet.level.reached_label or sheet.level.label


def _causes(before: ScoreSheet, after: ScoreSheet) -> tuple[Cause, ...]:
    if before.points is None or after.points is None:
        return ()  # where one side has no points, every row would be a cause and none would explain
    old = {line.key: line for line in before.leaves}
    new = {line.key: line for line in after.leaves}
    found = []
    for key in dict.fromkeys([*new, *old]):
        had, has = old.get(key), new.get(key)
        line = has or had
        assert line is not None
        cause = Cause(key, line.title, had.points if had else None, has.points if has else None)
        if cause.change:
            found.append(cause)
    return tuple(sorted(found, key=lambda one: (-abs(one.change), one.key)))
