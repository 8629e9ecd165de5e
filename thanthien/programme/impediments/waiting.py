"""What difficulties put before a person: to answer, to decide, to say whether the answer helped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.impediments.models import Impediment
from thanthien.programme.impediments.standing import answers_first, is_leader

ROOM = "Vướng mắc"
State = Impediment.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """One query. Leaders decide what was taken to them; the division answers the rest."""
    if not may(person, Action.IMPEDIMENT_REPORT, unit):
        return
    leads = is_leader(person, unit)
    wanted = Q(state=State.ANSWERED, reported_by=person)
    if leads:
        wanted |= Q(state=State.ESCALATED) & ~Q(reported_by=person)
    elif answers_first(person, unit):
        wanted |= Q(state=State.WAITING) & ~Q(reported_by=person)
    why = {
        State.WAITING: "cần trả lời",
        State.ESCALATED: "đã trình, cần quyết định",
        State.ANSWERED: "đã được trả lời, anh/chị cho biết đã giải quyết chưa",
    }
    rows = Impediment.objects.filter(wanted, unit=unit).order_by("due_date", "pk")
    for one in rows:
        yield Waiting(
            ROOM, one.text[:160], f"{one}: {why[State(one.state)]}", "desk:impediment", (one.pk,),
            due_date=one.due_date, since_date=timezone.localdate(one.answered_at or one.reported_at),
        )  # fmt: skip
