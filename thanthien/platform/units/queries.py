"""Reads of the unit tree. Names of units and neighbourhoods are public; agencies belong to their unit."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thanthien.lib.vietnamese import search_key, sort_key
from thanthien.platform.units.models import Agency, Neighbourhood, Unit


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
    return sorted(Neighbourhood.objects.filter(unit=unit), key=lambda n: (n.kind, sort_key(n.name)))


def local_units_below(unit: Unit) -> QuerySet[Unit]:
    """The communes, wards and special zones of a province or city; the unit itself when it is local."""
    if unit.is_local:
        return Unit.objects.filter(pk=unit.pk)
    local = [Unit.Kind.COMMUNE, Unit.Kind.WARD, Unit.Kind.SPECIAL_ZONE]
    return Unit.objects.filter(Q(parent=unit) | Q(parent__parent=unit), kind__in=local)
