"""What the room puts before a person. Nobody is named: the digest goes by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.greeting import greetings_of
from thanthien.operations.letters.models import CourtesyLetter, Kind, LetterBatch, LetterProposal
from thanthien.operations.letters.queries import proposals_for, visible_letters
from thanthien.operations.letters.standing import reads_all
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Thư, thăm hỏi"
MOST = 30
State = CourtesyLetter.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """To the leader: letters to sign. To writers: returned ones, signed ones to hand over, proposals, greetings."""
    if not may(person, Action.LETTER_WORK, unit):
        return
    if may(person, Action.LETTER_SIGN, unit):
        for one in visible_letters(person, unit).filter(state=State.SUBMITTED)[:MOST]:
            yield _letter(one, "chờ anh/chị ký")
    mine = visible_letters(person, unit).filter(drafted_by=person)
    for one in mine.filter(state=State.DRAFT)[:MOST]:
        yield _letter(one, "trả lại để sửa" if one.returned_for else "đang soạn, cần trình ký")
    for one in mine.filter(state=State.SIGNED)[:MOST]:
        yield _letter(one, "đã ký, cần trao hoặc gửi")
    if not reads_all(person, unit):
        return
    open_ones = proposals_for(person, unit).filter(state=LetterProposal.State.OPEN)
    if number := open_ones.count():
        oldest = open_ones.order_by("date").first()
        since = oldest.date if oldest else None
        yield Waiting(
            ROOM,
            f"{number} đề xuất thư",
            "cần lập thư hoặc ghi lý do",
            "desk:letters_proposals",
            (),
            None,
            since,
        )
    for batch in LetterBatch.objects.filter(unit=unit, state=LetterBatch.State.MAKING)[:MOST]:
        yield Waiting(ROOM, str(batch), "lập dở, cần làm tiếp", "desk:letters_batch", (batch.pk,))
    yield from _greetings(unit, today)


def _letter(one: CourtesyLetter, why: str) -> Waiting:
    since = timezone.localdate(one.drafted_at)
    due = None
    if one.kind == Kind.CONDOLENCE and one.state in (State.DRAFT, State.SUBMITTED):
        due = since + timedelta(days=definition().condolence_days)
    return Waiting(ROOM, str(one), why, "desk:letters_one", (one.pk,), due, since)


def _greetings(unit: Unit, today: date) -> Iterator[Waiting]:
    """From some days before a holiday until it is told on all three ways; a week after it nobody is asked any more."""
    ahead = today + timedelta(days=definition().remind_days)
    for year in {today.year, ahead.year}:
        for due in greetings_of(unit, year):
            if not today - timedelta(days=7) <= due.date <= ahead:
                continue
            title = f"Lời chúc của Chủ tịch: {due.day.name}"
            if due.greeting is None:
                why = "chưa soạn"
            elif due.greeting.approved_at is None:
                why = "chờ Chủ tịch duyệt"
            elif due.lacking:
                why = f"còn thiếu: {', '.join(due.lacking)}"
            else:
                continue
            yield Waiting(ROOM, title, why, "desk:letters_greetings", (), due.date)
