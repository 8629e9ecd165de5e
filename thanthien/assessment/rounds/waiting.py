"""What of a round waits for a person: to register, to hand in, to score, and for the city to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.assessment.rounds.models import Round
from thanthien.assessment.rounds.queries import deadline_of, registration_of, round_of
from thanthien.assessment.rounds.seats import sheets_to_write
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of

State = Round.State
ROOM = "Hồ sơ đánh giá"
# What the city does next, by state.
_CITY = {
    State.SUBMITTED: "hồ sơ mới nộp, cần mở thẩm định hoặc trả lại",
    State.APPRAISED: "đã thẩm định, cần ghi quyết định",
    State.OBJECTED: "đơn vị kiến nghị, cần trả lời",
}


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    if unit.is_local:
        yield from _of_commune(person, unit, today)
    elif may(person, Action.ROUND_MANAGE, unit):
        yield from _of_city(unit)
    for sheet in sheets_to_write(person):
        round_ = sheet.appraisal.round
        if unit.is_local and sheet.appraisal.council.unit_id == unit.parent_id:
            page, args = "desk:appraisal", (sheet.pk,)
        elif sheet.appraisal.council.unit_id == unit.pk:
            page, args = "oversight:round_sheet", (round_.pk,)
        else:
            continue
        since = timezone.localdate(sheet.appraisal.opened_at)
        title = f"Phiếu thẩm định {round_.unit.full_name}, năm {round_.year}"
        yield Waiting(ROOM, title, "cần chấm và nộp phiếu", page, args, since_date=since)


def _of_commune(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    registers, submits = (may(person, a, unit) for a in (Action.LEVEL_REGISTER, Action.ROUND_SUBMIT))
    if not registers and not submits:
        return
    adoption = adoption_of(unit, today.year)
    if adoption is None:
        return
    kept, registration = round_of(unit, today.year), registration_of(unit, today.year)
    if registers and (registration is None or registration.sent_at is None):
        due = deadline_of(adoption.criteria_set, "registration", today.year)
        why = "cần ghi mức đăng ký" if registration is None else "đã ghi, cần gửi lên thành phố"
        page = "desk:score_register" if registration is None else "desk:score"
        last = due.last_day if due else None
        yield Waiting(ROOM, f"Đăng ký mức năm {today.year}", why, page, due_date=last)
    if kept is not None and kept.state == State.RETURNED:
        why = "thành phố trả lại, cần bổ sung và nộp lại"
        since = timezone.localdate(kept.moved_at)
        yield Waiting(ROOM, f"Hồ sơ đánh giá năm {today.year}", why, "desk:round", since_date=since)
    elif submits and (kept is None or kept.state == State.PREPARING):
        due = deadline_of(adoption.criteria_set, "self_assessment", today.year)
        if due is not None and (due.last_day - today).days <= _AHEAD:
            why = "cần xem điểm và nộp"
            title = f"Hồ sơ tự đánh giá năm {today.year}"
            yield Waiting(ROOM, title, why, "desk:round", due_date=due.last_day)


_AHEAD = 45  # days before the last one: earlier there is nothing to hand in yet


def _of_city(city: Unit) -> Iterator[Waiting]:
    rounds = Round.objects.filter(unit__parent=city, state__in=list(_CITY)).select_related("unit")
    for one in rounds.order_by("moved_at", "pk"):
        title = f"Hồ sơ năm {one.year} của {one.unit.full_name}"
        since = timezone.localdate(one.moved_at)
        yield Waiting(ROOM, title, _CITY[State(one.state)], "oversight:round", (one.pk,), since_date=since)
