"""A day that a demo commune moved: one monthly occurrence to come, with the reason."""

from __future__ import annotations

from datetime import date, datetime

from thanthien.lib.rules import deadline
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.occurrences.actions import move_occurrence
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.queries import live_occurrences
from thanthien.workflows.demo.people import Commune


def move_one_day(commune: Commune, *, until: date, at: datetime) -> None:
    """Three working days more for the next monthly occurrence, where the year still has room."""
    coming = live_occurrences(commune.unit).filter(rhythm=Occurrence.Rhythm.MONTH, due_date__gt=until)
    one = coming.order_by("due_date", "task__position").first()
    if one is None:
        return
    to = deadline(one.due_date, 3, calendar_of(commune.unit, one.due_date.year)).last_day
    if to.year != one.due_date.year:
        return
    move_occurrence(
        actor=commune.coordinator, at=at, occurrence=one, to=to, seen=one.due_date,
        reason="Lùi lại sau kỳ họp thường lệ của Hội đồng nhân dân",
    )  # fmt: skip
