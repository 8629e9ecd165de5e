"""Reads of the unit tree. Names of units and neighbourhoods are public; agencies belong to their unit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.db.models import Q, QuerySet

from thanthien.lib.vietnamese import search_key, sort_key
from thanthien.platform.audit.queries import last_act_in
from thanthien.platform.statements import ask
from thanthien.platform.units.models import Agency, Neighbourhood, Unit

_CODE = 10  # letters of a unit's code
_KEPT = 15  # seconds that a unit is taken from memory, and with it the names of what it belongs to


def known_unit(code: str) -> tuple[Unit, int] | None:
    """The unit with its parent and successor, and the number of the last act of a person in it; None for no unit.

    One statement, for every citizen's page asks. Each action writes its audit row in its own transaction: while
    the number stays, nobody has changed anything in the unit. What of the unit itself changed is seen at once.
    """
    if len(code) > _CODE:
        return None
    with connection.cursor() as cursor:
        ask(cursor, _asking(), [code])
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        return None
    name = f"unit-{code}"
    objects = caches["objects"]
    kept: tuple[tuple[Any, ...], Unit] | None = objects.get(name)
    if kept is None or kept[0] != row[:-1]:
        kept = row[:-1], Unit.objects.select_related("parent", "successor").get(code=code)
        objects.set(name, kept, _KEPT)
    found = kept[1], row[-1] or 0
    objects.set(f"asked-{code}", found, _KEPT)
    return found


def remembered_unit(code: str) -> tuple[Unit, int] | None:
    """`known_unit` as it was up to 15 seconds ago, for writes that ask whether it still is so: see `still`."""
    kept: tuple[Unit, int] | None = caches["objects"].get(f"asked-{code}")
    return kept or known_unit(code)


def still(unit: Unit) -> list[tuple[str, list[Any]]]:
    """What a write asks to know whether a `remembered_unit` holds: the last act of a person, and the code there now."""
    name = connection.ops.quote_name(Unit._meta.db_table)
    return [
        (last_act_in("%s"), [unit.pk]),
        (f"SELECT u.code FROM {name} u WHERE u.id = %s AND u.successor_id IS NULL", [unit.pk]),  # noqa: S608
    ]


def holds(unit: Unit, as_of: int | None, told: Sequence[Any]) -> bool:
    """Whether the answers to `still` are what was remembered."""
    last, code = told
    return (last or 0, code) == (as_of, unit.code)


@lru_cache(maxsize=1)
def _asking() -> str:
    name = connection.ops.quote_name
    columns = ", ".join(f"u.{name(str(field.column))}" for field in Unit._meta.concrete_fields)
    return f"SELECT {columns}, ({last_act_in('u.id')}) FROM {name(Unit._meta.db_table)} u WHERE u.code = %s"  # noqa: S608


def find_units(text: str) -> QuerySet[Unit]:
    """Units whose name holds the words of `text`, tone marks or not, or whose code starts with it."""
    found = Unit.objects.select_related("parent")
    for word in search_key(text).split():
        found = found.filter(Q(search_key__contains=word) | Q(code__startswith=word))
    return found


def agencies_of(unit: Unit) -> QuerySet[Agency]:
    return Agency.objects.filter(unit=unit, is_active=True)


def retired_agencies_of(unit: Unit) -> QuerySet[Agency]:
    return Agency.objects.filter(unit=unit, is_active=False)


def neighbourhoods_of(unit: Unit) -> list[Neighbourhood]:
    """In the order of a list on paper: by kind, then "Tổ 2" before "Tổ 10"."""
    return sorted(
        Neighbourhood.objects.filter(unit=unit).order_by(), key=lambda n: (n.kind, sort_key(n.name))
    )


def local_units_below(unit: Unit) -> QuerySet[Unit]:
    """The communes, wards and special zones of a province or city; the unit itself when it is local."""
    if unit.is_local:
        return Unit.objects.filter(pk=unit.pk)
    local = [Unit.Kind.COMMUNE, Unit.Kind.WARD, Unit.Kind.SPECIAL_ZONE]
    return Unit.objects.filter(Q(parent=unit) | Q(parent__parent=unit), kind__in=local)


def working_units_below(unit: Unit) -> QuerySet[Unit]:
    """`local_units_below` without those that were merged into others."""
    return local_units_below(unit).filter(successor=None)
