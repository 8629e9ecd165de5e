"""What time does by itself: a case that turned late gets its draft apology, an import that was cut off goes on, a
file that was brought in is removed after the days of data/casework.yaml.

Calling it twice changes nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from thanthien.operations.casework.apologies import begin_for_lateness
from thanthien.operations.casework.background import import_in_background
from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.models import Apology, Case, CaseImport
from thanthien.operations.casework.queries import past_due
from thanthien.operations.casework.states import RUNNING
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import forget_file

State = CaseImport.State
SILENT = timedelta(minutes=3)  # an import without a sign of life for so long was cut off
MOST_RESUMED = 5  # times; a server is not restarted so often in the half minute that a file takes
_ENDS_WORKERS = (
    "Máy chủ phải dừng nhiều lần giữa chừng khi đọc tệp này nên không đọc tiếp. Tệp vẫn được giữ; anh/chị chia tệp "
    "thành các tệp nhỏ hơn, hoặc báo người quản trị."
)
MOST = 500  # drafts a round; the next round makes the others


@dataclass(frozen=True, slots=True)
class Swept:
    begun: int = 0
    resumed: int = 0
    removed: int = 0


def sweep(*, at: datetime) -> Swept:
    """One round over all units; each draft in a transaction of its own."""
    begun = 0
    for pk in _late_without_apology(at):
        with transaction.atomic():
            rows = Case.objects.select_for_update(of=("self",)).select_related("unit__parent")
            if begin_for_lateness(at=at, case=rows.get(pk=pk)) is not None:
                begun += 1
    return Swept(begun, _resume(at), _remove_files(at))


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
    """Go on with what was left in the middle. A file that ends worker after worker is given up: it would end all."""
    silent = CaseImport.objects.filter(state__in=RUNNING, progress_at__lt=at - SILENT)
    silent.filter(resumed__gte=MOST_RESUMED).update(
        state=State.FAILED, problem=_ENDS_WORKERS, progress_at=at, ended_at=at
    )
    pks = list(silent.values_list("pk", flat=True))
    for pk in pks:
        CaseImport.objects.filter(pk=pk).update(progress_at=at, resumed=F("resumed") + 1)
        import_in_background.enqueue(pk)
    return len(pks)


def _remove_files(at: datetime) -> int:
    """Files of ended imports, and of those nobody went on with, which end so; what came in stays in the log."""
    before = at - timedelta(days=definition().keep_file_days)
    over = Q(ended_at__lt=before) | Q(state__in=[State.MAPPING, State.CHECKED], progress_at__lt=before)
    rows = CaseImport.objects.filter(over, file__isnull=False)
    removed = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)[:MOST]):
        with transaction.atomic():
            one = rows.select_for_update(of=("self",)).filter(pk=pk).first()
            if one is None or one.file is None:
                continue
            if one.ended_at is None:
                one.state, one.ended_at = State.DROPPED, at
            file, one.file, one.file_removed_at = one.file, None, at
            one.examples = []  # values of people's cases
            one.save()
            forget_file(file)
            record(
                actor=None, at=at, action="case_import.remove_file", subject=one, unit=one.unit,
                after={"filename": one.filename, "state": one.get_state_display(), "lines": one.total},
            )  # fmt: skip
            removed += 1
    return removed
