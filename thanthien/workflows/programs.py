"""Other programs send reports for citizens: the same intake as everywhere, and which key sent it is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from thanthien.operations.feedback.intake import Incoming, Received, receive_report
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public_ids import row_of
from thanthien.platform.files.models import StoredFile
from thanthien.platform.keys.actions import note_sent
from thanthien.platform.keys.models import Key
from thanthien.platform.keys.queries import sent_by

_ABOUT = "feedback.report:"


@transaction.atomic
def send_by_key(
    *, at: datetime, key: Key, incoming: Incoming, files: Sequence[tuple[StoredFile, str]] = ()
) -> Received:
    """Keep a report that a program sends to the key's unit. Raises `CannotReceive`."""
    received = receive_report(at=at, unit=key.unit, incoming=incoming, files=files)
    if received.is_new:
        note_sent(at=at, key=key, thing=received.report)
    return received


def reports_sent_by(key: Key, *, first: int, most: int) -> list[Report]:
    """What the key sent, the newest first, from the `first` on. Two queries."""
    marks = list(sent_by(key).values_list("about", flat=True)[first : first + most])
    return list(_of(key, [int(mark.removeprefix(_ABOUT)) for mark in marks]).order_by("-received_at", "-pk"))


def report_sent_by(key: Key, name: str) -> Report | None:
    """The report of that public id, where this key sent it."""
    pk = row_of(name)
    if pk is None or not sent_by(key).filter(about=f"{_ABOUT}{pk}").exists():
        return None
    return _of(key, [pk]).first()


def _of(key: Key, pks: Sequence[int]) -> QuerySet[Report]:
    return Report.objects.filter(pk__in=pks, unit=key.unit).select_related("unit", "agency", "neighbourhood")
