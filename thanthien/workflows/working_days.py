"""A change of the calendar of working days, and with it the round that brings every commune's dates along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.actions import drop_own_day, load_holidays, set_own_day
from thanthien.platform.workdays.definition import read_holidays
from thanthien.platform.workdays.models import SpecialDay
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.occurrences.models import Recount
from thanthien.programme.occurrences.queries import last_recount
from thanthien.programme.occurrences.recounts import ask_recount, cities_with_plans, has_stalled
from thanthien.workflows.recounting import recount_in_background


@dataclass(frozen=True, slots=True)
class Loaded:
    """Days of the file, rows changed, and the rounds that carry the change to the communes."""

    year: int
    days: int
    changed: int
    recounts: int


@transaction.atomic
def set_day(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    day: date,
    kind: str,
    name: str,
    seen_at: datetime | None,
) -> tuple[SpecialDay, Recount | None]:
    """`workdays.set_own_day`, with the round where working days changed. Raises CannotKeepDay."""
    with _carried_down(at, [unit], day.year) as rounds:
        row = set_own_day(
            actor=actor, at=at, unit=unit, day=day, kind=kind, name=name, seen_at=seen_at
        )  # fmt: skip
    return row, next(iter(rounds), None)


@transaction.atomic
def drop_day(*, actor: Person, at: datetime, unit: Unit, day: date) -> Recount | None:
    """`workdays.drop_own_day`, with the round where working days changed. Raises CannotKeepDay."""
    with _carried_down(at, [unit], day.year) as rounds:
        drop_own_day(actor=actor, at=at, unit=unit, day=day)
    return next(iter(rounds), None)


@transaction.atomic
def load_days(*, at: datetime, path: Path) -> Loaded:
    """`workdays.load_holidays`, with one round a city where working days changed. Raises InvalidHolidays."""
    year, _ = read_holidays(path)
    with _carried_down(at, cities_with_plans(year), year) as rounds:
        _, days, changed = load_holidays(path=path, at=at)
    return Loaded(year, days, changed, len(rounds))


@transaction.atomic
def recount_again(*, actor: Person, at: datetime, city: Unit, year: int) -> Recount | None:
    """Queue the last round anew where it died or left communes out; None where there is no reason to."""
    require(actor, Action.WORKDAY_MANAGE, city)
    last = last_recount(city, year)
    if last is None or not (has_stalled(last, at) or last.units_failed):
        return None
    return _queue(at, city, year)


@contextmanager
def _carried_down(at: datetime, cities: Sequence[Unit], year: int) -> Iterator[list[Recount]]:
    """Queue a round for each city whose working days are others afterwards; the rounds are in what it yields."""
    before = [calendar_of(city, year) for city in cities]
    rounds: list[Recount] = []
    yield rounds
    for city, was in zip(cities, before, strict=True):
        if calendar_of(city, year) != was and (queued := _queue(at, city, year)):
            rounds.append(queued)


def _queue(at: datetime, city: Unit, year: int) -> Recount | None:
    """The order lies in the database with the change itself: both stand, or neither."""
    asked = ask_recount(at=at, city=city, year=year)
    if asked is not None:
        recount_in_background.enqueue(asked.pk)
    return asked
