"""What time does by itself: a case that turned late gets its draft apology; an import that was cut off goes on.

Calling it twice changes nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thanthien.operations.casework.apologies import begin_for_lateness
from thanthien.operations.casework.background import import_in_background
from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.models import Apology, Case, CaseImport
from thanthien.operations.casework.queries import past_due
from thanthien.operations.casework.states import RUNNING

SILENT = timedelta(minutes=3)  # an import without a sign of life for so long was cut off
MOST = 500  # drafts a round; the next round makes the others


@dataclass(frozen=True, slots=True)
class Swept:
    begun: int = 0
    resumed: int = 0


def sweep(*, at: datetime) -> Swept:
    """One round over all units; each draft in a transaction of its own."""
    begun = 0
    for pk in _late_without_apology(at):
        with transaction.atomic():
            rows = Case.objects.select_for_update(of=("self",)).select_related("unit__parent")
            if begin_for_lateness(at=at, case=rows.get(pk=pk)) is not None:
                begun += 1
    return Swept(begun, _resume(at))


def _late_without_apology(at: datetime) -> list[int]:
    """Cases late since not long ago; unfinished ones also past the date that an apology promised."""
    since = at - timedelta(days=definition().apology_days)
    today = timezone.localdate(at)
    late = past_due(Case.objects.filter(late_at__lte=at, unit__successor=None)).order_by("pk")
    has_one = Apology.objects.filter(kind=Apology.Kind.LATE).values("case")
    first = late.filter(late_at__gt=since).exclude(pk__in=has_one)
    again = late.filter(promised_date__lt=today, end_at=None).exclude(
        Q(apologies__kind=Apology.Kind.LATE) & ~Q(apologies__state__in=["sent", "delivered"])
    )
    return [*first.values_list("pk", flat=True)[:MOST], *again.values_list("pk", flat=True)[:MOST]]


def _resume(at: datetime) -> int:
    silent = CaseImport.objects.filter(state__in=RUNNING, progress_at__lt=at - SILENT)
    pks = list(silent.values_list("pk", flat=True))
    for pk in pks:
        CaseImport.objects.filter(pk=pk).update(progress_at=at)
        import_in_background.enqueue(pk)
    return len(pks)
