"""Writes of the unit tree and of a unit's agencies and neighbourhoods."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from thanthien.lib.vietnamese import nfc, search_key, tidy
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


class CannotKeepAgency(Exception):
    """Another body of the unit bears one of the names; nothing was changed."""


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
def set_headquarters(
    *, actor: Any, at: datetime, unit: Unit, latitude: float | None, longitude: float | None
) -> Unit:
    """Where the unit's headquarters stand, in degrees; None and None forget it.

    This room lies below people and so cannot ask for rights: the page asks for `agency.manage`.
    """
    if (latitude is None) is not (longitude is None):
        raise ValueError("A place has both numbers or none.")
    before, after = differences(unit, {"latitude": latitude, "longitude": longitude})
    if after:
        unit.latitude, unit.longitude = latitude, longitude
        unit.save(update_fields=["latitude", "longitude"])
        record(
            actor=actor,
            at=at,
            action="unit.headquarters",
            subject=unit,
            unit=unit,
            before=before,
            after=after,
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
    """A new body of the unit. Raises CannotKeepAgency when a name is taken.

    This room lies below people and so cannot ask for rights: the page asks for `agency.manage`.
    """
    agency = Agency(
        unit=unit,
        name=tidy(name),
        short_name=tidy(short_name) or tidy(name)[:60],
        role_code=role_code,
        aliases=_tidy_all(aliases or []),
        position=position,
    )
    _refuse_taken_names(agency)
    agency.save()
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
    """Change name, short_name, aliases, role_code, position or is_active (false retires it).

    Raises CannotKeepAgency when a name is taken.
    """
    for name in {"name", "short_name"} & set(changes):
        changes[name] = tidy(changes[name])
    if "aliases" in changes:
        changes["aliases"] = _tidy_all(changes["aliases"])
    before, after = differences(agency, changes)
    if after:
        for name in after:
            setattr(agency, name, changes[name])
        _refuse_taken_names(agency)
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


def _tidy_all(names: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (tidy(name) for name in names))))


def _refuse_taken_names(agency: Agency) -> None:
    """Plans are read by these names: one that two bodies share would give tasks to the wrong one."""
    own = {search_key(name) for name in (agency.name, agency.short_name, *agency.aliases)}
    others = Agency.objects.filter(unit=agency.unit_id).exclude(pk=agency.pk)
    for other in others:
        if not other.is_active and other.name != agency.name:
            continue
        for name in (other.name, other.short_name, *other.aliases):
            if search_key(name) in own:
                raise CannotKeepAgency(f"“{name}” đã là tên của {other.name}. Anh/chị chọn tên khác.")


@transaction.atomic
def add_neighbourhood(*, actor: Any, at: datetime, unit: Unit, kind: str, name: str) -> Neighbourhood:
    place = Neighbourhood.objects.create(unit=unit, kind=kind, name=nfc(name))
    record(
        actor=actor, at=at, action="neighbourhood.add", subject=place, unit=unit, after={"name": str(place)}
    )
    return place


@transaction.atomic
def add_neighbourhoods(
    *, actor: Any, at: datetime, unit: Unit, kind: str, names: list[str]
) -> list[Neighbourhood]:
    """Add several at once, as they stand in a list; those that are there already are passed over."""
    known = {search_key(n.name) for n in Neighbourhood.objects.filter(unit=unit, kind=kind)}
    added = []
    for name in _tidy_all(names):
        if search_key(name) in known:
            continue
        known.add(search_key(name))
        added.append(add_neighbourhood(actor=actor, at=at, unit=unit, kind=kind, name=name))
    return added


@transaction.atomic
def remove_neighbourhood(*, actor: Any, at: datetime, place: Neighbourhood) -> None:
    """Take a mistaken one off the list."""
    name = str(place)
    record(
        actor=actor,
        at=at,
        action="neighbourhood.remove",
        subject=place,
        unit=place.unit,
        before={"name": name},
    )
    place.delete()
