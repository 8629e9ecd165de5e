"""One report on the desk, and what is done with it there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.feedback import publishing
from thanthien.operations.feedback.acting import Act, CannotHandle, version_of
from thanthien.operations.feedback.models import Attachment, Report
from thanthien.operations.feedback.publishing import first_masked, why_not_public
from thanthien.operations.feedback.queries import answer_of, report_seen_by
from thanthien.operations.feedback.senders import look_at_sender
from thanthien.platform.people.roles import Action
from thanthien.web.feedback_page import DECIDE, SORT, WORK, Doing, Doors, do, marked, show_report
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.conduct_reports import followed_in_conduct


@unit_page(Action.FEEDBACK_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    report = _found(request, pk)
    if report.about_leader and report.unit.parent:  # only the city sees it, and handles it on its own page
        return redirect("oversight:feedback_report", report.unit.parent.code, pk)
    return show_report(request, report, _doors(report), in_conduct=followed_in_conduct(request.user, report))


@unit_page(Action.FEEDBACK_WORK, "POST")
def work(request: UnitRequest, pk: int) -> HttpResponse:
    return _do(request, pk, WORK)


@unit_page(Action.FEEDBACK_TRIAGE, "POST")
def sort(request: UnitRequest, pk: int) -> HttpResponse:
    return _do(request, pk, SORT)


@unit_page(Action.FEEDBACK_APPROVE, "POST")
def decide(request: UnitRequest, pk: int) -> HttpResponse:
    return _do(request, pk, DECIDE)


@unit_page(Action.FEEDBACK_PROTECTED, "POST")
def sender(request: UnitRequest, pk: int) -> HttpResponse:
    """Who sent a protected report. By POST, for the look is noted."""
    report = _found(request, pk)
    found = look_at_sender(actor=request.user, at=timezone.now(), report=report)
    return show_report(
        request, report, _doors(report), sender=found, looked=True,
        in_conduct=followed_in_conduct(request.user, report),
    )  # fmt: skip


@unit_page(Action.FEEDBACK_TRIAGE, "GET", "POST")
def publish(request: UnitRequest, pk: int) -> HttpResponse:
    """Masked by the official on the first page, looked at as the public will on the second, then published."""
    report = _found(request, pk)
    text, answer = first_masked(report)
    if request.method == "POST":
        text, answer = request.POST.get("text", ""), request.POST.get("answer", "")
    step, refused = request.POST.get("step", ""), why_not_public(report)
    if step == "publish" and not refused:
        act = Act(request.user, timezone.now(), report, request.POST.get("seen", ""))
        try:
            publishing.publish(act=act, text=text, answer=answer, looked="looked" in request.POST)
        except CannotHandle as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Đã công khai.")
            return redirect("desk:feedback_report", request.unit.code, pk)
    given = answer_of(report)
    context = {
        "report": report,
        "seen": version_of(report),
        "original": marked(report.text),
        "original_answer": marked(given.text) if given else [],
        "text": text,
        "answer": answer,
        "looks": [marked(text), marked(answer)] if step in ("look", "publish") else None,
        "refused": refused,
    }
    return render(request, "desk/feedback/publish.html", context, status=422 if refused and step else 200)


@unit_page(Action.FEEDBACK_VIEW)
def file(request: UnitRequest, pk: int, number: int) -> HttpResponseBase:
    found = Attachment.objects.filter(report=_found(request, pk), pk=number).select_related("file").first()
    if found is None:
        raise Http404
    return hand_over(request, found.file, found.name, small="small" in request.GET)


def _do(request: UnitRequest, pk: int, doings: dict[str, Doing]) -> HttpResponse:
    report = _found(request, pk)
    return do(request, report, doings, _doors(report))


def _doors(report: Report) -> Doors:
    code = report.unit.code
    names = (
        "feedback_report",
        "feedback_work",
        "feedback_sort",
        "feedback_decide",
        "feedback_sender",
        "feedback_publish",
    )
    here, *forms = (reverse(f"desk:{name}", args=[code, report.pk]) for name in names)
    return Doors(reverse("desk:feedback", args=[code]), here, *forms)  # in the order of `Doors`


def _found(request: UnitRequest, pk: int) -> Report:
    report = report_seen_by(request.user, request.unit, pk)
    if report is None:
        raise Http404
    return report
