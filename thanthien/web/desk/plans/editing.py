"""What the form of one row offers: criteria to choose from, tasks it may continue, what was printed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from thanthien.platform.ui.templatetags.words import icon
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.queries import continued_tasks, criteria_for
from thanthien.programme.imports.review import RowView


def row_context(unit_code: str, reading: PlanReading) -> dict[str, Any]:
    """What every row needs, worked out once: the address of its steps and its icons."""
    names = {
        "eye": "eye",
        "pencil": "pencil",
        "check": "check",
        "alert": "alert-triangle",
        "undo": "arrow-back-up",
    }
    return {
        "reading": reading,
        "rows_url": reverse("desk:plan_row_add", args=[unit_code, reading.pk]),
        "icons": {name: icon(of_sprite) for name, of_sprite in names.items()},
    }


def edit_context(reading: PlanReading, shown: RowView, typed: dict[str, str] | None = None) -> dict[str, Any]:
    """`typed` is what a person typed when it could not be saved; otherwise the row's own values."""
    row = shown.row
    return {
        "shown": shown,
        "values": typed or values_of(row),
        "criteria": _criteria(reading),
        "tasks": _tasks(reading, row),
        "printed": _printed(row),
    }


def values_of(row: ReadingRow) -> dict[str, str]:
    """The row as the form types it."""
    return {
        "no": row.no,
        "title": row.title,
        "lead": "; ".join(row.lead),
        "coordinators": "; ".join(row.coordinators),
        "product": row.product,
        "timing": row.timing,
        "is_header": "on" if row.is_header else "",
        "criterion": str(row.criterion_id or ""),
        "task": str(row.matched_task_id or ""),
    }


def _criteria(reading: PlanReading) -> list[tuple[str, str]]:
    return [(str(c.pk), _label(c)) for c in criteria_for(reading)]


def _label(criterion: Criterion) -> str:
    indent = "\u2003" * (criterion.depth - 1 if criterion.depth else 0)
    return f"{indent}{criterion.number or '–'} {criterion.title}"[:140]


def _tasks(reading: PlanReading, row: ReadingRow) -> list[tuple[str, str]]:
    """Tasks in force that no other row continues."""
    if not reading.replaces_id:
        return []
    others = reading.rows.exclude(pk=row.pk).filter(is_left_out=False, matched_task__isnull=False)
    taken = set(others.values_list("matched_task_id", flat=True))
    tasks = sorted(continued_tasks(reading).values(), key=lambda task: task.position)
    return [(str(task.pk), f"{task.no} {task.title}".strip()[:120]) for task in tasks if task.pk not in taken]


def _printed(row: ReadingRow) -> dict[str, str]:
    """What stood on paper, where it was resolved to other words."""
    found = {}
    for name in ("lead", "coordinators"):
        printed = row.read.get(f"{name}_printed") or row.read.get(
            "agencies_printed" if name == "lead" else ""
        )
        if printed and printed != "; ".join(getattr(row, name)):
            found[name] = printed
    if row.read.get("printed") and row.read["printed"] != row.title:
        found["title"] = row.read["printed"]
    return found
