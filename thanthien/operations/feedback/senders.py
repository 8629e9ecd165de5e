"""Who sent a report: read beside it, except where the report is protected. Then each look is noted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thanthien.operations.feedback.models import Report, Sender
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed


def open_sender(report: Report) -> Sender | None:
    """The sender as the report's page shows it; None for a protected report, whose sender is asked for apart."""
    return None if report.is_protected else Sender.objects.filter(report=report).first()


@transaction.atomic
def look_at_sender(*, actor: Person, at: datetime, report: Report) -> Sender | None:
    """The sender of a protected report, for who may read it; the look stands in the audit log."""
    if not visible_reports(actor, report.unit).filter(pk=report.pk).exists():
        raise NotAllowed
    record(actor=actor, at=at, action="feedback.look", subject=report, unit=report.unit)
    return Sender.objects.filter(report=report).first()
