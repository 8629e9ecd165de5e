"""Reads of criteria. Sets, levels and points are published by the province and open to every unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import local_units_below, working_units_below
from thanthien.programme.criteria.definition import CriteriaSetDefinition, load_definition
from thanthien.programme.criteria.models import Adoption, CriteriaSet, Criterion, LevelBand, WeightTable


@dataclass(frozen=True, slots=True)
class Choice:
    """What a unit may be measured by: a set, with one of its tables of points or none."""

    criteria_set: CriteriaSet
    weight_table: WeightTable | None

    @property
    def code(self) -> str:
        """Stands in forms and addresses: "12-34", or "12-0" without points."""
        return f"{self.criteria_set.pk}-{self.weight_table.pk if self.weight_table else 0}"


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
    return {criterion: points for criterion, points in rows if criterion is not None and points is not None}


def sets_for(unit: Unit, year: int) -> QuerySet[CriteriaSet]:
    """The sets issued for the unit's province that hold in a year, newest first.

    An invented unit of the demo has no province that issues sets: it may use any.
    """
    sets = CriteriaSet.objects.filter(Q(to_year__isnull=True) | Q(to_year__gte=year), from_year__lte=year)
    if not unit.is_demo:
        province = unit.parent if unit.is_local else unit
        sets = sets.filter(province_code__in=[unit.code] + ([province.code] if province else []))
    return sets.order_by("-from_year", "code", "-version")


def newest_sets_for(unit: Unit, year: int) -> list[CriteriaSet]:
    """Of each set that the unit may use in a year, the newest version, with its bands; two queries."""
    newest: dict[str, CriteriaSet] = {}
    for criteria_set in sets_for(unit, year).prefetch_related("bands"):
        newest.setdefault(criteria_set.code, criteria_set)
    return list(newest.values())


def weight_tables_for(unit: Unit) -> QuerySet[WeightTable]:
    """Tables that came with the product, and those of the unit's own province or city, in every state."""
    own = [unit.pk] + ([unit.parent_id] if unit.is_local else [])
    return WeightTable.objects.filter(Q(unit__isnull=True) | Q(unit_id__in=own)).select_related(
        "criteria_set", "unit"
    )


def own_first(unit: Unit, choices: Sequence[Choice]) -> tuple[list[Choice], list[Choice]]:
    """The choices parted: sets of the unit's own province, or in use there already; and those of other provinces.

    Only an invented unit is offered others at all (`sets_for`). Where none is its own, all are.
    """
    province = unit.parent if unit.is_local and unit.parent else unit
    used = set(
        Adoption.objects.filter(Q(unit=unit) | Q(unit__parent=province)).values_list(
            "criteria_set__code", flat=True
        )
    )
    own = [
        one
        for one in choices
        if one.criteria_set.province_code in (unit.code, province.code) or one.criteria_set.code in used
    ]
    return (own, [one for one in choices if one not in own]) if own else (list(choices), [])


def choices_for(unit: Unit, year: int) -> list[Choice]:
    """Everything a unit may be measured by in a year: newest sets first, a city's own points before samples.

    Three queries, however many sets there are.
    """
    sets = newest_sets_for(unit, year)
    tables = weight_tables_for(unit).filter(criteria_set__in=sets, state=WeightTable.State.PUBLISHED)
    of_set: dict[int, list[WeightTable]] = {}
    for table in tables.order_by("is_sample", "-loaded_at", "-version"):
        of_set.setdefault(table.criteria_set_id, []).append(table)
    return [
        Choice(criteria_set, table)
        for criteria_set in sets
        for table in [*of_set.get(criteria_set.pk, []), None]
    ]


def leaf_counts(sets: Iterable[CriteriaSet]) -> dict[int, int]:
    """How many rows of each set are scored themselves, by the set's id; one query."""
    leaves = Criterion.objects.filter(criteria_set__in=sets, children__isnull=True).order_by()
    return dict(leaves.values_list("criteria_set_id").annotate(n=Count("pk")))


def adoptions_below(unit: Unit, year: int) -> list[tuple[Unit, Adoption | None]]:
    """Each commune of a province or city that still works, and what it is measured by in a year; two queries."""
    communes = list(working_units_below(unit).order_by("code"))
    found = Adoption.objects.filter(year=year, unit__in=communes).select_related(
        "criteria_set", "weight_table"
    )
    chosen = {adoption.unit_id: adoption for adoption in found}
    return [(commune, chosen.get(commune.pk)) for commune in communes]


def uses_of_tables(unit: Unit) -> dict[int, dict[int, int]]:
    """Table → year → how many communes of the province or city are measured by it."""
    rows = (
        Adoption.objects.filter(unit__in=local_units_below(unit), weight_table__isnull=False)
        .order_by("year")
        .values_list("weight_table_id", "year")
        .annotate(n=Count("pk"))
    )
    uses: dict[int, dict[int, int]] = {}
    for table, year, count in rows:
        uses.setdefault(table, {})[year] = count
    return uses


def level_word(adoption: Adoption | None) -> str:
    """What levels are called here: "mức" in one province, "sao" in another."""
    return adoption.criteria_set.level_word if adoption else "mức"


def definition_of(criteria_set: CriteriaSet) -> CriteriaSetDefinition:
    """The set as its file says it; for checks that work on definitions (weights, point tables)."""
    return _definition(criteria_set.source)


@lru_cache(maxsize=8)
def _definition(source: str) -> CriteriaSetDefinition:
    """A version never changes, and checking a file of eighty rows takes about a second."""
    return load_definition(source)
