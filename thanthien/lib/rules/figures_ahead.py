"""Figures that may yet come in a year: ratios, surveys, breaches. `u` as in `futures`, 0 worst, 1 best.

Months go on as those before them. A clean record may still break: one month more than those seen is
taken as the chance. A measure that states the whole (`adds_up` false) goes on along its own line.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thanthien.lib.rules.chances import events, z_of
from thanthien.lib.rules.facts import Facts, Reading
from thanthien.lib.rules.frame import Frame
from thanthien.lib.rules.kinds import Deduction, Ratio, Survey, rises
from thanthien.lib.rules.periods import ALL_MONTHS

_MONTH_DAYS = 30.4
_BREAK = 0.3  # breaches to be expected in the first month of a clean record
_DISASTER = Decimal(10) ** 9
_MUCH = Decimal(10) ** 6


@dataclass(frozen=True, slots=True)
class Habit:
    """How a measure behaves. `history` holds all its figures of the year where only the latest counts."""

    adds_up: bool = True
    catch_up: bool = True
    history: tuple[Reading, ...] = ()


def readings_ahead(
    rule: Ratio | Survey, facts: Facts, habit: Habit, frame: Frame, measured: float, u: float
) -> tuple[Reading, ...]:
    """The sums of the rest of the year as one reading; nothing where no more figures come."""
    code = rule.measure if isinstance(rule, Ratio) else rule.survey
    months = rule.months if isinstance(rule, Survey) else ALL_MONTHS
    known = [
        one
        for one in facts.readings
        if one.measure == code and one.day.month in months and frame.holds(one.day)
    ]
    day = max(frame.as_of, date(frame.year, max(months), 28))
    if day.month not in months:
        return ()
    up = not isinstance(rule, Ratio) or rises(rule.op) or rule.op == "="
    if u <= 0:
        worst = (Decimal(0), _DISASTER) if up else (_DISASTER, Decimal(1))
        return (Reading(code, day, *worst),)
    if not known:
        return (_perfect(rule, day, up),) if u >= 1 or u > 1 - measured else ()
    if not habit.adds_up:
        return _along_the_line(rule, habit.history or tuple(known), known[-1], frame, u, up)
    by_month = _monthly(known)
    left = _months_left(max(by_month), frame, months)
    volume = sum(whole for _, whole in by_month.values()) / len(by_month) * left
    if habit.catch_up and u >= 1:
        return (_caught_up(rule, known, Decimal(round(volume)), day, up),)
    if volume < 1 or left <= 0:
        return ()
    return (_drawn(code, day, by_month, volume, left, up, u),)


def breaches_ahead(
    rule: Deduction, facts: Facts, frame: Frame, measured: float, u: float
) -> tuple[Reading, ...]:
    known = [one for one in facts.readings if one.measure == rule.measure and frame.holds(one.day)]
    day = date(frame.year, 12, 28)
    if u <= 0:
        return (Reading(rule.measure, max(day, frame.as_of), _MUCH),)
    if not known and rule.no_record == "not_measured" and u < 1 and u <= 1 - measured:
        return ()
    months = max(1, len({one.day.month for one in known}))
    left = (date(frame.year, 12, 31) - frame.as_of).days / _MONTH_DAYS
    rate = (float(sum(one.numerator for one in known)) + _BREAK) / (months + 1)
    breaches = 0 if u >= 1 else events(1 - u, rate * left)
    return (Reading(rule.measure, max(day, frame.as_of), Decimal(breaches)),)


def _perfect(rule: Ratio | Survey, day: date, up: bool) -> Reading:
    """The best that figures can say of a measure that has none yet."""
    if isinstance(rule, Survey):
        number = Decimal(max(100, rule.min_sample))
        return Reading(rule.survey, day, number, number)
    if rule.op == "=" and rule.threshold is not None:
        return Reading(rule.measure, day, rule.threshold * _MUCH, _MUCH)
    return Reading(rule.measure, day, _MUCH * 6 if up else Decimal(0), _MUCH)


def _monthly(known: Sequence[Reading]) -> dict[int, tuple[float, float]]:
    sums: dict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for one in known:
        good, whole = sums[one.day.month]
        sums[one.day.month] = (good + float(one.numerator), whole + float(one.denominator))
    return sums


def _months_left(last: int, frame: Frame, months: Sequence[int]) -> float:
    """Months of figures still to come; those that have passed unread are still told later."""
    if last >= frame.as_of.month:
        ahead = sum(month > frame.as_of.month for month in months)
        rest = date(frame.year + frame.as_of.month // 12, frame.as_of.month % 12 + 1, 1) - frame.as_of
        return ahead + max(0, rest.days - 1) / _MONTH_DAYS
    return float(sum(month > last for month in months))


def _caught_up(
    rule: Ratio | Survey, known: Sequence[Reading], volume: Decimal, day: date, up: bool
) -> Reading:
    """All of the rest done well, and what was missed made good."""
    whole = sum((one.denominator for one in known), Decimal(0))
    good = sum((one.numerator for one in known), Decimal(0))
    perfect = _perfect(rule, day, up)
    goal = perfect.numerator / perfect.denominator * (whole + volume)
    return Reading(perfect.measure, day, goal - good, volume)


def _drawn(
    code: str,
    day: date,
    by_month: dict[int, tuple[float, float]],
    volume: float,
    left: float,
    up: bool,
    u: float,
) -> Reading:
    good = sum(one for one, _ in by_month.values())
    whole = sum(one for _, one in by_month.values())
    rate, luck = good / whole if whole else 0.0, u if up else 1 - u
    if u >= 1:
        number = max(rate, 1.0) * volume if up else 0.0
    elif rate == 1.0 or rate == 0.0:
        # A clean record (or an empty one): how often the other thing happens once.
        odd = events(1 - u if (rate == 1.0) == up else u, _BREAK * left / (len(by_month) + 1))
        number = volume - odd if rate == 1.0 else float(odd)
    else:
        number = max(0.0, (rate + z_of(luck) * _spread(by_month, rate, volume, left)) * volume)
        if rate < 1:
            number = min(number, volume)
    return Reading(code, day, Decimal(round(number)), Decimal(round(volume)))


def _spread(by_month: dict[int, tuple[float, float]], rate: float, volume: float, left: float) -> float:
    """Standard deviation of the ratio of the rest of the year: chance, and months that differ."""
    ratios = [good / whole for good, whole in by_month.values() if whole]
    between = sum((one - rate) ** 2 for one in ratios) / max(1, len(ratios) - 1) if len(ratios) > 1 else 0.01
    chance = max(0.0, rate * (1 - min(rate, 1.0))) / volume
    return float((between / max(1.0, left) + between / len(ratios) + chance) ** 0.5)


def _along_the_line(
    rule: Ratio | Survey, history: Sequence[Reading], last: Reading, frame: Frame, u: float, up: bool
) -> tuple[Reading, ...]:
    """Where only the latest figure counts: it goes on as from the first to the last, more or less."""
    if u >= 1:
        return (_perfect(rule, date(frame.year, 12, 31), up),)
    whole = [one for one in history if one.denominator]
    if not whole or not last.denominator:
        return ()
    first = whole[0]
    days = (last.day - first.day).days
    now = last.numerator / last.denominator
    slope = float(now - first.numerator / first.denominator) / days if days else 0.0
    luck = u if (slope >= 0) == up else 1 - u
    grown = Decimal(f"{slope * (date(frame.year, 12, 31) - last.day).days * 2 * luck:.6f}")
    ratio = max(Decimal(0), now + grown)
    return (Reading(last.measure, date(frame.year, 12, 31), ratio * last.denominator, last.denominator),)
