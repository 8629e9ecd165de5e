"""Reports as citizens send them."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from thanthien.operations.feedback.acting import Act, version_of
from thanthien.operations.feedback.intake import Incoming, receive_report
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.people.models import Person

_KEYS = count()
TEXT = "Rác để trước cổng nhà văn hóa đã năm ngày"


def sent(cast: Cast, at: datetime, *, by: Person | None = None, **more: Any) -> Report:
    """A report of `cast.unit`, by the citizen on the portal unless `by` types it in."""
    fields = {"text": TEXT, "category": "waste", "channel": Channel.WEB, **more}
    fields.setdefault("client_key", f"may-{next(_KEYS)}")
    return receive_report(at=at, unit=cast.unit, incoming=Incoming(**fields), by=by).report


def act(actor: Person, report: Report, at: datetime | None = None) -> Act:
    """An act by somebody who has just read the report."""
    report.refresh_from_db()
    return Act(actor, at or timezone.now(), report, version_of(report))
