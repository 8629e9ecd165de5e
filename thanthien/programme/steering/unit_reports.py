"""Reports the agencies owe by a fixed day: asked for, handed in, returned for more, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.steering.models import ReportRequest, UnitReport

State = UnitReport.State


class CannotChangeUnitReport(Exception):
    """The report cannot be asked for or handed in so. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class RequestFields:
    title: str
    due_date: date
    text: str = ""
    agencies: tuple[Agency, ...] = ()


def version_of(report: UnitReport) -> str:
    """A mark of what a person saw of a report: its state and when it was last handed in."""
    handed = str(report.handed_at.timestamp()) if report.handed_at else ""
    return f"{report.state}@{handed}"


@transaction.atomic
def ask_for_report(
    *, actor: Person, at: datetime, unit: Unit, year: int, fields: RequestFields
) -> ReportRequest:
    """Ask every agency named for a report; each owes one row from then on."""
    require(actor, Action.STEERING_MANAGE, unit)
    title = tidy(fields.title)[:300]
    if not title:
        raise CannotChangeUnitReport("Anh/chị ghi tên báo cáo cần gửi.")
    if fields.due_date < timezone.localdate(at):
        raise CannotChangeUnitReport("Hạn gửi không thể trước ngày hôm nay.")
    if not fields.agencies:
        raise CannotChangeUnitReport("Anh/chị chọn ít nhất một cơ quan phải gửi báo cáo.")
    if any(agency.unit_id != unit.pk for agency in fields.agencies):
        raise CannotChangeUnitReport("Cơ quan được chọn không thuộc đơn vị này.")
    request = ReportRequest.objects.create(
        unit=unit, year=year, title=title, text=tidy(fields.text, keep_lines=True), due_date=fields.due_date,
        asked_at=at, asked_by=actor,
    )  # fmt: skip
    UnitReport.objects.bulk_create(
        UnitReport(request=request, agency=agency) for agency in dict.fromkeys(fields.agencies)
    )
    record(
        actor=actor, at=at, action="unit_report.ask", subject=request, unit=unit,
        after={"due_date": fields.due_date, "agencies": [agency.name for agency in fields.agencies]},
    )  # fmt: skip
    return request


@transaction.atomic
def hand_in_report(
    *,
    actor: Person,
    at: datetime,
    report: UnitReport,
    text: str,
    seen: str,
    upload: UploadedFile[Any] | None = None,
) -> UnitReport:
    """The agency's people hand in, or hand in anew until the request is closed.

    `seen` is `version_of` what the person had before them: a colleague's newer report is not overwritten.
    """
    report = _locked(report)
    unit = report.request.unit
    require(actor, Action.STEERING_WORK, unit)
    if report.agency not in agencies_of_person(actor, unit):
        raise NotAllowed(f"Báo cáo này của {report.agency}; người của cơ quan đó gửi.")
    _check_open(report.request)
    if version_of(report) != seen:
        raise CannotChangeUnitReport(_changed(report))
    text = tidy(text, keep_lines=True)
    if not text and upload is None and report.file_id is None:
        raise CannotChangeUnitReport("Anh/chị viết nội dung báo cáo hoặc chọn tệp.")
    try:
        file, filename = keep_named(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotChangeUnitReport(f"Tệp chưa được nhận. {refusal}") from refusal
    before = {"state": report.state}
    if file is not None:
        report.file, report.filename = file, filename
    report.text, report.state, report.remark = text, State.HANDED_IN, ""
    report.handed_at, report.handed_by = at, actor
    report.first_handed_at = report.first_handed_at or at
    report.save()
    _tell(
        actor, at, "hand_in", report, before=before,
        after={"state": report.state, "text": text, "filename": report.filename},
    )  # fmt: skip
    return report


@transaction.atomic
def return_report(*, actor: Person, at: datetime, report: UnitReport, remark: str, seen: str) -> UnitReport:
    """Ask for more, with the reason; not for a report one handed in oneself."""
    report = _locked(report)
    require(actor, Action.STEERING_MANAGE, report.request.unit)
    remark = tidy(remark, keep_lines=True)
    _check_open(report.request)
    if report.handed_by_id == actor.pk:
        raise NotAllowed("Anh/chị là người gửi báo cáo này nên cần một người khác xem.")
    if report.state != State.HANDED_IN or version_of(report) != seen:
        raise CannotChangeUnitReport(_changed(report))
    if not remark:
        raise CannotChangeUnitReport("Anh/chị ghi điều cần bổ sung.")
    report.state, report.remark = State.RETURNED, remark
    report.save(update_fields=["state", "remark"])
    _tell(
        actor, at, "return", report, before={"state": State.HANDED_IN}, after={"state": report.state},
        remark=remark,
    )  # fmt: skip
    return report


@transaction.atomic
def close_request(*, actor: Person, at: datetime, request: ReportRequest, closed: bool) -> ReportRequest:
    """Close a request once it is consolidated, or open it again; what is missing stays told as missing."""
    request = ReportRequest.objects.select_for_update(of=("self",)).select_related("unit__parent").get(
        pk=request.pk
    )  # fmt: skip
    require(actor, Action.STEERING_MANAGE, request.unit)
    if (request.closed_at is not None) != closed:
        request.closed_at = at if closed else None
        request.save(update_fields=["closed_at"])
        action = "unit_report.close" if closed else "unit_report.reopen"
        record(actor=actor, at=at, action=action, subject=request, unit=request.unit)
    return request


def _locked(report: UnitReport) -> UnitReport:
    """The report as it is now. Who handed it in is read after the lock: PostgreSQL joins before it waits."""
    rows = UnitReport.objects.select_for_update(of=("self",))
    return rows.select_related("request__unit__parent", "agency").get(pk=report.pk)


def _check_open(request: ReportRequest) -> None:
    if request.closed_at is not None:
        raise CannotChangeUnitReport(
            "Đợt báo cáo này đã kết thúc. Anh/chị liên hệ điều phối viên nếu cần mở lại."
        )


def _changed(report: UnitReport) -> str:
    if report.handed_at is None:
        return f"Báo cáo của {report.agency} chưa được gửi; anh/chị tải lại trang để xem."
    when = timezone.localtime(report.handed_at).strftime("%H:%M ngày %d/%m/%Y")
    return (
        f"Báo cáo của {report.agency} đã thay đổi: {report.handed_by} gửi lúc {when}, "
        f"nay “{report.get_state_display()}”. Thao tác của anh/chị chưa được ghi; anh/chị xem lại rồi làm tiếp."
    )


def _tell(actor: Person, at: datetime, action: str, report: UnitReport, **rest: Any) -> None:
    record(
        actor=actor,
        at=at,
        action=f"unit_report.{action}",
        subject=report,
        unit=report.request.unit,
        thread=report.request,
        **rest,
    )
