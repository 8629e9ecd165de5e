"""Reads of outside indices. What was published about the city is read by its communes too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from thanthien.platform.units.models import Unit
from thanthien.programme.indices.models import IndexYear


def years_of_indices(unit: Unit) -> dict[str, list[IndexYear]]:
    """By code, oldest first: the unit's own, and of a commune also those of its city; one query."""
    units = [unit.pk, unit.parent_id] if unit.is_local and unit.parent_id else [unit.pk]
    found: dict[str, list[IndexYear]] = defaultdict(list)
    rows = IndexYear.objects.filter(unit__in=units).select_related("unit", "recorded_by", "file")
    for row in rows.order_by("year"):
        found[row.code].append(row)
    return found


def index_year(unit: Unit, code: str, year: int) -> IndexYear | None:
    return IndexYear.objects.filter(unit=unit, code=code, year=year).first()


def index_file(unit: Unit, pk: int) -> IndexYear | None:
    """The row with its file, as the unit may see it: its own or its city's."""
    units = [unit.pk, unit.parent_id] if unit.is_local else [unit.pk]
    return IndexYear.objects.filter(unit__in=units, pk=pk).select_related("file").first()


def values_of_units(units: Iterable[Unit], code: str, year: int) -> dict[int, IndexYear]:
    """One index of many communes in a year, by unit id; one query."""
    rows = IndexYear.objects.filter(unit__in=[unit.pk for unit in units], code=code, year=year)
    return {row.unit_id: row for row in rows}
