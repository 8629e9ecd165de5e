"""Writes of the unit tree and of a unit's agencies and neighbourhoods."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from thanthien.lib.vietnamese import nfc, search_key
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.units.models import Agency, Neighbourhood, Unit

COUNTRY_CODE = "VN"
KINDS = {
    "Tỉnh": Unit.Kind.PROVINCE,
    "Thành phố": Unit.Kind.CITY,
    "Xã": Unit.Kind.COMMUNE,
    "Phường": Unit.Kind.WARD,
    "Đặc khu": Unit.Kind.SPECIAL_ZONE,
}


class CannotLoadUnits(Exception):
    """The list of units cannot be loaded; nothing was changed."""


@transaction.atomic
def load_units(*, path: Path, at: datetime) -> tuple[int, int]:
    """Bring the tree to what the CSV says (`code,parent_code,kind,name,name_en`). Returns (added, changed).

    Units that the file no longer holds stay: their records still need them.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    country, _ = Unit.objects.get_or_create(
        code=COUNTRY_CODE,
        defaults={
            "kind": Unit.Kind.COUNTRY,
            "name": "Việt Nam",
            "name_en": "Viet Nam",
            "search_key": "viet nam",
        },
    )
    known = {unit.code: unit for unit in Unit.objects.all()}
    added: list[Unit] = []
    changed: list[Unit] = []
    for level in (False, True):  # provinces first: communes point to them
        fresh: list[Unit] = []
        for row in rows:
            if bool(row["parent_code"]) != level:
                continue
            fields = _fields(row, known, country)
            unit = known.get(row["code"])
            if unit is None:
                unit = Unit(code=row["code"], **fields)
                unit.search_key = search_key(unit.full_name)
                fresh.append(unit)
                known[unit.code] = unit
            elif any(getattr(unit, name) != value for name, value in fields.items()):
                for name, value in fields.items():
                    setattr(unit, name, value)
                unit.search_key = search_key(unit.full_name)
                changed.append(unit)
        Unit.objects.bulk_create(fresh, batch_size=500)
        added += fresh
    Unit.objects.bulk_update(changed, ["parent", "kind", "name", "name_en", "search_key"], batch_size=500)
    if added or changed:
        counts = {"added": len(added), "changed": len(changed)}
        record(
            actor=None, at=at, action="units.load", subject=country, unit=None, after=counts, remark=path.name
        )
    return len(added), len(changed)


def _fields(row: dict[str, str], known: dict[str, Unit], country: Unit) -> dict[str, Any]:
    kind = KINDS.get(nfc(row["kind"]))
    if kind is None:
        raise CannotLoadUnits(f"Mã {row['code']}: không rõ loại đơn vị “{row['kind']}”.")
    parent = known.get(row["parent_code"]) if row["parent_code"] else country
    if parent is None:
        raise CannotLoadUnits(f"Mã {row['code']}: không có đơn vị cấp trên mã {row['parent_code']}.")
    return {"kind": kind, "parent": parent, "name": nfc(row["name"]), "name_en": row["name_en"]}


@transaction.atomic
def add_unit(
    *,
    actor: Any,
    at: datetime,
    code: str,
    parent: Unit | None,
    kind: str,
    name: str,
    name_en: str = "",
    is_demo: bool = False,
) -> Unit:
    """A unit outside the national list, such as those of the demo; pages offer no way here."""
    unit = Unit.objects.create(
        code=code, parent=parent, kind=kind, name=nfc(name), name_en=name_en, is_demo=is_demo
    )
    record(
        actor=actor,
        at=at,
        action="unit.add",
        subject=unit,
        unit=unit,
        after={"code": code, "name": unit.full_name},
    )
    return unit


@transaction.atomic
def add_agency(
    *,
    actor: Any,
    at: datetime,
    unit: Unit,
    name: str,
    short_name: str,
    role_code: str = "",
    aliases: list[str] | None = None,
    position: int = 0,
) -> Agency:
    agency = Agency.objects.create(
        unit=unit,
        name=nfc(name),
        short_name=nfc(short_name),
        role_code=role_code,
        aliases=[nfc(a) for a in aliases or []],
        position=position,
    )
    record(
        actor=actor,
        at=at,
        action="agency.add",
        subject=agency,
        unit=unit,
        after={"name": agency.name, "short_name": agency.short_name, "aliases": agency.aliases},
    )
    return agency


@transaction.atomic
def change_agency(*, actor: Any, at: datetime, agency: Agency, **changes: Any) -> Agency:
    """Change name, short_name, aliases, role_code, position or is_active (false retires it)."""
    before, after = differences(agency, changes)
    if after:
        for name in after:
            setattr(agency, name, changes[name])
        agency.save(update_fields=list(after))
        record(
            actor=actor,
            at=at,
            action="agency.change",
            subject=agency,
            unit=agency.unit,
            before=before,
            after=after,
        )
    return agency


@transaction.atomic
def add_neighbourhood(*, actor: Any, at: datetime, unit: Unit, kind: str, name: str) -> Neighbourhood:
    place = Neighbourhood.objects.create(unit=unit, kind=kind, name=nfc(name))
    record(
        actor=actor, at=at, action="neighbourhood.add", subject=place, unit=unit, after={"name": str(place)}
    )
    return place
