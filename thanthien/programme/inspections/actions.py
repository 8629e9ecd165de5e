"""Writes of inspections: planned, held, closed. Findings and their chains: see `findings`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import people_who_may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Neighbourhood, Unit
from thanthien.programme.inspections.models import Inspection
from thanthien.programme.inspections.standing import require_inspector
from thanthien.programme.inspections.states import INSPECTION_STEPS, SETTLED, InspectionMove


class CannotInspect(Exception):
    """The inspection or finding cannot be changed so. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class InspectionFields:
    """Where (an agency or a neighbourhood), when, by whom, and what is looked at."""

    title: str
    inspection_date: date
    inspectors: tuple[Person, ...]
    agency: Agency | None = None
    neighbourhood: Neighbourhood | None = None
    text: str = ""
    supervised_by: str = ""  # the body outside the administration whose supervision it is


def lock_inspection(pk: int) -> Inspection:
    """The inspection as it is now, held until the transaction ends: its findings change one after the other."""
    return Inspection.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=pk)


@transaction.atomic
def plan_inspection(
    *, actor: Person, at: datetime, unit: Unit, year: int, fields: InspectionFields
) -> Inspection:
    """Put an inspection on the calendar; one held earlier may be entered after the day."""
    require(actor, Action.INSPECTION_MANAGE, unit)
    place = _check(unit, year, fields)
    inspection = Inspection.objects.create(
        unit=unit, year=year, planned_at=at, planned_by=actor, title=tidy(fields.title)[:300], place=place,
        text=tidy(fields.text, keep_lines=True), inspection_date=fields.inspection_date, agency=fields.agency,
        neighbourhood=fields.neighbourhood, supervised_by=tidy(fields.supervised_by)[:200],
    )  # fmt: skip
    inspection.inspectors.set(fields.inspectors)
    record(
        actor=actor, at=at, action="inspection.plan", subject=inspection, unit=unit,
        after={
            "inspection_date": fields.inspection_date, "place": place,
            "inspectors": [str(person) for person in fields.inspectors],
            "supervised_by": inspection.supervised_by,
        },
    )  # fmt: skip
    return inspection


@transaction.atomic
def change_inspection(
    *, actor: Person, at: datetime, inspection: Inspection, fields: InspectionFields
) -> Inspection:
    """Move the day, change the inspectors or the content, until the inspection is closed or cancelled."""
    inspection = lock_inspection(inspection.pk)
    require(actor, Action.INSPECTION_MANAGE, inspection.unit)
    if inspection.state not in (Inspection.State.PLANNED, Inspection.State.HELD):
        raise CannotInspect(_too_late(inspection, "sửa"))
    place = _check(inspection.unit, inspection.year, fields)
    before = _said(inspection)
    inspection.title, inspection.place = tidy(fields.title)[:300], place
    inspection.text = tidy(fields.text, keep_lines=True)
    inspection.supervised_by = tidy(fields.supervised_by)[:200]
    inspection.inspection_date = fields.inspection_date
    inspection.agency, inspection.neighbourhood = fields.agency, fields.neighbourhood
    inspection.save()
    inspection.inspectors.set(fields.inspectors)
    after = _said(inspection)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        record(
            actor=actor, at=at, action="inspection.change", subject=inspection, unit=inspection.unit,
            before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
        )  # fmt: skip
    return inspection


@transaction.atomic
def move_inspection(
    *, actor: Person, at: datetime, inspection: Inspection, move: InspectionMove, remark: str = ""
) -> Inspection:
    """Held, closed with a conclusion, opened again, or cancelled. Closed only when all findings are settled."""
    inspection = lock_inspection(inspection.pk)
    step, remark = INSPECTION_STEPS[move], tidy(remark, keep_lines=True)
    if move is InspectionMove.HOLD:
        require_inspector(actor, inspection)
    else:
        require(actor, Action.INSPECTION_MANAGE, inspection.unit)
    if inspection.state not in step.allowed:
        raise CannotInspect(_too_late(inspection, step.says))
    if step.needs_remark and not remark:
        words = "kết luận kiểm tra" if move is InspectionMove.CLOSE else "lý do"
        raise CannotInspect(f"Anh/chị ghi {words}.")
    if move is InspectionMove.HOLD and inspection.inspection_date > timezone.localdate(at):
        raise CannotInspect(
            f"Lịch kiểm tra là ngày {date_vi(inspection.inspection_date)}. Anh/chị sửa ngày nếu đã kiểm tra sớm hơn."
        )
    if move is InspectionMove.CLOSE:
        left = inspection.findings.exclude(state__in=SETTLED).count()
        if left:
            raise CannotInspect(
                f"Còn {left} tồn tại chưa phúc tra đạt. Anh/chị phúc tra xong rồi kết thúc cuộc kiểm tra."
            )
        inspection.conclusion = remark
    before, inspection.state = inspection.state, step.to
    inspection.closed_at = at if move is InspectionMove.CLOSE else None
    inspection.save(update_fields=["state", "conclusion", "closed_at"])
    record(
        actor=actor, at=at, action=f"inspection.{move}", subject=inspection, unit=inspection.unit,
        before={"state": before}, after={"state": inspection.state}, remark=remark,
    )  # fmt: skip
    return inspection


def _check(unit: Unit, year: int, fields: InspectionFields) -> str:
    """The name of the place inspected. Raises `CannotInspect` when something is missing or foreign."""
    if not tidy(fields.title):
        raise CannotInspect("Anh/chị ghi nội dung kiểm tra.")
    if fields.inspection_date.year != year:
        raise CannotInspect(f"Ngày kiểm tra cần nằm trong năm {year}.")
    place = fields.agency or fields.neighbourhood
    if place is None or (fields.agency and fields.neighbourhood):
        raise CannotInspect("Anh/chị chọn một cơ quan hoặc một thôn, tổ dân phố được kiểm tra.")
    if place.unit_id != unit.pk:
        raise CannotInspect("Nơi được chọn không thuộc đơn vị này.")
    if not fields.inspectors:
        raise CannotInspect("Anh/chị chọn ít nhất một người kiểm tra.")
    keys = [person.pk for person in fields.inspectors]
    if people_who_may(Action.INSPECTION_WORK, unit).filter(pk__in=keys).count() != len(set(keys)):
        raise CannotInspect("Có người được chọn không còn làm việc ở đơn vị này.")
    return str(place)


def _said(inspection: Inspection) -> dict[str, object]:
    return {
        "title": inspection.title,
        "supervised_by": inspection.supervised_by,
        "inspection_date": inspection.inspection_date,
        "place": inspection.place,
        "text": inspection.text,
        "inspectors": sorted(str(person) for person in inspection.inspectors.all()),
    }


def _too_late(inspection: Inspection, did: str) -> str:
    last = history_of(inspection).first()
    by = f": {last.actor_name} vừa đổi" if last else ""
    return (
        f"Cuộc kiểm tra đang ở trạng thái “{inspection.get_state_display()}”{by}. "
        f"Thao tác “{did}” chưa được ghi; anh/chị tải lại trang để xem."
    )
