"""The digital figures of the month that is over, to who records figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.indicators import indicators
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.month_sheet import missing_codes

ROOM = "Số liệu"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Only in a unit that has typed such figures before, or whose plan has begun them: silence asks nothing."""
    if not may(person, Action.FIGURE_RECORD, unit):
        return
    rules = indicators()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if not Reading.objects.filter(unit=unit, measure__in=rules.sheet, source=Reading.Source.TYPED).exists():
        return
    missing = missing_codes(unit, month)
    if missing:
        yield Waiting(
            ROOM, f"Số liệu số hóa tháng {month.month}/{month.year}", f"còn {len(missing)} số chưa ghi",
            "desk:figures_month", (), today.replace(day=rules.due_day), today.replace(day=1),
        )  # fmt: skip
