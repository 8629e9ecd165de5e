"""A score sheet as plain data: what `thanthien score --json` prints. Points are numbers, days ISO strings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from thanthien.assessment.scoring.sheet import Line, Record, ScoreSheet, TaskRef, WayUp


def sheet_as_data(sheet: ScoreSheet) -> dict[str, Any]:
    """The whole sheet. `criteria` lists the tree depth first; `parent` is None at the top."""
    return {
        "unit": {"code": sheet.unit.code, "name": sheet.unit.full_name},
        "year": sheet.year,
        "as_of": sheet.as_of.isoformat(),
        "criteria_set": _set(sheet),
        "weights": _weights(sheet),
        "total": _number(sheet.points),
        "maximum": _number(sheet.maximum),
        "level": {
            "level": sheet.level.level,
            "label": sheet.level.label,
            "recognised": sheet.level.recognised,
            "reason": sheet.level.reason,
            "by_points": sheet.level.reached_label or None,
        },
        "registered": _registered(sheet),
        "criteria": [row for top in sheet.top for row in _lines(top, None)],
        "way_up": _way(sheet.way_up),
        "way_to_registered": _way(next((way for way in sheet.ways if way.is_registered), None)),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _set(sheet: ScoreSheet) -> dict[str, Any] | None:
    kept = sheet.criteria_set
    if kept is None:
        return None
    return {"code": kept.code, "version": kept.version, "title": kept.title, "decision": kept.decision_number}


def _weights(sheet: ScoreSheet) -> dict[str, Any] | None:
    table = sheet.weights
    if table is None:
        return None
    return {"code": table.code, "version": table.version, "title": table.title, "is_sample": table.is_sample}


def _registered(sheet: ScoreSheet) -> dict[str, Any] | None:
    kept = sheet.registration
    if kept is None:
        return None
    return {
        "level": kept.level,
        "date": kept.registered_date.isoformat(),
        "document_number": kept.document_number,
        "late": sheet.is_late,
    }


def _lines(line: Line, parent: str | None) -> list[dict[str, Any]]:
    row = {
        "key": line.key,
        "parent": parent,
        "number": line.number,
        "title": line.title,
        "maximum": _number(line.maximum),
        "points": _number(line.points),
        "status": str(line.status),
        "status_label": line.status_label,
        "why": line.why,
        "missing": list(line.missing),
        "records": [_record(one) for one in line.records],
        "also_accepted": [_record(one) for one in (*line.beside, *line.aside)],
        "ended": [_record(one) for one in line.ended],
        "waiting": [_record(one) for one in line.waiting],
        "returned": [_record(one) for one in line.returned],
        "tasks": [_task(one) for one in line.tasks],
    }
    return [row, *(below for child in line.children for below in _lines(child, line.key))]


def _record(one: Record) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "label": one.label,
        "date": one.day.isoformat(),
        "state": one.state,
        "agency": one.agency,
    }


def _task(one: TaskRef) -> dict[str, Any]:
    return {"id": one.id, "no": one.no, "title": one.title, "state": one.state, "leads": list(one.leads)}


def _way(way: WayUp | None) -> dict[str, Any] | None:
    if way is None:
        return None
    return {
        "level": way.level,
        "label": way.label,
        "minimum": _number(way.minimum),
        "lacking": _number(way.lacking),
        "reached": way.way.reached,
        "total_after": _number(way.way.total_after),
        "says": way.way.says,
        "steps": [
            {
                "key": step.line.key,
                "title": step.line.title,
                "points": _number(step.line.points),
                "maximum": _number(step.line.maximum),
                "enough": _number(step.enough),
                "gain": _number(step.gain),
            }
            for step in way.steps
        ],
    }
