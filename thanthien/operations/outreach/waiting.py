"""What making the programme known puts before a person: looks due, bulletins of today, a log that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.operations.outreach.models import Broadcast
from thanthien.operations.outreach.queries import (
    broadcasts_between,
    hours_in,
    slogans_of,
    unlogged,
)
from thanthien.operations.outreach.standing import keeps
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit

ROOM = "Tuyên truyền"
MOST = 30


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """To who looks after it: slogans to be looked at, broadcasts still to come today, days without a log."""
    if not keeps(person, unit):
        return
    for one in slogans_of(unit, "due", today)[:MOST]:
        why = "đến ngày xem lại" if one.due_date == today else "quá ngày xem lại"
        title = f"{one.get_kind_display()} tại {one.place}"
        yield Waiting(ROOM, title, why, "desk:outreach_slogan", (one.pk,), one.due_date)
    now = timezone.now()
    planned = broadcasts_between(unit, today, today).filter(state=Broadcast.State.PLANNED, begins_at__gte=now)
    for hour in hours_in(planned)[:MOST]:
        when = timezone.localtime(hour.begins_at)
        why = f"phát lúc {when:%H:%M} trên {len(hour.rows)} cụm loa"
        yield Waiting(ROOM, hour.bulletin.title, why, "desk:outreach_bulletin", (hour.bulletin.pk,), today)
    days: dict[date, int] = {}
    for begins_at in unlogged(unit, now).values_list("begins_at", flat=True):
        day = timezone.localdate(begins_at)
        days[day] = days.get(day, 0) + 1
    for day, count in sorted(days.items())[:MOST]:
        title = f"Sổ phát loa ngày {day:%d/%m}"
        yield Waiting(
            ROOM, title, f"{count} buổi chưa ghi đã phát hay chưa", "desk:outreach_log", (), None, day
        )
