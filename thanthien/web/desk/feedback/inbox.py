"""The list of what people said: three queues, each of one law; what waits for the reader first."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import Path, Report
from thanthien.operations.feedback.queries import (
    MOST_COUNTED,
    QUEUES,
    Wanted,
    counts,
    inbox,
    open_by_queue,
    protected_reports,
)
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.feedback_lines import lines_of
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 50
LAST = 100  # pages that people turn; what is older they search for
TABS = {
    "approve": "Chờ duyệt",
    "new": "Mới nhận",
    "open": "Đang xử lý",
    "mine": "Của tôi",
    "late": "Quá hạn",
    "answered": "Đã trả lời",
    "all": "Tất cả",
}
QUEUE_WORDS = {"": "Phản ánh, kiến nghị", Path.COMPLAINT: "Khiếu nại", Path.DENUNCIATION: "Tố cáo"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the list. Of how many is said where it is known: counting a hundred thousand takes too long."""

    rows: list[Report]
    number: int
    has_next: bool
    is_cut: bool  # there is more than people turn pages through
    of: int | None


def _leaf(rows: QuerySet[Report], asked: str, known: int | None) -> Leaf:
    """`known`: how many rows there are, None where nobody has counted. Past the end one comes to the last page."""
    number = min(max(whole_number(asked) or 1, 1), LAST)
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    if not found and number > 1:  # reports have gone on meanwhile
        return _leaf(rows, str(-(-rows.order_by()[: LAST * PAGE].count() // PAGE)), known)
    more = len(found) > PAGE
    of = None if known is None else min(-(-known // PAGE), LAST)
    return Leaf(found[:PAGE], number, more and number < LAST, more and number == LAST, of)


@unit_page(Action.FEEDBACK_VIEW)
def feedback(request: UnitRequest) -> HttpResponse:
    today, person, unit = timezone.localdate(), request.user, request.unit
    queue = _one_of(request, "queue", QUEUES)
    waiting = counts(person, unit, queue, today)
    wanted = _wanted(request, queue, "approve" if waiting.get("approve") else "open")
    is_narrowed = any((wanted.text, wanted.category, wanted.path, wanted.place))
    waits = waiting.get(wanted.tab, MOST_COUNTED)
    known = waits if waits < MOST_COUNTED and not is_narrowed else None
    page = _leaf(inbox(person, unit, wanted, today), request.GET.get("page", ""), known)
    carried = {
        "queue": queue, "q": wanted.text, "category": wanted.category, "path": wanted.path, "place": wanted.place,
    }  # fmt: skip
    kept = {name: value for name, value in carried.items() if value}
    tabs = [tab for tab in TABS if tab != "approve" or tab in waiting]
    said = {tab: _said(count) for tab, count in waiting.items() if tab != "all"}
    leads = may(person, Action.FEEDBACK_PROTECTED, unit)
    context = {
        "rows": lines_of(page.rows, today, unit),
        "page": page,
        "wanted": wanted,
        "is_narrowed": is_narrowed,
        "tabs": [(tab, TABS[tab], urlencode({**kept, "tab": tab}), said.get(tab, "")) for tab in tabs],
        "queues": [
            (code, QUEUE_WORDS[code], urlencode({"queue": code}), _said(count))
            for code, count in open_by_queue(person, unit, None if queue else waiting["open"]).items()
            if code != Path.DENUNCIATION or leads
        ],
        "counts": waiting,
        "categories": definition().categories.values(),
        "places": neighbourhoods_of(unit),
        "paths": [(code, Path(code).label) for code in QUEUES[queue]],
        "law": definition().laws[queue] if queue else None,
        "query": urlencode({**kept, "tab": wanted.tab}),
        "sets_up": may(person, Action.FEEDBACK_SET_UP, unit),
        "reads_protected": leads,
        "receives": may(person, Action.FEEDBACK_RECEIVE, unit),
    }
    return render(request, "desk/feedback/feedback.html", context)


def _said(count: int | None) -> str:
    """A count beside a tab; it was counted no further than `MOST_COUNTED`."""
    if count is None or count == 0:
        return ""
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


@unit_page(Action.FEEDBACK_PROTECTED)
def protected(request: UnitRequest) -> HttpResponse:
    """What is about staff: read by leaders alone, and by nobody in the unit where it is about a leader."""
    rows = protected_reports(request.user, request.unit)
    page, today = Paginator(rows, PAGE).get_page(request.GET.get("page")), timezone.localdate()
    return render(
        request, "desk/feedback/protected.html", {"rows": lines_of(page, today, request.unit), "page": page}
    )


def _wanted(request: UnitRequest, queue: str, first: str) -> Wanted:
    """`first`: the tab that opens where none is asked for. Leaders begin with what waits for their approval."""
    return Wanted(
        queue=queue,
        tab=_one_of(request, "tab", TABS, first),
        path=_one_of(request, "path", QUEUES[queue]),
        category=_one_of(request, "category", definition().categories),
        place=whole_number(request.GET.get("place", "")),
        text=request.GET.get("q", "")[:100],
    )


def _one_of(request: UnitRequest, name: str, known: Container[str], otherwise: str = "") -> str:
    value = request.GET.get(name, "")
    return value if value in known else otherwise
