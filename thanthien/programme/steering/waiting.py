"""What steering puts before a person: chases to answer, reports to hand in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.steering.models import Chase, UnitReport


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Only what the person's own agencies are to do. Two queries."""
    if not may(person, Action.STEERING_WORK, unit):
        return
    agencies = [agency.pk for agency in agencies_of_person(person, unit)]
    chases = Chase.objects.filter(unit=unit, agency_id__in=agencies, answered_at=None)
    for chase in chases.select_related("agency", "sent_by"):
        why = f"{chase.sent_by or 'Hệ thống'} đôn đốc {chase.agency}, cần phản hồi"
        yield Waiting(
            "Đôn đốc", chase.text[:160], why, "desk:chases",
            due_date=chase.answer_by, since_date=timezone.localdate(chase.sent_at),
        )  # fmt: skip
    owed = UnitReport.objects.filter(request__unit=unit, request__closed_at=None, agency_id__in=agencies)
    for report in owed.exclude(state=UnitReport.State.HANDED_IN).select_related("request", "agency"):
        returned = report.state == UnitReport.State.RETURNED
        yield Waiting(
            "Báo cáo", report.request.title, f"{report.agency} {'cần bổ sung' if returned else 'cần gửi'}",
            "desk:unit_report", (report.request_id,), due_date=report.request.due_date,
            since_date=timezone.localdate(report.request.asked_at),
        )  # fmt: skip
