"""What of commendation, notices and practices waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.models import Commendation, Notice, Practice

ROOM = "Thi đua, khen thưởng"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Proposals to send on, practices to recognise, criticism to publish; and criticism to answer."""
    if may(person, Action.MERIT_MANAGE, unit):
        for one in Commendation.objects.filter(unit=unit, state=Commendation.State.PROPOSED):
            since = timezone.localdate(one.proposed_at)
            yield Waiting(
                ROOM, str(one), "cần trình đề nghị khen thưởng", "desk:merit_commendation", (one.pk,),
                since_date=since,
            )  # fmt: skip
        drafts = Notice.objects.filter(unit=unit, state=Notice.State.DRAFT, kind=Notice.Kind.CRITICISM)
        for notice in drafts.exclude(created_by=person):
            yield Waiting(
                ROOM, str(notice), "cần xem và thông báo", "desk:merit_notice", (notice.pk,),
                since_date=timezone.localdate(notice.created_at),
            )  # fmt: skip
    if may(person, Action.PRACTICE_DECIDE, unit):
        for practice in Practice.objects.filter(unit=unit, state=Practice.State.SUBMITTED):
            yield Waiting(ROOM, practice.title, "cần công nhận cách làm hay", "desk:practice", (practice.pk,))
    own = [agency.pk for agency in agencies_of_person(person, unit)]
    named = Notice.objects.filter(
        unit=unit, state=Notice.State.PUBLISHED, kind=Notice.Kind.CRITICISM, agency__in=own, replied_at=None
    )
    for notice in named:
        told = timezone.localdate(notice.published_at) if notice.published_at else None
        yield Waiting(
            ROOM, str(notice), "có thể phản hồi", "desk:merit_notice", (notice.pk,), since_date=told
        )
