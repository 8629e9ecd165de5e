"""Reads of the budget. All start from a unit the caller was let into (`budget.view`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from thanthien.platform.units.models import Unit
from thanthien.programme.budget.models import Amount, BudgetItem
from thanthien.programme.budget.sums import Sums

Kind = Amount.Kind


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its sums."""

    item: BudgetItem
    sums: Sums


def _summed(items: QuerySet[BudgetItem]) -> QuerySet[BudgetItem]:
    def total(kind: Kind) -> Coalesce:
        live = Q(amounts__kind=kind, amounts__cancelled_at=None)
        return Coalesce(Sum("amounts__amount", filter=live), 0)

    return items.annotate(
        allocated=total(Kind.ALLOCATED), spent=total(Kind.SPENT), settled=total(Kind.SETTLED)
    )


def rows_of(unit: Unit, year: int) -> list[Row]:
    """Every item of a year with its sums, by source, items given up last; one query."""
    items = _summed(BudgetItem.objects.filter(unit=unit, year=year)).select_related(
        "agency", "task", "created_by"
    )
    rows = [_row(item) for item in items.order_by("source", "pk")]
    return sorted(rows, key=lambda row: row.item.state == BudgetItem.State.WITHDRAWN)


def _row(item: BudgetItem) -> Row:
    found = item.__dict__  # the annotations
    return Row(item, Sums(item.estimate, found["allocated"], found["spent"], found["settled"]))


def live_rows(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.item.state != BudgetItem.State.WITHDRAWN]


def total_of(rows: Iterable[Row]) -> Sums:
    """Of the items not given up."""
    return sum((row.sums for row in live_rows(rows)), Sums())


def sums_by_source(rows: Iterable[Row]) -> list[tuple[str, Sums]]:
    """(source, sums) in the order of the sources; those without an item are left out."""
    live = live_rows(rows)
    found = {source: [row for row in live if row.item.source == source.value] for source in BudgetItem.Source}
    return [(str(source.label), total_of(rows)) for source, rows in found.items() if rows]


def item_of_unit(unit: Unit, pk: int) -> BudgetItem | None:
    """One item with its amounts; None when it is not the unit's."""
    amounts = Amount.objects.select_related("recorded_by", "cancelled_by", "file")
    return (
        BudgetItem.objects.filter(unit=unit, pk=pk)
        .select_related("unit__parent", "agency", "task", "created_by", "submitted_by")
        .prefetch_related(Prefetch("amounts", queryset=amounts))
        .first()
    )


def sums_of(item: BudgetItem) -> Sums:
    """From the amounts already read with the item."""
    live = [one for one in item.amounts.all() if one.cancelled_at is None]
    by_kind = {kind: sum(one.amount for one in live if one.kind == kind) for kind in Kind}
    return Sums(item.estimate, by_kind[Kind.ALLOCATED], by_kind[Kind.SPENT], by_kind[Kind.SETTLED])


def amount_of_unit(unit: Unit, pk: int) -> Amount | None:
    return (
        Amount.objects.filter(item__unit=unit, pk=pk)
        .select_related("item__unit__parent", "file", "recorded_by")
        .first()
    )


def years_with_items(unit: Unit) -> list[int]:
    rows = BudgetItem.objects.filter(unit=unit).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())
