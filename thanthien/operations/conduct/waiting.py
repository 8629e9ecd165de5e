"""What conduct puts before a person. Nobody else is named: the digest goes by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.operations.conduct.learned import reviews_of
from thanthien.operations.conduct.models import AgencyReview, Breach, Commitment, SpotCheck
from thanthien.operations.conduct.queries import staff_of_person
from thanthien.operations.conduct.standing import checks, may_step, visible_breaches
from thanthien.operations.conduct.states import OPEN
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Nề nếp, ứng xử"
MOST = 30
_WHY = {
    Breach.State.REPORTED: ("manager", "cần xác minh"),
    Breach.State.VERIFIED: ("leader", "cần kết luận"),
    Breach.State.APPEALED: ("leader", "cần xem xét khiếu nại"),
}


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """The own commitment of the year; today's open check; matters and reviews that wait for a decision."""
    if not may(person, Action.CONDUCT_WORK, unit):
        return
    staff = staff_of_person(unit, person.pk)
    # asked for once the unit has begun to collect them
    if staff is not None and Commitment.objects.filter(staff__unit=unit, year=today.year).exists():
        is_here = staff.posts.filter(until_date=None, since_date__lte=today).exists()
        if is_here and not Commitment.objects.filter(staff=staff, year=today.year).exists():
            yield Waiting(
                ROOM, f"Cam kết thực hiện quy tắc ứng xử năm {today.year}", "cần đọc và ký", "desk:conduct"
            )
    if checks(person, unit):
        for check in SpotCheck.objects.filter(unit=unit, date=today, state=SpotCheck.State.OPEN):
            yield Waiting(
                ROOM,
                "Đợt kiểm tra hôm nay",
                "còn người chưa kiểm tra",
                "desk:conduct_check",
                (check.pk,),
                today,
            )
    for breach in visible_breaches(person, unit).filter(state__in=OPEN).order_by("reported_at")[:MOST]:
        by, why = _WHY[Breach.State(breach.state)]
        if may_step(person, breach, by):
            since = timezone.localdate(breach.reported_at)
            yield Waiting(ROOM, str(breach), why, "desk:conduct_breach", (breach.pk,), None, since)
    if may(person, Action.CONDUCT_DECIDE, unit):
        for one in reviews_of(unit, today.year):
            if one.review is not None and one.review.state == AgencyReview.State.SENT:
                title = f"Tự nhận xét đội ngũ năm {today.year}: {one.agency.short_name}"
                yield Waiting(ROOM, title, "cần nhận xét", "desk:conduct_review", (one.agency.pk,))
