"""The chain of a finding: recorded, ordered to be put right, reported done, re-checked by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import people_who_may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.inspections.actions import CannotInspect, lock_inspection
from thanthien.programme.inspections.models import Finding, FindingStep, Inspection
from thanthien.programme.inspections.standing import check_right, require_inspector
from thanthien.programme.inspections.states import STEPS, Step
from thanthien.programme.plans.models import Task

Move = FindingStep.Move
State = Finding.State


@dataclass(frozen=True, slots=True)
class Order:
    """Who puts a finding right until when: an agency, or a person."""

    due_date: date
    agency: Agency | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class FindingFields:
    """What was found; with `order` it is given to be put right at once."""

    text: str
    severity: str = Finding.Severity.MAJOR
    task: Task | None = None
    criterion: Criterion | None = None
    order: Order | None = None


def version_of(finding: Finding) -> str:
    """A mark of what a person saw of a finding: the last link of its chain."""
    return f"{finding.state}-{max((step.pk for step in finding.steps.all()), default=0)}"


@transaction.atomic
def record_finding(
    *,
    actor: Person,
    at: datetime,
    inspection: Inspection,
    fields: FindingFields,
    upload: UploadedFile[Any] | None = None,
) -> Finding:
    """Write down a finding, with its picture; the first one says that the inspection was held."""
    inspection = lock_inspection(inspection.pk)
    require_inspector(actor, inspection)
    if inspection.state not in (Inspection.State.PLANNED, Inspection.State.HELD):
        raise CannotInspect(
            f"Cuộc kiểm tra đang ở trạng thái “{inspection.get_state_display()}” nên không ghi thêm được."
        )
    text = tidy(fields.text, keep_lines=True)
    if not text:
        raise CannotInspect("Anh/chị ghi điều phát hiện được.")
    if fields.severity not in Finding.Severity.values:
        raise CannotInspect("Anh/chị chọn mức độ.")
    if fields.task is not None and fields.task.unit_id != inspection.unit_id:
        raise CannotInspect("Nhiệm vụ được chọn không thuộc đơn vị này.")
    file, filename = _kept(upload, at)
    finding = Finding.objects.create(
        inspection=inspection, text=text, severity=fields.severity, task=fields.task,
        criterion=fields.criterion,
    )  # fmt: skip
    _link(actor, at, finding, Move.FIND, "", file=file, filename=filename)
    if inspection.state == Inspection.State.PLANNED:
        inspection.state = Inspection.State.HELD
        inspection.save(update_fields=["state"])
    record(
        actor=actor, at=at, action="finding.find", subject=finding, unit=inspection.unit, thread=inspection,
        after={"severity": finding.severity, "filename": filename},
    )  # fmt: skip
    if fields.order is not None:
        _order(actor, at, finding, fields.order, "")
    return finding


@transaction.atomic
def order_correction(
    *, actor: Person, at: datetime, finding: Finding, order: Order, seen: str, remark: str = ""
) -> Finding:
    """Give a finding to an agency or a person with a day; or give it anew."""
    finding = _locked(finding)
    require_inspector(actor, finding.inspection)
    _check(finding, STEPS[Move.ORDER], seen)
    return _order(actor, at, finding, order, tidy(remark, keep_lines=True))


def _order(actor: Person, at: datetime, finding: Finding, order: Order, remark: str) -> Finding:
    unit = finding.inspection.unit
    _check_order(unit, at, order)
    before = finding.state
    finding.agency, finding.person, finding.due_date = order.agency, order.person, order.due_date
    finding.state = State.ORDERED
    finding.save(update_fields=["agency", "person", "due_date", "state"])
    _link(actor, at, finding, Move.ORDER, remark, due_date=order.due_date)
    who = order.person or order.agency
    _tell(
        actor, at, Move.ORDER, finding, before, remark, due_date=order.due_date, assignee=str(who),
    )  # fmt: skip
    return finding


@transaction.atomic
def move_finding(
    *,
    actor: Person,
    at: datetime,
    finding: Finding,
    move: str,
    seen: str,
    remark: str = "",
    due_date: date | None = None,
    upload: UploadedFile[Any] | None = None,
) -> Finding:
    """Report done (with proof or a remark), pass, fail (with a new day), drop or reopen.

    `seen` is `version_of` what the person looked at. Raises `CannotInspect` or `NotAllowed`.
    """
    step, remark = STEPS[move], tidy(remark, keep_lines=True)
    finding = _locked(finding)
    check_right(actor, finding, move)
    _check(finding, step, seen)
    if step.needs_remark and not remark:
        raise CannotInspect("Anh/chị ghi lý do.")
    if move == Move.DONE and not remark and upload is None:
        raise CannotInspect("Anh/chị gửi ảnh, văn bản, hoặc ghi đã khắc phục thế nào.")
    if due_date is not None and due_date < timezone.localdate(at):
        raise CannotInspect("Hạn mới không thể trước ngày hôm nay.")
    file, filename = _kept(upload, at)
    before, finding.state = finding.state, step.to
    if step.to == State.ORDERED and due_date is not None:
        finding.due_date = due_date
    if move == Move.DONE:
        finding.done_by = actor
    finding.save(update_fields=["state", "due_date", "done_by"])
    given = due_date if step.to == State.ORDERED else None
    _link(actor, at, finding, move, remark, file=file, filename=filename, due_date=given)
    _tell(actor, at, move, finding, before, remark, filename=filename)
    return finding


def _check(finding: Finding, step: Step, seen: str) -> None:
    if finding.inspection.state == Inspection.State.CLOSED:
        raise CannotInspect("Cuộc kiểm tra đã kết thúc. Anh/chị mở lại cuộc kiểm tra trước.")
    if finding.state in step.allowed and version_of(finding) == seen:
        return
    last = finding.steps.select_related("by").last()
    by = ""
    if last is not None:
        when = timezone.localtime(last.at).strftime("%H:%M ngày %d/%m/%Y")
        by = f": {last.by} “{last.get_move_display()}” lúc {when}"
    raise CannotInspect(
        f"Tồn tại này nay ở trạng thái “{finding.get_state_display()}”{by}. "
        f"Thao tác “{step.says}” chưa được ghi; anh/chị xem lại rồi làm tiếp."
    )


def _check_order(unit: Unit, at: datetime, order: Order) -> None:
    if (order.agency is None) == (order.person is None):
        raise CannotInspect("Anh/chị chọn cơ quan hoặc người khắc phục.")
    if order.agency is not None and order.agency.unit_id != unit.pk:
        raise CannotInspect("Cơ quan được chọn không thuộc đơn vị này.")
    if order.person is not None and not people_who_may(Action.INSPECTION_WORK, unit).filter(
        pk=order.person.pk
    ):
        raise CannotInspect(f"{order.person} không còn làm việc ở {unit.full_name}.")
    if order.due_date < timezone.localdate(at):
        raise CannotInspect("Hạn khắc phục không thể trước ngày hôm nay.")


def _locked(finding: Finding) -> Finding:
    inspection = lock_inspection(finding.inspection_id)
    fresh = Finding.objects.select_related("agency", "person", "done_by").get(pk=finding.pk)
    fresh.inspection = inspection
    return fresh


def _kept(upload: UploadedFile[Any] | None, at: datetime) -> tuple[StoredFile | None, str]:
    if upload is None:
        return None, ""
    name = sent_name(upload)
    try:
        return keep_upload(upload=upload, at=at), name
    except CannotKeepFile as refusal:
        raise CannotInspect(f"“{name}” chưa được nhận. {refusal}") from refusal


def _link(actor: Person, at: datetime, finding: Finding, move: str, remark: str, **rest: Any) -> None:
    FindingStep.objects.create(finding=finding, move=move, at=at, by=actor, remark=remark, **rest)


def _tell(
    actor: Person, at: datetime, move: str, finding: Finding, before: str, remark: str, **after: Any
) -> None:
    record(
        actor=actor, at=at, action=f"finding.{move}", subject=finding, unit=finding.inspection.unit,
        thread=finding.inspection, remark=remark, before={"state": before},
        after={"state": finding.state, **{name: value for name, value in after.items() if value}},
    )  # fmt: skip
