"""What reports put before a person: to take, to handle, to approve. A number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.queries import RUNNING, visible_reports
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Phản ánh, kiến nghị"
MOST = 200  # a person reads no longer list; the inbox has the rest
State = Report.State
WHY = {
    State.RECEIVED: "mới, cần tiếp nhận",
    State.IN_HAND: "đang xử lý, cần trả lời",
    State.OUTSIDE: "chờ cơ quan ngoài phản hồi",
    State.DRAFTED: "bản trả lời chờ duyệt",
}

ALARM = {1: "sắp đến hạn trả lời", 2: "đã quá hạn trả lời"}


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Reports of the person's own and of the person's agencies; for those who sort, what nobody has yet."""
    if not may(person, Action.FEEDBACK_WORK, unit):
        return
    mine = [agency.pk for agency in agencies_of_person(person, unit)]
    own = Q(handler=person) | Q(handler=None, agency__in=mine)
    if may(person, Action.FEEDBACK_TRIAGE, unit):
        own |= Q(handler=None, agency=None)
    wanted = own & Q(state__in=[State.RECEIVED, State.IN_HAND, State.OUTSIDE])
    if may(person, Action.FEEDBACK_APPROVE, unit):
        wanted |= Q(state=State.DRAFTED) & ~Q(answers__approved_at=None, answers__drafted_by=person)
    if may(
        person, Action.FEEDBACK_PROTECTED, unit
    ):  # leaders: limits that come near, and those that have passed
        wanted |= Q(alarm__gt=0, state__in=RUNNING)
    rows = visible_reports(person, unit).filter(wanted).order_by("due_date", "pk")[:MOST]
    for one in rows:
        yield Waiting(
            ROOM, one.text[:160], f"{one.said_code}: {_why(one)}", "desk:feedback_report", (one.pk,),
            due_date=one.due_date, since_date=timezone.localdate(one.received_at),
        )  # fmt: skip


def _why(one: Report) -> str:
    return ALARM.get(one.alarm) or WHY[State(one.state)]
