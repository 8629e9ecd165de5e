"""The list of a quarter: what was public, where and how long, by whom, with what proof, what lacked; its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.disclosure.actions import CannotPublish
from thanthien.operations.disclosure.lists import draft_list, drafted_list, lists_of, published_list
from thanthien.operations.disclosure.models import QuarterList
from thanthien.operations.disclosure.quarter_papers import TITLE, papers_of, place_of, span
from thanthien.operations.disclosure.quarter_shapes import Quarter
from thanthien.operations.disclosure.quarters import listed_in, quarter_before
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.disclosure import list_now, tasks_of_files

FORMS = {"docx": "word", "xlsx": "sheet", "wall.docx": "posted"}


@unit_page(Action.DISCLOSURE_VIEW)
def quarters(request: UnitRequest) -> HttpResponse:
    """The quarter that is over."""
    return _show(request, quarter_before(timezone.localdate()))


@unit_page(Action.DISCLOSURE_VIEW)
def quarter(request: UnitRequest, period: str) -> HttpResponse:
    return _show(request, _asked(period))


@unit_page(Action.DISCLOSURE_MANAGE, "POST")
def make(request: UnitRequest, period: str) -> HttpResponse:
    """Made by hand: a version anew after corrections, or the list of an older quarter."""
    asked = _asked(period)
    try:
        made, is_new, proven = list_now(
            actor=request.user, at=timezone.now(), unit=request.unit, quarter=asked
        )
    except CannotPublish as refusal:
        return _show(request, asked, status=422, refused=str(refusal))
    if is_new:
        messages.success(request, f"Đã lập danh mục {asked.words}, lần {made.version}.")
    else:
        messages.info(request, "Không có gì thay đổi từ lần lập trước, nên danh mục giữ nguyên.")
    for why in proven.why:
        messages.warning(request, f"Chưa nộp làm minh chứng. {why}")
    return redirect("desk:disclosure_quarter", request.unit.code, period)


@unit_page(Action.DISCLOSURE_MANAGE, "POST")
def draft(request: UnitRequest, period: str) -> HttpResponse:
    """The list as a text to be made public."""
    asked = _asked(period)
    try:
        made = draft_list(actor=request.user, at=timezone.now(), unit=request.unit, quarter=asked)
    except CannotPublish as refusal:
        return _show(request, asked, status=422, refused=str(refusal))
    messages.success(request, "Đã soạn từ danh mục; xem lại rồi công bố.")
    return redirect("desk:disclosure_publication", request.unit.code, made.pk)


@unit_page(Action.DISCLOSURE_VIEW)
def file(request: UnitRequest, pk: int, form: str) -> HttpResponseBase:
    made = QuarterList.objects.filter(unit=request.unit, pk=pk).select_related(*FORMS.values()).first()
    asked = Quarter.read(made.period) if made else None
    if made is None or asked is None or form not in FORMS:
        raise Http404
    for_wall = " để niêm yết" if form == "wall.docx" else ""
    name = f"{TITLE}{for_wall} {asked.words} (lần {made.version}).{form.rpartition('.')[2]}"
    return hand_over(request, getattr(made, FORMS[form]), name)


def _show(request: UnitRequest, asked: Quarter, *, status: int = 200, refused: str = "") -> HttpResponse:
    today = timezone.localdate()
    if asked.first > today:
        raise Http404
    listed = listed_in(request.unit, asked)
    versions = list(lists_of(request.unit, asked))
    current, is_over = Quarter.of(today), asked.last < today
    context: dict[str, Any] = {
        "quarter": asked,
        "is_over": is_over,
        "before": quarter_before(asked.first),
        "after": asked.after if asked < current else None,
        "lines": [
            (line, papers_of(line), [(place_of(one), span(one), one) for one in line.shown])
            for line in listed.lines
        ],
        "listed": listed,
        "lacking": len(listed.lacks),
        "versions": versions,
        "is_changed": bool(versions) and versions[0].digest != listed.digest,
        "proofs": tasks_of_files(request.unit, [one.word for one in versions]),
        "public": published_list(request.unit, asked),
        "draft": drafted_list(request.unit, asked),
        "manages": may(request.user, Action.DISCLOSURE_MANAGE, request.unit),
        "refused": refused,
    }
    if versions and context["public"]:
        context["is_public"] = context["public"].file_id == versions[0].posted_id
    return render(request, "desk/disclosure/quarter.html", context, status=status)


def _asked(period: str) -> Quarter:
    found = Quarter.read(period)
    if found is None:
        raise Http404
    return found
