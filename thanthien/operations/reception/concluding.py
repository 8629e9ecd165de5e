"""Writes of conclusions: what the head concluded on a day, who does it by when, done with its result."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.reception.models import Conclusion, Entry, ReceptionDay
from thanthien.operations.reception.standing import keeps_book, require_keeper
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal

LONGEST = 2000
_FARTHEST = timedelta(days=730)


class CannotConclude(Refusal):
    """The conclusion was not kept, or stays as it was."""


@transaction.atomic
def add_conclusion(
    *, actor: Person, at: datetime, day: ReceptionDay, text: str, owner: Person, due: date, entry: Entry | None = None
) -> Conclusion:  # fmt: skip
    """The owner reads the words, so nothing of a protected entry is concluded here."""
    require_keeper(actor, day.unit)
    words = tidy(text, keep_lines=True)[:LONGEST]
    if len(words) < 5:
        raise CannotConclude("Anh/chị ghi kết luận: việc gì, làm thế nào.", "text")
    if not may(owner, Action.RECEPTION_WORK, day.unit):
        raise CannotConclude("Người được giao không làm việc ở đơn vị này.", "owner")
    if day.date > timezone.localdate(at):
        raise CannotConclude("Ngày tiếp chưa đến nên chưa có kết luận.")
    if not day.date <= due <= timezone.localdate(at) + _FARTHEST:
        raise CannotConclude("Hạn phải từ ngày tiếp trở đi, không quá hai năm.", "due")
    if entry is not None and (entry.day_id != day.pk or entry.is_protected):
        raise CannotConclude("Kết luận không gắn được với lượt tiếp này.", "entry")
    made = Conclusion.objects.create(
        unit=day.unit, day=day, entry=entry, text=words, owner=owner, due_date=due, made_at=at, made_by=actor
    )
    record(actor=actor, at=at, action="reception.conclude", subject=made, unit=day.unit,
           after={"owner": str(owner), "due_date": due})  # fmt: skip
    return made


@transaction.atomic
def finish_conclusion(*, actor: Person, at: datetime, conclusion: Conclusion, result: str) -> Conclusion:
    """Done by its owner, or noted by who keeps the book."""
    require(actor, Action.RECEPTION_WORK, conclusion.unit)
    if conclusion.owner_id != actor.pk and not keeps_book(actor, conclusion.unit):
        raise NotAllowed("Kết luận này giao người khác thực hiện.")
    rows = Conclusion.objects.select_for_update(of=("self",)).select_related("unit")
    conclusion = rows.get(pk=conclusion.pk)
    if conclusion.done_at is not None:
        raise CannotConclude("Kết luận này đã được ghi là xong.")
    words = tidy(result, keep_lines=True)[:LONGEST]
    if len(words) < 5:
        raise CannotConclude("Anh/chị ghi kết quả đã làm.", "result")
    conclusion.done_at, conclusion.result = at, words
    conclusion.save(update_fields=["done_at", "result"])
    record(actor=actor, at=at, action="reception.conclude_done", subject=conclusion, unit=conclusion.unit)
    return conclusion
