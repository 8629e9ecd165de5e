"""What inspections put before a person: visits to make, findings to put right, to re-check, to give out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.inspections.models import Finding, Inspection

ROOM = "Kiểm tra"
AHEAD = timedelta(days=7)  # a visit is shown this long before its day
State = Finding.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """Two queries, whatever their number of rows."""
    if not may(person, Action.INSPECTION_WORK, unit):
        return
    manages = may(person, Action.INSPECTION_MANAGE, unit)
    visits = Inspection.objects.filter(
        unit=unit, state=Inspection.State.PLANNED, inspectors=person, inspection_date__lte=today + AHEAD
    )
    for visit in visits:
        yield Waiting(
            ROOM, visit.title, f"Kiểm tra {visit.place}", "desk:inspection", (visit.pk,),
            due_date=visit.inspection_date,
        )  # fmt: skip
    agencies = [agency.pk for agency in agencies_of_person(person, unit)]
    mine = Q(person=person) | Q(person=None, agency_id__in=agencies)
    checks = Q() if manages else Q(inspection__inspectors=person)
    wanted = (
        (Q(state=State.ORDERED) & mine)
        | (Q(state=State.DONE) & ~Q(done_by=person) & checks)
        | (Q(state=State.NOTED) & checks)
    )
    rows = Finding.objects.filter(wanted, inspection__unit=unit).exclude(
        inspection__state=Inspection.State.CLOSED
    )
    for finding in rows.select_related("inspection").distinct().order_by("due_date", "pk"):
        why = {
            State.ORDERED: "Cần khắc phục",
            State.DONE: "Đã khắc phục, cần phúc tra",
            State.NOTED: "Chưa giao ai khắc phục",
        }[State(finding.state)]
        yield Waiting(
            ROOM, finding.text[:160], f"{why} ({finding.inspection.place})", "desk:inspection",
            (finding.inspection_id,), due_date=finding.due_date if finding.state == State.ORDERED else None,
            since_date=finding.inspection.inspection_date,
        )  # fmt: skip
