"""The occurrences of all communes of a city, counted anew in the background after its calendar changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.fulfilment import stands_of
from thanthien.programme.occurrences.actions import Refreshed, refresh_year
from thanthien.programme.occurrences.models import Recount
from thanthien.programme.occurrences.queries import occurrences_of_year
from thanthien.programme.occurrences.recounts import begin_recount, end_recount, note_unit, plans_below

_log = logging.getLogger(__name__)


@task()
def recount_in_background(recount_id: int) -> None:
    recount(recount_id=recount_id, clock=timezone.now)


def recount(*, recount_id: int, clock: Callable[[], datetime]) -> None:
    """Run a round, commune by commune, each in a transaction of its own; safe to run again at any time.

    A commune that fails does not hold up the others: it is logged and counted, and the page says so.
    """
    running = begin_recount(at=clock(), recount_id=recount_id)
    if running is None:
        return
    for plan in plans_below(running.unit, running.year).select_related("unit__parent"):
        try:
            _one_unit(running, plan.unit, clock())
        except Exception:
            _log.exception("Counting %s, %s anew failed", plan.unit, running.year)
            note_unit(at=clock(), recount=running, unit=plan.unit, done=None)
    end_recount(at=clock(), recount=running)


@transaction.atomic
def _one_unit(running: Recount, unit: Unit, at: datetime) -> None:
    done = refresh_undone(at=at, unit=unit, year=running.year)
    note_unit(at=at, recount=running, unit=unit, done=done)


@transaction.atomic
def refresh_undone(*, at: datetime, unit: Unit, year: int) -> Refreshed:
    """`refresh_year` that leaves alone what is done: where enough proof was handed in, the day stays as it was."""
    stands = stands_of(occurrences_of_year(unit, year), timezone.localdate(at))
    keep = {stand.occurrence.pk for stand in stands if stand.state in ("accepted", "waiting")}
    return refresh_year(at=at, unit=unit, year=year, keep=keep)
