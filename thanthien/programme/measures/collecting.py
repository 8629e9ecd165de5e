"""The door by which a room of the daily work brings its figures: which measures, and how they are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from thanthien.programme.measures.models import Reading

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure of one unit; `day` is the first day of a week (`period`). Zero is a figure too."""

    unit_id: int
    measure: str
    day: date
    numerator: Number
    denominator: Number | None = None
    period: str = Reading.Period.DAY


Collect = Callable[[date, date], Iterable[Counted]]


class CountedOfDay(Protocol):
    """What a room yields that counts one day at a time."""

    @property
    def unit_id(self) -> int: ...
    @property
    def measure(self) -> str: ...
    @property
    def numerator(self) -> Number: ...
    @property
    def denominator(self) -> Number | None: ...


@dataclass(frozen=True, slots=True)
class Source:
    """The measures (codes of data/measures.yaml) that one function counts.

    `collect` gives every figure of all units for the days from the first to the last, both included; what it
    does not give was not measured. The same days counted again give the same figures while records stay.
    """

    codes: tuple[str, ...]
    collect: Collect


def by_day(codes: tuple[str, ...], collect: Callable[[date], Iterable[CountedOfDay]]) -> Source:
    """The door for a room that counts one day at a time."""

    def collect_days(first: date, last: date) -> Iterator[Counted]:
        for day in days_of(first, last):
            for one in collect(day):
                if one.measure in codes:
                    yield Counted(one.unit_id, one.measure, day, one.numerator, one.denominator)

    return Source(codes, collect_days)


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def mondays_of(first: date, last: date) -> list[date]:
    """The Mondays from the first to the last day: figures of a week stand on its Monday."""
    return [day for day in days_of(first, last) if day.weekday() == 0]
