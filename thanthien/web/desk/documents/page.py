"""One document: as it will look, what it still lacks, and its files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.gaps import gaps_of
from thanthien.assessment.reports.kinds import KINDS, Kind, document_file, draw_up, whole_year
from thanthien.assessment.reports.own_form import follows_form
from thanthien.assessment.reports.queries import template_in_force
from thanthien.assessment.reports.sources import Sources, Span, last_whole_month, month_span
from thanthien.assessment.signing.queries import newest_of
from thanthien.lib.documents.write import AdministrativeDocument, Block, FontMissing, Heading, Text
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.documents.listing import MONTHS, mends, year_of
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page

FORMS = (
    ("docx", "Word", "file-type-docx", "Sửa tiếp được"),
    ("pdf", "PDF", "file-type-pdf", "Để xem, in"),
)
SHOWN_ROWS = 40  # of a table on the page; the file has them all


class DaysForm(forms.Form):
    """The days of a report asked for at any time; both within the year of the plan."""

    first = forms.DateField(label="Từ ngày", error_messages={"invalid": "Ngày chưa đúng."})
    last = forms.DateField(label="Đến ngày", error_messages={"invalid": "Ngày chưa đúng."})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", "Ngày cuối phải sau ngày đầu.")
        return cleaned


def kind_or_404(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def span_of(request: UnitRequest, kind: Kind, year: int) -> tuple[Span, str, DaysForm | None]:
    """(the days asked for, the address's query that asks for them, the form where it refuses)."""
    today = timezone.localdate()
    span = last_whole_month(year, today)
    if whole_year(kind.code):
        return Span(date(year, 1, 1), date(year, 12, 31)), "", None
    month = whole_number(request.GET.get("month")) or 0
    if kind.asks == "month" and 1 <= month <= 12:
        return month_span(year, month), f"&month={month}", None
    if kind.asks == "days" and "first" in request.GET:
        form = DaysForm(request.GET)
        if not form.is_valid():
            return span, "", form
        span = Span(form.cleaned_data["first"], form.cleaned_data["last"])
        return span, f"&first={span.first}&last={span.last}", None
    return span, "", None


@unit_page(Action.SCORE_VIEW)
def document(request: UnitRequest, kind: str) -> HttpResponse:
    found = kind_or_404(kind)
    year, context = year_of(request)
    span, query, refused = span_of(request, found, year)
    sources = Sources(request.unit, year, timezone.localdate(), span)
    lacking = mends(request, found.lacking(sources), context["carried"])
    context |= {
        "kind": found,
        "lacking": lacking,
        "wanting": mends(request, found.wanting(sources), context["carried"]),
        "forms": FORMS,
        "own_form": template_in_force(request.unit, kind),
        "pdf_follows": follows_form("pdf"),
        "query": f"?year={year}{query}",
        "months": MONTHS,
        "month": span.first.month,
        "span": span,
        "refused": refused,
        "may_manage": may(request.user, Action.PAPER_MANAGE, request.unit),
        "may_submit": may(request.user, Action.PAPER_SUBMIT, request.unit),
        "on_its_way": newest_of(request.unit, found, sources),
    }
    if not lacking:
        paper = draw_up(found, sources)
        context |= {
            "paper": paper,
            "gaps": gaps_of(paper),
            "blocks": shown(paper.blocks),
            "annexes": annexes(paper),
        }
    return render(
        request, "desk/documents/document.html", context, status=422 if refused and refused.errors else 200
    )


def shown(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """Blocks as the page draws them: {"is": "h1" | "h2" | "p" | "centre" | "table", …}."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append({"is": f"h{min(block.level, 2)}", "text": block.text})
        elif isinstance(block, Text):
            found.append({"is": "centre" if block.align == "centre" else "p", "text": block})
        else:
            rows = block.rows[:SHOWN_ROWS]
            found.append({"is": "table", "table": block, "rows": rows, "more": len(block.rows) - len(rows)})
    return found


def annexes(paper: AdministrativeDocument) -> list[dict[str, Any]]:
    return [
        {"heading": paper.annex_heading(n), "title": annex.title, "blocks": shown(annex.blocks)}
        for n, annex in enumerate(paper.annexes)
    ]


@unit_page(Action.REPORT_MAKE)
def download(request: UnitRequest, kind: str, form: str) -> HttpResponse:
    found = kind_or_404(kind)
    year, _ = year_of(request)
    span, query, _ = span_of(request, found, year)
    sources = Sources(request.unit, year, timezone.localdate(), span)
    try:
        made = document_file(found, sources, form=form, font_folders=settings.FONT_DIRS)
    except (CannotReport, FontMissing) as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk:document", args=[request.unit.code, kind]) + f"?year={year}{query}")
    return as_download(made.content, made.filename)
