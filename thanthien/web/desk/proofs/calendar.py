"""The calendar of proof: tasks down, months or weeks across; a square opens the proofs of its time."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from thanthien.lib.vietnamese import date_vi, whole_number
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.evidence.calendar import WORDS, Line, Square, columns, proof_lines, proofs_between
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import task_of_unit, tasks_of
from thanthien.programme.plans.standing import standing_of
from thanthien.web.desk.proofs.frame import proof_frame
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.TASK_VIEW)
def proofs(request: UnitRequest) -> HttpResponse:
    """The door of the menu."""
    return redirect("desk:proof_calendar", request.unit.code)


@unit_page(Action.TASK_VIEW)
def calendar(request: UnitRequest) -> HttpResponse:
    year, context = proof_frame(request, "desk:proof_calendar")
    today, asked = timezone.localdate(), request.GET
    standing = standing_of(request.user, request.unit)
    agency = asked.get("agency", "") if whole_number(asked.get("agency")) is not None else ""
    wanted = TaskFilter.from_query({"agency": agency})
    tasks = tasks_of(request.unit, year, wanted, standing, today).filter(withdrawn_at=None)
    every = list(tasks.select_related("parent", "criterion"))
    criteria = {task.criterion.key: str(task.criterion) for task in every if task.criterion}
    key = asked.get("criterion", "") if asked.get("criterion") in criteria else ""
    chosen = [task for task in every if not key or (task.criterion and task.criterion.key == key)]
    quarter = next((n for n in range(1, 5) if asked.get("weeks") == str(n)), None)
    shown = columns(year, quarter)
    lines = proof_lines(request.unit, year, chosen, shown, today)
    context |= {
        "agency": agency,
        "agencies": [(str(one.pk), one.name) for one in agencies_of(request.unit)],
        "key": key,
        "criteria": sorted(criteria.items(), key=lambda one: one[1]),
        "weeks": str(quarter or ""),
        "quarters": [(str(n), f"Tuần, quý {roman}") for n, roman in enumerate(("I", "II", "III", "IV"), 1)],
        "columns": [(_head(span.label, quarter), span.label) for span in shown],
        "rows": [(line.task, _cells(request.unit.code, line)) for line in lines],
        "lacking": sum(square.state == "none" for line in lines for square in line.squares),
        "waiting": sum(square.state == "waiting" for line in lines for square in line.squares),
        "words": [(state, words) for state, words in WORDS.items() if state not in ("free", "ahead")],
    }
    return render(request, "desk/proofs/calendar.html", context)


def _head(label: str, quarter: int | None) -> str:
    """What stands over a column: "3" for tháng 3, the first day of a week."""
    short = label.split(" ", 1)[-1]
    return short.split("–")[0] if quarter else short


def _cells(code: str, line: Line) -> SafeString:
    """The squares of a line, written at once: a template would take ten times as long over a year of them.

    Everything in them is our own (names of states, ISO days, labels of periods), so nothing needs escaping.
    """
    base = reverse("desk:proof_period", args=[code, line.task.pk])
    return SafeString("".join(_cell(base, square) for square in line.squares))


def _cell(base: str, one: Square) -> str:
    says = f"{one.span.label}: {WORDS[one.state]}{f' ({one.proofs})' if one.proofs else ''}"
    if not one.proofs and one.state not in ("none", "now"):
        return f'<td><span class="pc-square is-{one.state}" title="{says}"></span></td>'
    return (
        f'<td><a class="pc-square is-{one.state}" title="{says}" '
        f'href="{base}?from={one.span.first.isoformat()}&amp;to={one.span.last.isoformat()}">'
        f'<span aria-hidden="true">{one.proofs or ""}</span><span class="visually-hidden">{says}</span></a></td>'
    )


@unit_page(Action.TASK_VIEW)
def period(request: UnitRequest, pk: int) -> HttpResponse:
    """The proofs of one task in one month or week."""
    task = task_of_unit(request.unit, pk)
    if task is None:
        raise Http404
    first = _day(request.GET.get("from"), date(task.year, 1, 1))
    last = _day(request.GET.get("to"), date(task.year, 12, 31))
    context = {
        "task": task,
        "year": str(task.year),
        "span": f"{date_vi(first)} – {date_vi(last)}",
        "proofs": proofs_between(task, first, last),
        "may_add": _may_add(request, task),
        "back": urlencode({"year": task.year}),
    }
    return render(request, "desk/proofs/period.html", context)


def _may_add(request: UnitRequest, task: Task) -> bool:
    parts = [part for part in task.agencies.all() if part.part == "lead"]
    return task.withdrawn_at is None and standing_of(request.user, request.unit).does_any(parts)


def _day(text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return otherwise
