"""What leaves the desk and what comes in on paper: links, posters, tables; paper forms typed in and compared."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from thanthien.lib.documents.write import write_docx, write_pdf, write_xlsx
from thanthien.lib.documents.write.poster import SIZES
from thanthien.lib.documents.write.xlsx import Sheet
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.surveys.actions import CannotChangeSurvey, make_links
from thanthien.operations.surveys.answering import CannotAnswer, Sent, answer_paper, check_paper
from thanthien.operations.surveys.comments import comments_of
from thanthien.operations.surveys.definition import SCALE, Kind, content_of
from thanthien.operations.surveys.follow_ups import follow_ups_of
from thanthien.operations.surveys.letters import invitations, links_csv, poster
from thanthien.operations.surveys.models import Response, Survey
from thanthien.operations.surveys.queries import papers_to_check, results_of
from thanthien.operations.surveys.sheets import csv_rows, forms_sheet, summary_sheets
from thanthien.operations.surveys.summary import TITLE, summary_document
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.desk.surveys.survey import address_of, survey_of
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def links(request: UnitRequest, pk: int) -> HttpResponse:
    """Single-use links, handed over the moment they are made: afterwards nobody can read them any more."""
    found = survey_of(request, pk)
    refused = ""
    if request.method == "POST":
        count = whole_number(request.POST.get("count", "").replace(".", "")) or 0
        try:
            tokens = make_links(actor=request.user, at=timezone.now(), survey=found, count=count)
        except CannotChangeSurvey as refusal:
            refused = str(refusal)
        else:
            addresses = [f"{address_of(found)}?k={one}" for one in tokens]
            if request.POST.get("form") == "csv":
                return _csv(links_csv(addresses), f"Đường dẫn khảo sát ({count}).csv")
            return as_download(
                invitations(found, addresses, settings.FONT_DIRS), f"Thư mời khảo sát ({count}).pdf"
            )
    used = list(found.links.values_list("is_used", flat=True))
    context = {"survey": found, "refused": refused, "given": len(used), "used": sum(used)}
    return render(request, "desk/surveys/links.html", context, status=422 if refused else 200)


@unit_page(Action.SURVEY_VIEW)
def wall(request: UnitRequest, pk: int) -> HttpResponse:
    """The poster with the QR, `?size=` "a4" or "a5"."""
    found, size = survey_of(request, pk), request.GET.get("size", "a4")
    if not found.is_public or size not in SIZES:
        raise Http404
    data = poster(found, f"{address_of(found)}?via=qr", settings.FONT_DIRS, size=size)
    return as_download(data, f"Áp phích khảo sát {found.title} {size.upper()}.pdf")


@unit_page(Action.SURVEY_VIEW)
def export(request: UnitRequest, pk: int, form: str) -> HttpResponseBase:
    """The summary as Word or PDF, the sheets as Excel or CSV ("forms": single forms, where there are enough).

    Of a closed survey Word and PDF are those made on closing.
    """
    found = survey_of(request, pk)
    name = f"{TITLE} - {found.title}.{form}"
    kept = {"docx": found.summary_word, "pdf": found.summary_pdf}.get(form)
    if kept is not None:
        return hand_over(request, kept, name)
    results, follow_ups = results_of(found), list(follow_ups_of(found))
    if form in ("docx", "pdf"):
        document = summary_document(found, results, follow_ups)
        data = (
            write_docx(document) if form == "docx" else write_pdf(document, font_folders=settings.FONT_DIRS)
        )
        return as_download(data, name)
    if form == "forms" and results.all.responses >= found.minimum:
        return _csv_of(forms_sheet(found), f"Từng phiếu - {found.title}.csv")
    sheets = summary_sheets(found, results, comments_of(found).shown, follow_ups)
    if form == "xlsx":
        return as_download(write_xlsx(sheets), name)
    if form != "csv":
        raise Http404
    return _csv_of(sheets[0], name)


@unit_page(Action.SURVEY_WORK, "GET", "POST")
def paper(request: UnitRequest, pk: int) -> HttpResponse:
    """Paper forms, one after the other: digits on the keyboard, one answer a row."""
    found = survey_of(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            answer_paper(
                actor=request.user, at=timezone.now(), survey=found, sent=_sent(request),
                paper_number=request.POST.get("paper_number", ""),
            )  # fmt: skip
        except CannotAnswer as refusal:
            problem = str(refusal)
        else:
            number = whole_number(request.POST.get("paper_number", ""))
            messages.success(request, "Đã ghi phiếu. Mời anh/chị nhập phiếu tiếp theo.")
            there = redirect("desk:survey_paper", request.unit.code, pk)
            there["Location"] += f"?n={number + 1}" if number is not None else ""
            return there
    context = {
        "survey": found,
        "problem": problem,
        "blocks": _asked(request, found),
        "key": uuid.uuid4(),
        "number": request.POST.get("paper_number") or request.GET.get("n", "")[:10],
        "places": neighbourhoods_of(request.unit) if found.asks_neighbourhood else (),
        "typed_place": request.POST.get("neighbourhood", ""),
        "scale": list(enumerate(SCALE, 1)),
    }
    return render(request, "desk/surveys/paper.html", context, status=422 if problem else 200)


@unit_page(Action.SURVEY_WORK, "GET", "POST")
def check(request: UnitRequest, pk: int) -> HttpResponse:
    """Typed forms of others, to be compared with their paper."""
    found = survey_of(request, pk)
    if request.method == "POST":
        rows = Response.objects.filter(survey=found).select_related("survey__unit__parent")
        try:
            one = rows.filter(pk=uuid.UUID(request.POST.get("response", ""))).first()
        except ValueError:
            one = None
        try:
            if one is None:
                raise CannotAnswer("Phiếu này không còn trong danh sách. Anh/chị xem phiếu khác.")
            check_paper(actor=request.user, at=timezone.now(), response=one)
        except CannotAnswer as refusal:
            messages.error(request, str(refusal), extra_tags="danger")
        else:
            messages.success(request, "Đã ghi: phiếu khớp với bản giấy.")
        return redirect("desk:survey_check", request.unit.code, pk)
    waiting = papers_to_check(request.user, found)
    content = content_of(found.version.content)
    rows_said = [
        (one, [(q.text, _in_words(q, one.answers[q.key])) for q in content.questions if q.key in one.answers])
        for one in waiting[:20]
    ]
    context = {"survey": found, "rows": rows_said, "count": waiting.count()}
    return render(request, "desk/surveys/check.html", context)


def _in_words(question: Any, value: Any) -> str:
    if question.kind in (Kind.TEXT, Kind.NUMBER):
        return str(value)
    words = SCALE if question.kind == Kind.SCALE else question.choices
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(f"{one}. {words[one - 1]}" for one in chosen)


def _sent(request: UnitRequest) -> Sent:
    typed: dict[str, list[str]] = {}
    for name, values in request.POST.lists():
        if name.startswith("q_"):
            typed[name[2:]] = [
                part for value in values for part in _parts(value, name in request.POST.getlist("many"))
            ]
    pk = whole_number(request.POST.get("neighbourhood", ""))
    place = Neighbourhood.objects.filter(unit=request.unit, pk=pk).first() if pk is not None else None
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    return Sent(key=key, typed=typed, channel=Response.Channel.PAPER, neighbourhood=place)


def _parts(value: str, many: bool) -> list[str]:
    """Of a question with several choices: "1 3" or "1,3"."""
    return value.replace(",", " ").split() if many else [value]


def _asked(request: UnitRequest, survey: Survey) -> list[tuple[str, list[tuple[Any, str]]]]:
    return [
        (block.title, [(one, request.POST.get(f"q_{one.key}", "")) for one in block.questions])
        for block in content_of(survey.version.content).blocks
    ]


def _csv_of(sheet: Sheet, name: str) -> HttpResponse:
    out = io.StringIO()
    csv.writer(out).writerows(csv_rows(sheet))
    return _csv(out.getvalue().encode("utf-8-sig"), name)


def _csv(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
