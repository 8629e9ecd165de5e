"""A point table as plain data, so that a draft is checked again without reading the file again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from thanthien.lib.documents.model import Place
from thanthien.programme.criteria.point_table.model import Alternative, Match, PointRow, PointTable
from thanthien.programme.criteria.point_table.reading import checked

Alternatives = Mapping[int, tuple[Alternative, ...]]


def table_as_data(table: PointTable, matches: Sequence[Match]) -> dict[str, Any]:
    """JSON-able: headings, every row, and for each matched row (by its index) the next best criteria."""
    return {
        "headings": dict(table.headings),
        "rows": [row_as_data(row) for row in table.rows],
        "alternatives": {
            str(match.row.index): [[other.key, other.confidence] for other in match.alternatives]
            for match in matches
        },
    }


def row_as_data(row: PointRow) -> dict[str, Any]:
    place = row.place
    return {
        "index": row.index,
        "place": [place.page, place.line, place.table, place.row],
        "spot": row.spot,
        "kind": row.kind,
        "number": row.number,
        "text": row.text,
        "points": None if row.points is None else str(row.points),
        "printed_points": row.printed_points,
        "depth": row.depth,
        "parent": row.parent,
    }


def table_from_data(
    data: Mapping[str, Any], settled: Mapping[int, Decimal | None] | None = None
) -> tuple[PointTable, Alternatives]:
    """The table kept by `table_as_data`, checked anew; `settled` are points that a person put in their place."""
    decided = settled or {}
    rows = tuple(_settled(_row(entry), decided) for entry in data["rows"])
    others = {
        int(index): tuple(Alternative(key, confidence) for key, confidence in kept)
        for index, kept in data["alternatives"].items()
    }
    return checked(PointTable(rows, data["headings"], None)), others


def _settled(row: PointRow, decided: Mapping[int, Decimal | None]) -> PointRow:
    """What a person decided is no longer a misprint, even where it is "no points here"."""
    if row.index not in decided:
        return row
    points = decided[row.index]
    return replace(row, points=points, printed_points="" if points is None else row.printed_points)


def _row(entry: Mapping[str, Any]) -> PointRow:
    points = entry["points"]
    return PointRow(
        index=entry["index"],
        place=Place(*entry["place"]),
        spot=entry["spot"],
        kind=entry["kind"],
        number=entry["number"],
        text=entry["text"],
        points=None if points is None else Decimal(points),
        printed_points=entry["printed_points"],
        depth=entry["depth"],
        parent=entry["parent"],
    )
