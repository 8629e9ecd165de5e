"""What of the papers waits for a person: to sign, to mend and submit again, to number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.standing import keeps_register
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Trình ký"
_State = PaperToSign.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Returned papers wait for who drew them up; where that account is closed, for all who may submit.
    One query beside those of the person's rights."""
    asked = Q(pk__in=[])
    if may(person, Action.PAPER_SIGN, unit):
        asked |= Q(state=_State.WAITING)
    if may(person, Action.PAPER_SUBMIT, unit):
        asked |= Q(state=_State.RETURNED) & (Q(drawn_by=person) | Q(drawn_by__is_active=False))
    if keeps_register(person, unit):
        asked |= Q(state=_State.SIGNED, number="")
    for one in PaperToSign.objects.filter(asked, unit=unit).select_related("drawn_by"):
        since = timezone.localdate(one.drawn_at)
        yield Waiting(ROOM, one.title, _why(one), "desk:paper", (one.pk,), since_date=since)


def _why(paper: PaperToSign) -> str:
    if paper.state == _State.WAITING:
        return f"{paper.drawn_by} trình, cần ký hoặc trả lại"
    if paper.state == _State.RETURNED:
        return "bị trả lại, cần sửa rồi trình lại"
    return "đã ký, cần ghi số"
