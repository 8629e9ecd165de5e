"""The board: the same tasks in columns, by state or by agency."""

from __future__ import annotations

from django.http import HttpResponse

from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.queries import proof_counts
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import tasks_of, years_with_plans
from thanthien.web.desk.tasks.listing import answer, asked_by, filter_context
from thanthien.web.desk.tasks.rows import Row, rows_for
from thanthien.web.pages import UnitRequest, unit_page

NOBODY = "Chưa rõ cơ quan"
Column = tuple[str, str, list[Row]]  # code (a state, or empty), words, rows


@unit_page(Action.TASK_VIEW)
def board(request: UnitRequest) -> HttpResponse:
    asked = asked_by(request)
    found = list(tasks_of(request.unit, asked.year, asked.wanted, asked.standing, asked.today))
    rows = rows_for(found, proof_counts(found), asked.today)
    by = "agency" if request.GET.get("by") == "agency" else "state"
    context = {
        **filter_context(request, asked),
        "view": "board",
        "by": by,
        "query_without_by": asked.query(),
        "clear": f"{request.path}?{asked.query(TaskFilter(), by=by)}",
        "columns": _by_agency(rows) if by == "agency" else _by_state(rows),
        "count": len(rows),
        "has_plan": asked.year in years_with_plans(request.unit),
    }
    return answer(request, "board", context, asked.query(by=by))


def _by_state(rows: list[Row]) -> list[Column]:
    return [
        (state, words, [row for row in rows if row.task.state == state])
        for state, words in Task.State.choices
    ]


def _by_agency(rows: list[Row]) -> list[Column]:
    """A task with two leads stands in both columns; groups and tasks without a lead come last."""
    columns: dict[tuple[int, int, str], list[Row]] = {}
    for row in rows:
        keys = [
            (0, lead.agency.position, lead.agency.name) if lead.agency else (1, 0, lead.group_name)
            for lead in row.leads
        ] or [(2, 0, NOBODY)]
        for key in keys:
            columns.setdefault(key, []).append(row)
    return [("", key[2], columns[key]) for key in sorted(columns)]
