"""Reports of the agencies by a fixed day: asked for, handed in, who is late, all of them on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.platform.people.roles import Action
from thanthien.programme.steering.models import ReportRequest, UnitReport
from thanthien.programme.steering.papers import reports_together
from thanthien.programme.steering.queries import (
    arrivals_of,
    days_late,
    report_request_of_unit,
    report_requests_of,
    unit_report_of_unit,
)
from thanthien.programme.steering.unit_reports import (
    CannotChangeUnitReport,
    RequestFields,
    ask_for_report,
    close_request,
    hand_in_report,
    return_report,
    version_of,
)
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.steering.frame import address, steering_frame
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    agencies_chosen,
    agency_choices,
    boxes_field,
    date_field,
    text_field,
    upload_field,
)

State = UnitReport.State
# Requests that come again each year, offered with their text: plans ask for both of them.
TEMPLATES = {
    "results": (
        "Báo cáo kết quả thực hiện Chính quyền thân thiện",
        "1. Kết quả từng nhiệm vụ được giao\n2. Khó khăn, vướng mắc\n3. Kiến nghị, đề xuất",
    ),
    "briefing": (
        "Báo cáo việc phổ biến, quán triệt kế hoạch đến công chức, viên chức",
        "1. Ngày, hình thức phổ biến (họp cơ quan, sinh hoạt chi bộ, gửi văn bản …)\n"
        "2. Số người tham dự trên tổng số\n3. Nội dung đã lồng ghép vào kế hoạch của cơ quan\n"
        "Gửi kèm biên bản, danh sách hoặc ảnh.",
    ),
}


class AskForm(PlainForm):
    title = text_field("Tên báo cáo", missing="Anh/chị ghi tên báo cáo cần gửi.")
    due_date = date_field("Gửi trước hết ngày", missing="Anh/chị chọn hạn gửi.")
    text = text_field("Nội dung cần báo cáo", length=4000, rows=5)
    agencies = boxes_field("Cơ quan phải gửi", missing="Anh/chị chọn ít nhất một cơ quan.")


class HandInForm(PlainForm):
    text = text_field("Nội dung báo cáo", length=20000, rows=8)
    upload = upload_field("Tệp báo cáo đã ký")


@unit_page(Action.STEERING_VIEW)
def unit_reports(request: UnitRequest) -> HttpResponse:
    year, context = steering_frame(request, "desk:unit_reports")
    rows = []
    for one in report_requests_of(request.unit, year):
        reports = list(one.reports.all())
        mine = next((r for r in reports if r.agency_id in context["my_agencies"]), None)
        rows.append((one, arrivals_of(reports, one.due_date), mine))
    return render(request, "desk/steering/unit_reports.html", context | {"rows": rows})


@unit_page(Action.STEERING_MANAGE, "GET", "POST")
def ask(request: UnitRequest) -> HttpResponse:
    year, _ = steering_frame(request, "desk:unit_reports")
    title, text = TEMPLATES.get(request.GET.get("kind", "results"), TEMPLATES["results"])
    choices = agency_choices(request.unit)
    form = AskForm(
        request.POST or None,
        initial={
            "title": title, "text": text, "agencies": [pk for pk, _ in choices],
            "due_date": timezone.localdate() + timedelta(days=10),
        },
    )  # fmt: skip
    form.set_choices("agencies", choices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = RequestFields(
            data["title"], data["due_date"], data["text"], agencies_chosen(request.unit, data["agencies"])
        )
        try:
            made = ask_for_report(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, fields=fields
            )
        except CannotChangeUnitReport as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã yêu cầu {len(fields.agencies)} cơ quan gửi báo cáo.")
            return redirect("desk:unit_report", request.unit.code, made.pk)
    return form_page(
        request, form, title="Yêu cầu các cơ quan báo cáo", back=address(request, "desk:unit_reports"),
        back_words="Báo cáo của cơ quan", button="Gửi yêu cầu",
    )  # fmt: skip


def _show(request: UnitRequest, asked: ReportRequest, *, status: int = 200, **kept: Any) -> HttpResponse:
    _, context = steering_frame(request, "desk:unit_reports")
    today = context["today"]
    reports = list(asked.reports.all())
    mine = [one for one in reports if one.agency_id in context["my_agencies"]]
    context |= {
        "asked": asked,
        "rows": [(one, days_late(one, asked.due_date, today), version_of(one)) for one in reports],
        "arrivals": arrivals_of(reports, asked.due_date),
        "mine": [(one, version_of(one), HandInForm(initial={"text": one.text})) for one in mine]
        if asked.closed_at is None and context["works"]
        else [],
        **kept,
    }
    return render(request, "desk/steering/unit_report.html", context, status=status)


@unit_page(Action.STEERING_VIEW)
def unit_report(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _request(request, pk))


@unit_page(Action.STEERING_WORK, "POST")
def hand_in(request: UnitRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    form = HandInForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise CannotChangeUnitReport(form.first_error())
        hand_in_report(
            actor=request.user, at=timezone.now(), report=report, text=form.cleaned_data["text"],
            seen=request.POST.get("seen", ""), upload=form.cleaned_data["upload"],
        )  # fmt: skip
    except CannotChangeUnitReport as refusal:
        kept = {"refused": (pk, str(refusal)), "typed": request.POST.get("text", "")}
        return _show(request, _request(request, report.request_id), status=422, **kept)
    messages.success(request, f"Đã gửi báo cáo của {report.agency}.")
    return redirect("desk:unit_report", request.unit.code, report.request_id)


@unit_page(Action.STEERING_MANAGE, "POST")
def send_back(request: UnitRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    remark, seen = request.POST.get("remark", ""), request.POST.get("seen", "")
    try:
        return_report(actor=request.user, at=timezone.now(), report=report, remark=remark, seen=seen)
    except CannotChangeUnitReport as refusal:
        kept = {"returned": (pk, str(refusal)), "typed_remark": remark}
        return _show(request, _request(request, report.request_id), status=422, **kept)
    messages.success(request, f"Đã đề nghị {report.agency} bổ sung.")
    return redirect("desk:unit_report", request.unit.code, report.request_id)


@unit_page(Action.STEERING_MANAGE, "POST")
def close(request: UnitRequest, pk: int) -> HttpResponse:
    closed = request.POST.get("closed") != "0"
    close_request(actor=request.user, at=timezone.now(), request=_request(request, pk), closed=closed)
    messages.success(request, "Đã kết thúc đợt báo cáo." if closed else "Đã mở lại đợt báo cáo.")
    return redirect("desk:unit_report", request.unit.code, pk)


@unit_page(Action.STEERING_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    report = _report(request, pk)
    return hand_over(request, report.file, report.filename)


@unit_page(Action.STEERING_VIEW)
def together(request: UnitRequest, pk: int) -> HttpResponse:
    """All reports of a request as one Word document."""
    asked = _request(request, pk)
    made = reports_together(asked, list(asked.reports.all()), timezone.localdate())
    return as_download(write_docx(made), f"Tổng hợp – {asked.title[:80]}.docx")


def _request(request: UnitRequest, pk: int) -> ReportRequest:
    found = report_request_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def _report(request: UnitRequest, pk: int) -> UnitReport:
    report = unit_report_of_unit(request.unit, pk)
    if report is None:
        raise Http404
    return report
