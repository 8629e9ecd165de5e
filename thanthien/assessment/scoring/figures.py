"""Figures behind a score: what people typed one by one, what was collected by the month, or by the day where a

rule asks for it. A year of a unit is thousands of collected figures; a score needs some dozens of sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from thanthien.assessment.scoring.needs import simple_rules
from thanthien.assessment.scoring.sheet import Record
from thanthien.lib import rules
from thanthien.lib.vietnamese import number_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.actions import in_words
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import (
    Sum,
    days_collected,
    in_force,
    sums_by_day,
    sums_by_month,
    typed_of,
    typed_that_hold,
)
from thanthien.programme.measures.registry import Measure, measure_of

Figure = tuple[rules.Reading, Record]


def needs_days(all_rules: Iterable[rules.Rule]) -> frozenset[str]:
    """The measures that a rule counts by the week or day; for all others months will do."""
    return frozenset(
        one.measure
        for rule in all_rules
        for one, _ in simple_rules(rule)
        if isinstance(one, rules.Count)
        and one.per in (rules.Period.WEEK, rules.Period.WORKDAY)
        and one.measure
    )


def figures_by_measure(
    unit: Unit, year: int, as_of: date, codes: Iterable[str], by_day: frozenset[str]
) -> dict[str, list[Figure]]:
    """Every figure that counts until the end of a day, by measure, oldest first. At most four queries."""
    wanted = set(codes)
    typed: dict[str, list[Reading]] = defaultdict(list)
    for reading in typed_of(unit, year=year, until=as_of):
        typed[reading.measure].append(reading)
    # only what rooms count can have collected figures; a latest figure is looked for among its days
    collected = {code for code in wanted if measure_of(code).room}
    daily = {code for code in collected if code in by_day or not measure_of(code).adds_up}
    sums: dict[str, list[Sum]] = defaultdict(list)
    for one in (
        sums_by_month(unit, year=year, until=as_of, codes=collected - daily) if collected - daily else ()
    ):
        sums[one.measure].append(one)
    for one in sums_by_day(unit, year=year, until=as_of, codes=daily) if daily else ():
        sums[one.measure].append(one)
    told_twice = {code for code in typed if sums.get(code)}
    days = days_collected(unit, year=year, codes=told_twice) if told_twice else {}
    return {
        code: _figures(measure_of(code), typed_that_hold(typed[code], days.get(code, set())), sums[code])
        for code in wanted
    }


def _figures(measure: Measure, typed: list[Reading], sums: list[Sum]) -> list[Figure]:
    found = [_typed(measure, one) for one in in_force(measure, typed)] + [
        _summed(measure, one) for one in sums
    ]
    found.sort(key=lambda one: one[0].day)
    return found if measure.adds_up else found[-1:]


def _typed(measure: Measure, one: Reading) -> Figure:
    record = Record(
        ref=f"reading:{one.pk}",
        kind="reading",
        id=one.pk,
        label=f"{measure.label}, {one.when}: {in_words(one)}",
        day=one.day,
        target=("figure", measure.code),
    )
    return _reading(measure, one.day, one.numerator, one.denominator or Decimal(0), record), record


def _summed(measure: Measure, one: Sum) -> Figure:
    record = Record(
        ref=f"reading:{measure.code}:{one.first:%Y%m%d}",
        kind="reading",
        id=int(f"{one.first:%Y%m%d}"),
        label=f"{measure.label}, {when(one)}: {sum_in_words(measure, one)}",
        day=one.first,
        target=("figure", measure.code),
    )
    return _reading(measure, one.first, one.numerator, one.denominator, record), record


def _reading(measure: Measure, day: date, top: Decimal, whole: Decimal, record: Record) -> rules.Reading:
    return rules.Reading(measure.code, day, top, whole, record.ref)


def when(one: Sum) -> str:
    """ "tháng 3/2026", or the week or day where it stands by itself."""
    if one.days == 1 or one.first == one.last:
        return Reading(day=one.first, period=one.period).when
    return f"tháng {one.first.month}/{one.first.year}"


def sum_in_words(measure: Measure, one: Sum) -> str:
    if not measure.has_denominator:
        return number_vi(one.numerator)
    return f"{number_vi(one.numerator)}/{number_vi(one.denominator)}"


def for_criteria(
    figures: Mapping[str, list[Figure]], measures: Mapping[str, frozenset[str]]
) -> dict[str, list[Figure]]:
    """The figures of each criterion, by key."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for key, codes in measures.items():
        for code in sorted(codes):
            found[key] += figures.get(code, [])
    return found
