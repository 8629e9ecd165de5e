"""Citizens follow what they sent by its code, add to it, and say whether the answer helped."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.assistance.queries import request_by_code
from thanthien.operations.engagement.queries import question_by_code
from thanthien.operations.feedback.clocks import clock_of
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.emergencies import emergencies_in
from thanthien.operations.feedback.following import CannotFollow, say, supply
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.queries import answer_of, is_late, report_by_code
from thanthien.operations.feedback.states import OPEN
from thanthien.operations.reception.booking import appointment_by_code
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note, noted
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render
from thanthien.web.portal.send_form import label_of
from thanthien.web.sent_report import wrong_with


@citizen_page("GET", "POST")
def follow_form(request: CitizenRequest) -> HttpResponse:
    """Type a code. A POST, so that codes do not stand in the history of a shared computer's address bar."""
    if request.method != "POST":
        return render(request, "portal/follow_form.html")
    if _guesses(request):
        return _crowded(request)
    typed = request.POST.get("code", "")
    code = typed_code(typed)
    report = report_by_code(request.unit, code) if code else None
    if report is not None:
        return redirect(address(request, "follow", report.code))
    if request_by_code(request.unit, code) is not None:
        return redirect(address(request, "home_service_follow", code))
    if question_by_code(request.unit, code) is not None:
        return redirect(address(request, "dialogue_question", code))
    if appointment_by_code(request.unit, code) is not None:
        return redirect(address(request, "reception_appointment", code))
    note(request, "code")
    return render(request, "portal/follow_form.html", {"typed": typed, "looks_right": bool(code)}, status=404)


@citizen_page()
def follow(request: CitizenRequest, code: str) -> HttpResponse:
    return _crowded(request) if _guesses(request) else _show(request, _found(request, code))


@citizen_page("POST")
def word(request: CitizenRequest, code: str) -> HttpResponse:
    """What the sender adds or says. By POST alone: programs that open links in mails change nothing."""
    if _guesses(request):
        return _crowded(request)
    report = _found(request, code)
    at, text = timezone.now(), request.POST.get("text", "")
    try:
        if request.POST.get("move") == "supply":
            supply(at=at, report=report, text=text, files=_kept_files(request, report))
        else:
            say(
                at=at, report=report, is_solved=request.POST.get("is_solved") == "yes", text=text,
                satisfaction=whole_number(request.POST.get("satisfaction", "")),
            )  # fmt: skip
    except CannotFollow as refusal:
        return _show(request, report, status=422, problem=str(refusal), typed=request.POST)
    return redirect(f"{address(request, 'follow', report.code)}?said=1")


def _kept_files(request: CitizenRequest, report: Report) -> list[tuple[StoredFile, str]]:
    """What was sent with words that were asked for; nothing is kept of who may not add. Raises `CannotFollow`."""
    sent = [one for one in request.FILES.getlist("files") if one.size]
    if report.state != Report.State.ASKED or not sent:
        return []
    if unfit := wrong_with(sent):
        raise CannotFollow(unfit, "files")
    try:
        return [(keep_upload(upload=one, at=timezone.now()), sent_name(one)) for one in sent]
    except CannotKeepFile as error:
        raise CannotFollow(
            _("Có tệp bị hỏng hoặc chưa tải lên trọn vẹn. Ông/bà chọn lại tệp, hoặc gửi không kèm tệp."),
            "files",
        ) from error


def _guesses(request: CitizenRequest) -> bool:
    return noted(request, "code") > UNKNOWN_CODES


def _crowded(request: CitizenRequest) -> HttpResponse:
    answer = render(request, "portal/follow_form.html", {"is_crowded": True}, status=429)
    answer["Retry-After"] = str(MINUTE)
    return answer


def _found(request: CitizenRequest, code: str) -> Report:
    report = report_by_code(request.unit, typed_code(code))
    if report is None:
        note(request, "code")
        raise Http404
    return report


def _show(request: CitizenRequest, report: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    is_new = "sent" in request.GET
    category = definition().categories.get(report.category)
    context = {
        "report": report,
        "is_open": report.state in OPEN,
        "steps": report.steps.filter(is_public=True).select_related("agency").prefetch_related("attachments"),
        "answer": answer_of(report),
        "clock": clock_of(report, today),
        "is_late": is_late(report, today),
        "may_reopen": report.reopen_until is not None and today <= report.reopen_until,
        "category": label_of(category, request.lang) if category else "",
        "law": definition().laws[report.path],
        "is_new": is_new,
        "has_said": "said" in request.GET,
        "calls": [
            {"number": one.number, "label": label_of(one, request.lang)}
            for one in (emergencies_in(report.text) if is_new else ())
        ],
        **more,
    }
    answer = render(request, "portal/follow.html", context, status=status)
    answer["Referrer-Policy"] = "no-referrer"  # the address holds the code
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [
    path("follow/", follow_form, name="follow_form"),
    path("follow/<str:code>/", follow, name="follow"),
    path("follow/<str:code>/word/", word, name="word"),
]
