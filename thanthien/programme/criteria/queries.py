"""Reads of criteria. Sets, levels and points are published by the province and open to every unit."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.definition import CriteriaSetDefinition, load_definition
from thanthien.programme.criteria.models import Adoption, CriteriaSet, Criterion, LevelBand, WeightTable


def adoption_of(unit: Unit, year: int) -> Adoption | None:
    """What the unit is measured by in a year; None when nobody has chosen yet."""
    return (
        Adoption.objects.filter(unit=unit, year=year)
        .select_related("criteria_set", "weight_table", "unit__parent")
        .first()
    )


def tree_of(criteria_set: CriteriaSet) -> list[Criterion]:
    """Every node, depth first, parents before children; one query."""
    return list(Criterion.objects.filter(criteria_set=criteria_set).order_by("position"))


def bands_of(criteria_set: CriteriaSet) -> list[LevelBand]:
    return list(LevelBand.objects.filter(criteria_set=criteria_set).order_by("-level"))


def points_by_criterion(table: WeightTable | None) -> dict[int, Decimal]:
    """Maximum points by criterion id; empty without a table."""
    if table is None:
        return {}
    rows = table.weights.filter(criterion__isnull=False).values_list("criterion_id", "points")
    return {criterion: points for criterion, points in rows if criterion is not None}


def sets_for(unit: Unit, year: int) -> QuerySet[CriteriaSet]:
    """The sets issued for the unit's province that hold in a year, newest first."""
    province = unit.parent if unit.is_local else unit
    codes = [unit.code] + ([province.code] if province else [])
    return CriteriaSet.objects.filter(
        Q(to_year__isnull=True) | Q(to_year__gte=year), province_code__in=codes, from_year__lte=year
    ).order_by("-from_year", "-version")


def weight_tables_of(criteria_set: CriteriaSet, *, published_only: bool = True) -> QuerySet[WeightTable]:
    tables = WeightTable.objects.filter(criteria_set=criteria_set)
    return tables.filter(state=WeightTable.State.PUBLISHED) if published_only else tables


def level_word(adoption: Adoption | None) -> str:
    """What levels are called here: "mức" in one province, "sao" in another."""
    return adoption.criteria_set.level_word if adoption else "mức"


def definition_of(criteria_set: CriteriaSet) -> CriteriaSetDefinition:
    """The set as its file says it; for checks that work on definitions (weights, point tables)."""
    return load_definition(criteria_set.source)
