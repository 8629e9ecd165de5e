"""The self-assessment report: what it will say, what is missing before it can be sent, the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.readiness import concerns_of, report_deadline
from thanthien.assessment.reports.self_assessment import report_file, self_assessment
from thanthien.assessment.rounds.queries import was_handed_in
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.lib.documents.write import AdministrativeDocument, FontMissing, Heading, Text
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.models import Plan
from thanthien.programme.plans.queries import desk_year, plan_in_force
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page

FORMS = (
    ("docx", "Word", "file-type-docx", "Báo cáo đầy đủ, sửa tiếp được"),
    ("pdf", "PDF", "file-type-pdf", "Báo cáo đầy đủ để xem, in"),
    ("xlsx", "Excel", "file-spreadsheet", "Bảng điểm và danh mục minh chứng"),
)
# Where a concern is mended: (url name, what the link says).
MENDED_AT = {
    "criteria": ("desk:criteria", "Mở bộ tiêu chí"),
    "register": ("desk:score_register", "Đăng ký mức"),
    "plans": ("desk:plans", "Nhập kế hoạch"),
    "waiting": ("desk:score", "Xem minh chứng chờ"),
    "tasks": ("desk:tasks", "Xem nhiệm vụ"),
    "open": ("desk:score", "Xem nội dung chưa đạt"),
    "figures": ("desk:figures", "Ghi số liệu"),
}


def _asked(request: UnitRequest) -> tuple[ScoreSheet, Plan | None, dict[str, Any]]:
    today = timezone.localdate()
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=today)
    sheet, plan = score_sheet(request.unit, year, today), plan_in_force(request.unit, year)
    around = {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
    }
    return sheet, plan, around


@unit_page(Action.SCORE_VIEW)
def report(request: UnitRequest) -> HttpResponse:
    sheet, plan, context = _asked(request)
    concerns = concerns_of(sheet, plan)
    deadline = report_deadline(sheet)
    context |= {
        "sheet": sheet,
        "plan": plan,
        "concerns": [(one, _mend(request, one.target), MENDED_AT[one.target][1]) for one in concerns],
        "stopped": any(one.stops for one in concerns),
        "deadline": deadline,
        "handed_in": was_handed_in(request.unit, sheet.year),
        "days_left": (deadline.last_day - sheet.as_of).days if deadline else None,
        "forms": FORMS,
        "may_make": may(request.user, Action.REPORT_MAKE, request.unit),
    }
    if sheet.adoption:
        document = self_assessment(sheet, plan)
        context |= {"document": document, "preview": _preview(document)}
    return render(request, "desk/report/report.html", context)


def _mend(request: UnitRequest, target: str) -> str:
    query = {"waiting": "show=waiting", "open": "show=open"}.get(target, "")
    year = request.GET.get("year")
    parts = [part for part in (f"year={year}" if year else "", query) if part]
    url = reverse(MENDED_AT[target][0], args=[request.unit.code])
    return f"{url}?{'&'.join(parts)}" if parts else url


def _preview(document: AdministrativeDocument) -> list[tuple[str, str]]:
    """The body of the report as (kind, text): h1, h2, p, mark, or the table, which the page shows itself."""
    said: list[tuple[str, str]] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            said.append((f"h{min(block.level, 2)}", block.text))
        elif isinstance(block, Text):
            said.append(("mark" if block.bold else "p", block.text))
        else:
            said.append(("table", ""))
    return said


@unit_page(Action.REPORT_MAKE)
def download(request: UnitRequest, form: str) -> HttpResponse:
    sheet, plan, around = _asked(request)
    try:
        made = report_file(sheet, plan, form=form, font_folders=settings.FONT_DIRS)
    except (CannotReport, FontMissing) as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk:report", args=[request.unit.code]) + around["carried"])
    return as_download(made.content, made.filename)


urlpatterns = [
    path("report/", report, name="report"),
    path("report/self-assessment.<slug:form>", download, name="report_download"),
]
