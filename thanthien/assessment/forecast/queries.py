"""What a unit's year is likely to come to: every criterion on 31 December, the sum, the level, the way.

The method stands in `lib.rules.forecast`; here its facts are gathered. Whoever may see the unit's score
may see its forecast; callers ask first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from thanthien.assessment.forecast.steps import Step, steps_of
from thanthien.assessment.scoring.effort import IMPROVE
from thanthien.assessment.scoring.levels import plain_bands, weights_complete
from thanthien.assessment.scoring.queries import Workings, worked_sheet
from thanthien.assessment.scoring.sheet import Line, ScoreSheet
from thanthien.lib import rules
from thanthien.lib.rules.figures_ahead import Habit
from thanthien.lib.rules.forecast import (
    FATE_LABEL,
    Fate,
    Outlook,
    Range,
    counts_of,
    outlook,
    pace_of,
    range_of,
)
from thanthien.lib.rules.futures import Case, Pace
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import LevelBand
from thanthien.programme.measures.queries import readings_of
from thanthien.programme.measures.registry import measure_of

_CENT = Decimal("0.01")
_GOOD = (Fate.HELD, Fate.ASIDE)


@dataclass(frozen=True, slots=True)
class Prospect:
    """A row of the sheet and what becomes of it. `steps` are what helps it this week, the best first."""

    line: Line
    outlook: Outlook
    steps: tuple[Step, ...]

    @property
    def fate(self) -> Fate:
        return self.outlook.fate

    @property
    def fate_label(self) -> str:
        return FATE_LABEL[self.fate]

    @property
    def lacks(self) -> Decimal:
        """What it is likely to fall short by."""
        return self.outlook.whole - self.outlook.likely

    @property
    def percent(self) -> int:
        """The chance of full points."""
        return round(self.outlook.chance * 100)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`total` is in points, or the number of criteria that reach all theirs without weights.

    `levels` says the level at `low`, `likely` and `high`, "" where none can be told. `target` is the level
    registered, else the next above what is likely; `way` leads there, None where it is likely reached.
    """

    sheet: ScoreSheet
    prospects: tuple[Prospect, ...]
    total: Range
    levels: tuple[str, str, str]
    target: LevelBand | None
    way: rules.Way | None

    @property
    def is_empty(self) -> bool:
        """Nothing is known yet that a forecast could rest on."""
        return not any(one.line.tasks or one.line.records or one.line.waiting for one in self.prospects)

    @property
    def is_over(self) -> bool:
        return self.sheet.as_of >= date(self.sheet.year, 12, 31)

    @property
    def failing(self) -> list[Prospect]:
        """Those not likely to reach all their points, the costliest first."""
        found = [one for one in self.prospects if one.fate not in _GOOD]
        return sorted(found, key=lambda one: (-one.lacks, one.outlook.chance))

    @property
    def unknown(self) -> int:
        """Criteria with nothing to judge by yet."""
        return sum(not one.outlook.known for one in self.prospects)

    @property
    def gone(self) -> Decimal:
        """Points, or criteria without weights, that cannot be won back this year."""
        if self.sheet.has_points:
            return sum((one.outlook.gone for one in self.prospects), Decimal(0))
        return Decimal(sum(one.fate in (Fate.LOST, Fate.REDUCED) for one in self.prospects))

    @property
    def steps(self) -> list[Step]:
        """What to do this week: most points for the least effort first."""
        return sorted((step for one in self.prospects for step in one.steps), key=lambda step: step.rank)

    def prospect(self, key: str) -> Prospect | None:
        return next((one for one in self.prospects if one.line.key == key), None)

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.prospects)


def forecast_of(unit: Unit, year: int, as_of: date) -> Forecast:
    """The forecast by what is known at the end of a day. One query more than the score sheet."""
    sheet, workings = worked_sheet(unit, year, as_of)
    lines = [line for line in sheet.leaves if not (line.maximum is not None and line.points is None)]
    cases = _cases(unit, year, as_of, lines, workings)
    pace = pace_of(cases.values(), as_of=as_of, year=year)
    prospects = tuple(_prospect(line, cases[line.key], pace, as_of, year) for line in lines)
    rows = [one.outlook for one in prospects if not sheet.has_points or one.line.maximum is not None]
    total = _on_scale(range_of(rows), sheet) if sheet.has_points else counts_of(rows)
    target = _target(sheet, total)
    return Forecast(
        sheet, prospects, total, _levels(sheet, total), target, _way(sheet, prospects, total, target)
    )


def _cases(unit: Unit, year: int, as_of: date, lines: list[Line], workings: Workings) -> dict[str, Case]:
    totals = {code for line in lines for code in line.measures if not measure_of(code).adds_up}
    histories: dict[str, list[rules.Reading]] = defaultdict(list)
    for one in readings_of(unit, year=year).filter(measure__in=totals, day__lte=as_of):
        numbers = (one.numerator, one.denominator or Decimal(0))
        histories[one.measure].append(rules.Reading(one.measure, one.day, *numbers))
    cases = {}
    for line in lines:
        found = workings.found[line.key]
        habits = {}
        for code in line.measures:
            measure = measure_of(code)
            habits[code] = Habit(measure.adds_up, measure.catch_up, tuple(histories[code]))
        cases[line.key] = Case(
            rule=workings.rules[line.key],
            facts=found.facts,
            maximum=workings.maxima[line.key],
            hoped=tuple(one for one in found.hoped if one.day <= as_of),
            habits=habits,
        )
    return cases


def _prospect(line: Line, case: Case, pace: Pace, as_of: date, year: int) -> Prospect:
    found = outlook(case, pace, as_of=as_of, year=year)
    is_done = found.fate in (Fate.ASIDE, Fate.LOST) or as_of >= date(year, 12, 31)
    return Prospect(line, found, () if is_done else steps_of(line, case, found, pace, as_of=as_of, year=year))


def _on_scale(total: Range, sheet: ScoreSheet) -> Range:
    """Rows that leave the total bring the others up to the whole scale, as in the score."""
    if not sheet.total.left_out or not sheet.total.maximum:
        return total
    by = sheet.total.scale / sheet.total.maximum
    figures = (total.floor, total.low, total.likely, total.high, total.ceiling)
    return Range(*((one * by).quantize(_CENT) for one in figures))


def _levels(sheet: ScoreSheet, total: Range) -> tuple[str, str, str]:
    kept = sheet.criteria_set
    if kept is None or not weights_complete(sheet.total, kept):
        return ("", "", "")
    bands = plain_bands(sheet.bands)
    found = [
        rules.level_of(points, bands, registered=True, weights_loaded=True)
        for points in (total.low, total.likely, total.high)
    ]
    low, likely, high = (one.label if one.level is not None else kept.below for one in found)
    return (low, likely, high)


def _target(sheet: ScoreSheet, total: Range) -> LevelBand | None:
    kept = sheet.criteria_set
    if kept is None or not weights_complete(sheet.total, kept):
        return None
    if sheet.registration:
        return next((band for band in sheet.bands if band.level == sheet.registration.level), None)
    above = sorted(
        (band for band in sheet.bands if band.minimum > total.likely), key=lambda band: band.minimum
    )
    return above[0] if above else None


def _way(
    sheet: ScoreSheet, prospects: tuple[Prospect, ...], total: Range, target: LevelBand | None
) -> rules.Way | None:
    """From what is likely to the target, over what can still be won; what is gone is no step."""
    if target is None or total.likely >= target.minimum:
        return None
    rows = [
        rules.OpenCriterion(
            one.line.key, one.line.title, one.outlook.likely, one.outlook.ceiling, one.line.effort or IMPROVE
        )
        for one in prospects
        if one.line.maximum is not None
    ]
    wanted = target.minimum
    if sheet.total.left_out:
        wanted = (wanted * sheet.total.maximum / sheet.total.scale).quantize(_CENT, ROUND_CEILING)
    return rules.shortest_way_up(rows, wanted)
