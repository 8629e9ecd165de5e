"""What dialogue, visits and commitments put before a person. Who asked is named nowhere: the digest goes by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q

from thanthien.operations.engagement.models import Dialogue, FieldVisit, Heard, Question
from thanthien.operations.engagement.queries import commitments_of, monday_of, visited_in_week
from thanthien.operations.engagement.standing import is_without_owner, manages
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Đối thoại, cơ sở"
MOST = 30
FROM_WEDNESDAY = 2  # a week without a visit is told before it ends


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """To owners their commitments; to who goes the visits; to managers questions, dialogues and the empty week."""
    if not may(person, Action.ENGAGEMENT_WORK, unit):
        return
    bosses = manages(person, unit)
    yield from _commitments(person, unit, today, bosses=bosses)
    yield from _visits(person, unit, today, bosses=bosses)
    if bosses:
        yield from _dialogues(unit, today)
        yield from _week(unit, today)


def _commitments(person: Person, unit: Unit, today: date, *, bosses: bool) -> Iterator[Waiting]:
    agencies = {m.agency_id for m in current_memberships(person) if m.unit_id == unit.pk and m.agency_id}
    rows = list(commitments_of(unit, "open", today)[:200])
    told = 0
    for one in rows:
        if told >= MOST:
            return
        is_mine = one.person_id == person.pk or one.agency_id in agencies
        if is_mine:
            why = "cam kết với người dân" + (", đã bị mở lại" if one.times_reopened else "")
        elif bosses and is_without_owner(one):
            why = "người thực hiện không còn ở đơn vị, cần giao lại"
        elif bosses and one.due_date < today:
            why = f"cam kết quá hạn, {one.person or one.agency} thực hiện"
        else:
            continue
        told += 1
        yield Waiting(ROOM, one.text[:160], why, "desk:commitment", (one.pk,), one.due_date)


def _visits(person: Person, unit: Unit, today: date, *, bosses: bool) -> Iterator[Waiting]:
    rows = FieldVisit.objects.filter(unit=unit).select_related("neighbourhood")
    planned = rows.filter(state=FieldVisit.State.PLANNED, date__lte=today + timedelta(days=3))
    for one in planned.filter(Q(leader=person) | Q(made_by=person)).order_by("date")[:MOST]:
        why = "cần ghi kết quả" if one.date <= today else "sắp đến ngày đi"
        yield Waiting(ROOM, f"Xuống {one.neighbourhood}", why, "desk:field_visit", (one.pk,), one.date)
    mine = Q() if bosses else Q(recorded_by=person)
    left = rows.filter(mine, heard__state=Heard.State.OPEN).annotate(number=Count("heard")).order_by("date")
    for one in left[:MOST]:
        why = f"còn {one.number} ý kiến nghe được chưa xử lý"
        yield Waiting(
            ROOM, f"Sau khi xuống {one.neighbourhood}", why, "desk:field_visit", (one.pk,), None, one.date
        )


def _dialogues(unit: Unit, today: date) -> Iterator[Waiting]:
    waiting = Count("questions", filter=Q(questions__state=Question.State.NEW))
    left = Count("questions", filter=Q(questions__state=Question.State.ACCEPTED))
    rows = Dialogue.objects.filter(unit=unit).annotate(new=waiting, left=left).order_by("date")
    for one in rows.exclude(state=Dialogue.State.CANCELLED)[:200]:
        new, open_ = one.new, one.left
        if one.state == Dialogue.State.DRAFT and one.date >= today:
            yield Waiting(
                ROOM, one.title[:160], "chưa công bố giấy mời", "desk:dialogue", (one.pk,), one.date
            )
        if one.state != Dialogue.State.HELD and one.date < today:
            yield Waiting(
                ROOM, one.title[:160], "cần ghi kết quả đối thoại", "desk:dialogue", (one.pk,), one.date
            )
        if new:
            yield Waiting(
                ROOM, one.title[:160], f"{new} câu hỏi chưa xem", "desk:dialogue", (one.pk,), one.date
            )
        if one.state == Dialogue.State.HELD and open_:
            why = f"{open_} câu hỏi chưa có câu trả lời hoặc cam kết"
            yield Waiting(ROOM, one.title[:160], why, "desk:dialogue", (one.pk,), None, one.date)


def _week(unit: Unit, today: date) -> Iterator[Waiting]:
    """From Wednesday on, where the unit keeps its visits here and nobody has gone this week."""
    monday = monday_of(today)
    sunday = monday + timedelta(days=6)
    rows = FieldVisit.objects.filter(unit=unit)
    if today.weekday() < FROM_WEDNESDAY or not rows.exists() or visited_in_week(unit, monday):
        return
    planned = rows.filter(state=FieldVisit.State.PLANNED, date__gte=today, date__lte=sunday).exists()
    why = "đã có kế hoạch, chưa đi" if planned else "tuần này chưa có lãnh đạo xuống thôn, tổ dân phố"
    yield Waiting(ROOM, "Xuống cơ sở hằng tuần", why, "desk:field_visits", (), sunday)
