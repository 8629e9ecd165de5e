"""The hours of a working day in a unit: written where the unit sets them, read where a term is counted in hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.models import OfficeHours

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WorkHours:
    """`spans`: the parts of a working day, in order; empty where the unit has set none."""

    spans: tuple[Span, ...]


def hours_of(unit: Unit) -> WorkHours:
    """One query."""
    found = OfficeHours.objects.filter(unit=unit).first()
    spans = found.spans if found else []
    return WorkHours(tuple((time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in spans))


def keep_hours(*, at: datetime, unit: Unit, spans: Sequence[Span]) -> None:
    """Keep what the unit set, in the transaction and under the rights of the action that sets it."""
    said = [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in spans]
    OfficeHours.objects.update_or_create(unit=unit, defaults={"spans": said, "changed_at": at})
