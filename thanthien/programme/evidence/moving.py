"""Moving the day of an occurrence, held against proof that is handed in at the same moment."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.fulfilment import stands_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.occurrences.actions import CannotMoveOccurrence, move_occurrence
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.actions import lock_task


@transaction.atomic
def move_undone(
    *, actor: Person, at: datetime, occurrence: Occurrence, to: date, reason: str, seen: date
) -> Occurrence:
    """`occurrences.move_occurrence`, refused where enough proof lies there or some would fall out of the period.

    Whoever hands in proof holds the same task, so one of the two comes first. Proof needs no such check: a
    period never ends before the plan's own last day, whoever moves it. Raises CannotMoveOccurrence.
    """
    task = lock_task(occurrence.task_id)
    require(actor, Action.TASK_MANAGE, task.unit)
    row = Occurrence.objects.get(pk=occurrence.pk, task=task)
    stand = stands_of([row], timezone.localdate(at))[0]
    if not stand.is_open and stand.state != "ahead":
        raise CannotMoveOccurrence(
            f"Kỳ này vừa được nộp đủ minh chứng ({stand.words.lower()}) nên không cần dời. "
            "Hạn giữ nguyên; anh/chị tải lại trang để xem minh chứng."
        )
    last = _last_proof(row)
    if last is not None and last > max(row.last_date, to):
        raise CannotMoveOccurrence(
            f"Kỳ này đã có minh chứng của ngày {date_vi(last)}, sau hạn mới, nên hạn giữ nguyên. "
            f"Anh/chị chọn hạn từ ngày {date_vi(last)} trở đi."
        )
    return move_occurrence(actor=actor, at=at, occurrence=row, to=to, reason=reason, seen=seen)


def _last_proof(row: Occurrence) -> date | None:
    """The latest day of live proof in the period as it is now."""
    live = Evidence.objects.filter(
        task_id=row.task_id, state__in=(Evidence.State.ACCEPTED, Evidence.State.WAITING)
    )
    inside = live.filter(effective_date__range=(row.first_date, max(row.last_date, row.due_date)))
    return inside.order_by("-effective_date").values_list("effective_date", flat=True).first()
