"""The columns that somebody of a unit confirmed for a source. Callers come with a unit the person may see."""

from __future__ import annotations

from collections.abc import Collection

from thanthien.platform.columns.models import ColumnMap
from thanthien.platform.units.models import Unit


def saved_columns(unit: Unit, source: str, headers: Collection[str]) -> dict[str, str] | None:
    """Field → header, where all of those headers are in this file too; else None."""
    row = ColumnMap.objects.filter(unit=unit, source=source).first()
    if row is None or not set(row.columns.values()) <= set(headers):
        return None
    return dict(row.columns)
