"""The boards: what is late, due today, due soon, waiting, ready; filtered, searched by code, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.rules import Calendar, left_in_words
from thanthien.lib.vietnamese import date_vi, whole_number
from thanthien.operations.casework.masking import masked_name
from thanthien.operations.casework.models import Case
from thanthien.operations.casework.queries import (
    MOST_COUNTED,
    TABS,
    Undated,
    Wanted,
    board,
    counts,
    procedures_of,
    soon_until,
    undated_by_procedure,
)
from thanthien.operations.procedures.asking import times_of
from thanthien.operations.procedures.kept import kept
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.web.desk.casework.frame import tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import agency_choices, people_choices

PAGE = 50
MOST_PROCEDURES = 30  # of those without a due date
_WORKDAYS = re.compile(r"0?(\d{1,3}) ngày làm việc\.?", re.IGNORECASE)
LAST = 100  # pages that people turn; what lies farther they search for
WORDS = {
    "late": "Quá hạn",
    "today": "Đến hạn hôm nay",
    "soon": "Sắp đến hạn",
    "waiting": "Chờ bổ sung",
    "handled": "Chờ trả kết quả",
    "undated": "Chưa có hạn",
    "undated_ended": "Đã xong, chưa có hạn",
    "open": "Đang giải quyết",
    "all": "Tất cả",
}
COLOURS = {
    Case.State.PROCESSING: "azure",
    Case.State.WAITING: "yellow",
    Case.State.HANDLED: "lime",
    Case.State.HANDED: "green",
    Case.State.STOPPED: "secondary",
    Case.State.REFUSED: "secondary",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A case as the list shows it; whose it is only masked."""

    case: Case
    applicant: str
    colour: str
    left: str
    is_late: bool


@unit_page(Action.CASE_VIEW)
def cases(request: UnitRequest) -> HttpResponse:
    at, person, unit = timezone.now(), request.user, request.unit
    waiting = counts(person, unit, at)
    wanted = _wanted(request, next((tab for tab in ("late", "today", "soon") if waiting[tab]), "open"))
    rows, number, has_next = _leaf(board(person, unit, wanted, at), request.GET.get("page", ""))
    carried = {name: value for name, value in _carried(wanted).items() if value}
    context = {
        **tabs(request, "desk:cases"),
        "rows": lines_of(rows, unit, at),
        "wanted": wanted,
        "is_narrowed": bool(carried),
        "boards": [
            (tab, WORDS[tab], urlencode({**carried, "q": "", "tab": tab}), _said(waiting.get(tab)))
            for tab in TABS
            if tab not in ("undated", "undated_ended") or waiting[tab] or wanted.tab == tab
        ],
        "undated": undated_lines(unit) if wanted.tab.startswith("undated") and not wanted.code else [],
        "terms": Case.Term.choices,
        "number": number,
        "has_next": has_next,
        "is_cut": number == LAST,
        "query": urlencode({**carried, "tab": wanted.tab}),
        "agencies": agency_choices(unit),
        "people": people_choices(unit),
        "procedures": procedures_of(unit),
        "soon_until": soon_until(unit, at),
        "has_any": bool(rows) or board(person, unit, Wanted("all"), at).exists(),
    }
    return render(request, "desk/casework/cases.html", context)


def lines_of(rows: Sequence[Case], unit: Unit, at: datetime) -> list[Line]:
    today = timezone.localdate(at)
    calendar = calendar_of(unit, today.year - 1, today.year, today.year + 1)
    return [
        Line(
            one,
            masked_name(one.applicant),
            COLOURS[Case.State(one.state)],
            left_of(one, at, calendar),
            one.late_at is not None and one.late_at <= at,
        )
        for one in rows
    ]


def left_of(case: Case, at: datetime, calendar: Calendar) -> str:
    """ "còn 2 ngày làm việc" while it runs; how it ended afterwards."""
    if case.due_at is None:
        return "chưa có hạn"
    due = timezone.localtime(case.due_at)
    if case.end_at is not None:
        return "quá hạn" if case.late_at is not None else "đúng hạn"
    if case.state == Case.State.WAITING:
        return "đồng hồ tạm dừng"
    if case.term_unit == Case.Term.HOURS and due.date() == timezone.localdate(at):
        return f"{'quá' if case.due_at < at else 'đến'} hạn lúc {due:%H:%M}"
    return left_in_words(due.date(), timezone.localdate(at), calendar)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A procedure whose cases have no due date; `said`: its time by the catalogue, `days` where that is sure."""

    one: Undated
    said: str
    days: int | None


def undated_lines(unit: Unit) -> list[Lacking]:
    """Two queries however many, past the one that knows the catalogue."""
    found = undated_by_procedure(unit)[:MOST_PROCEDURES]
    entries = kept(unit, timezone.localdate()).entries
    by_name = {one.name: one for one in entries.values()}
    known = [entries.get(one.code) or by_name.get(one.name) for one in found]
    times = times_of([one.edition_id for one in known if one])
    lines = []
    for one, entry in zip(found, known, strict=True):
        said = times.get(entry.edition_id, "") if entry else ""
        days = _WORKDAYS.fullmatch(said)
        lines.append(Lacking(one, said, int(days[1]) if days else None))
    return lines


def _leaf(rows: QuerySet[Case], asked: str) -> tuple[list[Case], int, bool]:
    """The cases of a page, its number, whether there is another. Past the end one comes to the first."""
    number = min(max(whole_number(asked) or 1, 1), LAST)
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    if not found and number > 1:
        return _leaf(rows, "1")
    return found[:PAGE], number, len(found) > PAGE and number < LAST


def _wanted(request: UnitRequest, first: str) -> Wanted:
    asked = request.GET
    return Wanted(
        tab=asked.get("tab", "") if asked.get("tab") in TABS else first,
        agency=whole_number(asked.get("agency", "")),
        handler=whole_number(asked.get("handler", "")),
        procedure=asked.get("procedure", "")[:300],
        code=asked.get("q", "").strip()[:40],
    )


def _carried(wanted: Wanted) -> dict[str, Any]:
    return {
        "agency": wanted.agency, "handler": wanted.handler, "procedure": wanted.procedure, "q": wanted.code,
    }  # fmt: skip


def _said(count: int | None) -> str:
    if not count:
        return ""
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def said_due(case: Case) -> str:
    """The due date, with its hour where the term is one of hours."""
    if case.due_at is None:
        return "chưa có"
    due = timezone.localtime(case.due_at)
    return f"{due:%H:%M} {date_vi(due.date())}" if case.term_unit == Case.Term.HOURS else date_vi(due.date())
