"""One report as a page: what was said, who has it, until when, and what the person may do with it now.

The desk opens the reports of a unit, the city those about leaders of its communes; both show this page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.lib.vietnamese.personal import SAID, personal_data
from thanthien.operations.engagement.queries import heard_of_report
from thanthien.operations.feedback import actions, publishing, sorting
from thanthien.operations.feedback.acting import (
    Act,
    CannotHandle,
    decides,
    handles,
    others_may_decide,
    sorts,
    version_of,
)
from thanthien.operations.feedback.alike import alike
from thanthien.operations.feedback.clocks import TWO_STAGES, clock_of
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import Channel, Path, Report, Step
from thanthien.operations.feedback.notices import about
from thanthien.operations.feedback.publishing import why_not_public
from thanthien.operations.feedback.queries import answer_of, is_late, report_seen_by, visible_reports
from thanthien.operations.feedback.senders import open_sender
from thanthien.operations.feedback.states import OPEN, WAYS
from thanthien.platform.outbox.queries import messages_about
from thanthien.web.feedback_lines import left_of
from thanthien.web.pages import UnitRequest
from thanthien.web.plain_form import agency_choices, agency_chosen, people_choices, person_chosen

Move = Step.Move
Doing = Callable[[UnitRequest, Act], object]
CATEGORY = "category"  # the quick sorting: a step like `CLASSIFY` that asks for no reason
DONE: dict[str, str] = {
    Move.TAKE: "Đã tiếp nhận xử lý.",
    Move.ASK: "Đã đề nghị người gửi bổ sung; thời hạn tạm dừng.",
    Move.FORWARD: "Đã chuyển và báo người gửi.",
    Move.REPLIED: "Đã ghi phản hồi.",
    Move.DRAFT: "Đã trình bản trả lời để duyệt.",
    Move.NOTE: "Đã ghi chú.",
    Move.ROUTE: "Đã chuyển.",
    Move.CLASSIFY: "Đã phân loại lại; thời hạn tính theo loại mới.",
    Move.MERGE: "Đã gộp và báo người gửi.",
    Move.SPLIT: "Đã tách thành một ý kiến mới và báo mã cho người gửi.",
    Move.HIDE: "Đã thôi công khai.",
    Move.ACCEPT: "Đã thụ lý; thời hạn giải quyết tính từ hôm nay.",
    Move.EXTEND: "Đã gia hạn và báo người gửi.",
    Move.RETURN: "Đã trả lại bản soạn.",
    Move.ANSWER: "Đã trả lời người gửi.",
    CATEGORY: "Đã xếp lĩnh vực và chuyển đúng cơ quan.",
}


def _take(request: UnitRequest, act: Act) -> object:
    return actions.take(act=act, handler=person_chosen(act.report.unit, request.POST.get("handler", "")))


def _forward(request: UnitRequest, act: Act) -> object:
    return actions.forward(act=act, body=request.POST.get("body", ""), text=_text(request))


def _draft(request: UnitRequest, act: Act) -> object:
    outcome, who = request.POST.get("outcome", ""), request.POST.get("who_is", "")
    return actions.draft(act=act, outcome=outcome, text=_text(request), who_is=who)


def _route(request: UnitRequest, act: Act) -> object:
    agency = agency_chosen(act.report.unit, request.POST.get("agency", ""))
    if agency is None:
        raise CannotHandle("Anh/chị chọn cơ quan nhận.", "agency")
    return actions.route(act=act, agency=agency, text=_text(request))


def _classify(request: UnitRequest, act: Act) -> object:
    path, category = request.POST.get("path", ""), request.POST.get("category", "")
    return sorting.classify(act=act, path=path, category=category, text=_text(request))


def _merge(request: UnitRequest, act: Act) -> object:
    into = (
        visible_reports(request.user, act.report.unit)
        .filter(code=typed_code(request.POST.get("into", "")))
        .first()
    )
    if into is None:
        raise CannotHandle("Không có ý kiến nào mang mã này.", "into")
    return sorting.merge(act=act, into=into)


def _split(request: UnitRequest, act: Act) -> object:
    return sorting.split(act=act, text=_text(request), category=request.POST.get("category", ""))


def _accept(request: UnitRequest, act: Act) -> object:
    return actions.accept(act=act, complex_one="complex" in request.POST)


def _extend(request: UnitRequest, act: Act) -> object:
    return actions.extend(act=act, days=whole_number(request.POST.get("days", "")) or 0, text=_text(request))


WORK: dict[str, Doing] = {
    Move.ACCEPT: _accept,
    Move.TAKE: _take,
    Move.ASK: lambda request, act: actions.ask(act=act, text=_text(request)),
    Move.FORWARD: _forward,
    Move.REPLIED: lambda request, act: actions.note_reply(act=act, text=_text(request)),
    Move.DRAFT: _draft,
    Move.NOTE: lambda request, act: actions.note(act=act, text=_text(request)),
    Move.ROUTE: _route,
}
SORT: dict[str, Doing] = {
    CATEGORY: lambda request, act: sorting.set_category(act=act, category=request.POST.get("category", "")),
    Move.CLASSIFY: _classify,
    Move.MERGE: _merge,
    Move.SPLIT: _split,
    Move.HIDE: lambda request, act: publishing.hide(act=act, text=_text(request)),
}
DECIDE: dict[str, Doing] = {
    Move.EXTEND: _extend,
    Move.RETURN: lambda request, act: actions.send_back(act=act, text=_text(request)),
    Move.ANSWER: lambda request, act: actions.approve(act=act),
}


@dataclass(frozen=True, slots=True)
class Doors:
    """The addresses of the surface that shows the page: its list, and where forms of each kind go."""

    home: str
    here: str
    work: str
    sort: str
    decide: str
    sender: str
    publish: str = ""  # the city publishes nothing


def do(request: UnitRequest, report: Report, doings: dict[str, Doing], doors: Doors) -> HttpResponse:
    """One move of the form that was sent; refused, the page comes again with the reason and what was typed."""
    move = request.POST.get("move", "")
    if move not in doings:
        raise Http404
    act = Act(request.user, timezone.now(), report, request.POST.get("seen", ""))
    try:
        doings[move](request, act)
    except CannotHandle as refusal:
        found = report_seen_by(request.user, report.unit, report.pk)
        if found is None:
            raise Http404 from refusal
        more = {"refused": str(refusal), "asked": move, "typed": request.POST}
        return show_report(request, found, doors, status=422, **more)
    messages.success(request, DONE[move])
    if not visible_reports(request.user, report.unit).filter(pk=report.pk).exists():
        return redirect(doors.home)
    return redirect(doors.here)


def show_report(
    request: UnitRequest, report: Report, doors: Doors, *, status: int = 200, **more: Any
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "report": report,
        "of_unit": report.unit,
        "doors": doors,
        "category": definition().categories.get(report.category),
        "law": definition().laws[report.path],
        "clock": clock_of(report, today),
        "late": is_late(report, today),
        "left": left_of(report, today),
        "steps": report.steps.select_related("by", "agency"),
        "files": report.attachments.select_related("file", "step"),
        "sender": open_sender(report),
        "alike": alike(request.user, report) if report.state in OPEN else [],
        "heard": heard_of_report(report.unit, report.code) if report.channel == Channel.WALK_IN else None,
        "merged": report.merged.select_related("unit"),
        "why_not_public": why_not_public(report),
        "notices": messages_about(report.unit, about(report)),
        "found_kinds": sorted({SAID[span.kind] for span in personal_data(report.text)}),
        "answer": answer_of(report),
        **_moves(request, report),
        **more,
    }
    return render(request, "desk/feedback/report.html", context, status=status)


def marked(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the words for the personal data it looks like, or ""."""
    pieces, last = [], 0
    for span in personal_data(text):
        pieces += [(text[last : span.start], ""), (text[span.start : span.end], SAID[span.kind])]
        last = span.end
    return [*pieces, (text[last:], "")]


def _moves(request: UnitRequest, report: Report) -> dict[str, Any]:
    """What the person may do now, and the choices its forms offer."""
    person, unit = request.user, report.unit
    can = handles(person, report)
    two_stages = report.path in TWO_STAGES and report.accepted_at is None
    allowed: set[str] = {
        move for move, way in WAYS.items() if report.state in way.allowed and not way.by_sender
    }
    allowed -= set() if two_stages else {Move.ACCEPT}
    allowed -= set() if report.published_at else {Move.HIDE}
    if report.state == Report.State.RECEIVED and report.handler_id is None:
        allowed.add(CATEGORY)
    draft = report.answers.filter(approved_at=None).select_related("drafted_by").last()
    own = draft is not None and draft.drafted_by_id == person.pk
    return {
        "draft": draft,
        "seen": version_of(report),
        "works": allowed & set(WORK) if can else set(),
        "sorts": allowed & set(SORT) if sorts(person, report) else set(),
        "decides": allowed & set(DECIDE) if decides(person, report) else set(),
        "publishes": Move.PUBLISH in allowed and sorts(person, report) and not why_not_public(report),
        "own_draft": own and others_may_decide(person, report),
        "agencies": agency_choices(unit),
        "people": people_choices(unit) if can and Move.TAKE in allowed and not report.is_protected else [],
        "paths": Path.choices,
        "categories": definition().categories.values(),
        "outcomes": Report.Outcome.choices,
    }


def _text(request: UnitRequest) -> str:
    return request.POST.get("text", "")
