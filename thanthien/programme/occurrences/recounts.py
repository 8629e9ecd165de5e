"""Rounds of counting anew: asked for with a change of the calendar, begun once, told of as they go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from thanthien.platform.audit.actions import record
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import city_of
from thanthien.programme.occurrences.actions import Refreshed
from thanthien.programme.occurrences.models import Recount
from thanthien.programme.plans.models import Plan

# A round tells of itself after every commune; one silent for this long has died.
SILENCE = timedelta(minutes=2)
# A queue that nobody serves is told of, so that the person does not wait in vain.
PATIENCE = timedelta(seconds=30)


def plans_below(city: Unit, year: int) -> QuerySet[Plan]:
    """Plans in force of a year that keep the city's calendar: its communes' and its own."""
    mine = Q(unit__parent=city) | Q(unit=city)
    return Plan.objects.filter(mine, year=year, replaced_by=None).order_by("unit__code")


def cities_with_plans(year: int) -> list[Unit]:
    """Provinces and cities under which a plan of the year is in force."""
    plans = Plan.objects.filter(year=year, replaced_by=None).select_related("unit__parent")
    found = {city.pk: city for plan in plans if (city := city_of(plan.unit))}
    return sorted(found.values(), key=lambda city: city.code)


@transaction.atomic
def ask_recount(*, at: datetime, city: Unit, year: int) -> Recount | None:
    """The round that will take a change of the calendar down to the communes; None where nobody has a plan.

    A round not yet begun is taken again: it will read the calendar as it is then.
    """
    total = plans_below(city, year).count()
    if not total:
        return None
    rows = Recount.objects.select_for_update()
    fresh = {"asked_at": at, "units_total": total}
    return rows.get_or_create(unit=city, year=year, begun_at=None, defaults=fresh)[0]


@transaction.atomic
def begin_recount(*, at: datetime, recount_id: int) -> Recount | None:
    """The round, for the one who runs it; None where it runs or has ended. One that died is begun again."""
    row = Recount.objects.select_for_update().filter(pk=recount_id, ended_at=None).first()
    if row is None or (row.begun_at is not None and not has_stalled(row, at)):
        return None
    row.begun_at = row.begun_at or at
    row.progress_at, row.units_done, row.units_failed = at, 0, 0
    row.units_total = plans_below(row.unit, row.year).count()
    row.save()
    return row


def note_unit(*, at: datetime, recount: Recount, unit: Unit, done: Refreshed | None) -> None:
    """One commune is through; `done` is None where it could not be counted. Part of the caller's transaction."""
    counts = {"moved": done.moved, "made": done.made, "withdrawn": done.withdrawn} if done else {}
    Recount.objects.filter(pk=recount.pk).update(
        progress_at=at,
        units_done=F("units_done") + 1,
        units_failed=F("units_failed") + int(done is None),
        **{name: F(name) + count for name, count in counts.items()},
    )
    if done and any(counts.values()):
        record(
            actor=None, at=at, action="occurrence.recount", subject=recount, unit=unit,
            after={
                "year": recount.year, "times_moved": done.moved, "times_made": done.made,
                "times_dropped": done.withdrawn,
            },
        )  # fmt: skip


def end_recount(*, at: datetime, recount: Recount) -> None:
    Recount.objects.filter(pk=recount.pk).update(ended_at=at, progress_at=at)


def has_stalled(recount: Recount, now: datetime) -> bool:
    """Nobody came for it, or its worker died (power, restart); a clock that was set back counts too."""
    if recount.ended_at is not None:
        return False
    silent = abs(now - (recount.progress_at or recount.asked_at))
    return silent > (PATIENCE if recount.begun_at is None else SILENCE)
