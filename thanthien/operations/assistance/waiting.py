"""What home service puts before a person. Nobody is named: the digest goes by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.assistance.models import HomeRequest, HomeRound, Visit
from thanthien.operations.assistance.queries import requests_of
from thanthien.operations.assistance.roster import old_open_calls, unrecorded, volunteers_of, week_of_help
from thanthien.operations.assistance.standing import serves
from thanthien.operations.assistance.states import OPEN_VISITS
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Hỗ trợ người dân"
MOST = 30
State = HomeRequest.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """To who serves: requests to be called, answered, planned; to who goes: the round of the day."""
    if not may(person, Action.ASSISTANCE_WORK, unit):
        return
    if serves(person, unit):
        for one in requests_of(unit, "open")[:MOST]:
            if one.state == State.PLANNED:
                continue
            why, due = _why(one)
            since = timezone.localdate(one.received_at)
            title = f"Phục vụ tại nhà: {one.procedures}"[:160]
            yield Waiting(ROOM, title, why, "desk:assist_request", (one.pk,), due, since)
        yield from _roster(unit, today)
    yield from _rounds(person, unit, today)
    for call in old_open_calls(unit, today).filter(helper=person)[:MOST]:
        since = timezone.localdate(call.called_at)
        why = "ca hỗ trợ còn mở, cần ghi kết quả"
        yield Waiting(ROOM, call.problem[:160], why, "desk:assist_support_call", (call.pk,), None, since)


def _why(one: HomeRequest) -> tuple[str, date]:
    if not one.may_be_served:
        return "chưa đủ hai điều kiện, cần gọi lại và trả lời", one.contact_by_date
    if one.state == State.RECEIVED:
        return "cần gọi lại cho người dân", one.contact_by_date
    return "cần xếp ngày đến nhà", one.serve_by_date


def _rounds(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    mine = Q(lead=person) | Q(second=person)
    rows = HomeRound.objects.filter(mine, unit=unit, date__lte=today, visits__state__in=OPEN_VISITS)
    for one in rows.distinct().order_by("date"):
        left = Visit.objects.filter(round=one, state__in=OPEN_VISITS).count()
        yield Waiting(
            ROOM, f"Đến nhà người dân ngày {one.date:%d/%m/%Y}", f"còn {left} nhà", "desk:assist_round", (one.pk,),
            one.date,
        )  # fmt: skip


def _roster(unit: Unit, today: date) -> Iterator[Waiting]:
    """Attendance that nobody wrote down; a working day tomorrow without anybody, where a roster is kept."""
    left = unrecorded(unit, today).count()
    if left:
        yield Waiting(ROOM, "Ca hỗ trợ đã qua", f"{left} ca chưa ghi kết quả", "desk:assist_roster")
    if not volunteers_of(unit, today).exists():
        return
    week = week_of_help(unit, today, today)
    following = next((one for one in week[1:] if one.is_workday), None)
    if following is not None and following.is_gap:
        title = f"Chưa có người hỗ trợ {weekday_vi(following.date)}"
        yield Waiting(ROOM, title, "cần phân công", "desk:assist_roster", (), following.date)
