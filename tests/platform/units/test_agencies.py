"""Agencies and neighbourhoods of a unit: names that plans are read by stay with one body each."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.units.actions import (
    CannotKeepAgency,
    add_agency,
    add_neighbourhoods,
    change_agency,
    remove_neighbourhood,
)
from thanthien.platform.units.models import Agency, Neighbourhood
from thanthien.platform.units.queries import agencies_of, neighbourhoods_of, retired_agencies_of


def add(cast: Cast, now: datetime, name: str, aliases: list[str] | None = None) -> Agency:
    return add_agency(
        actor=cast.coordinator, at=now, unit=cast.unit, name=name, short_name="", aliases=aliases
    )


@pytest.mark.parametrize("name", ["Phòng Kinh tế", "phong kinh te", "KINH TẾ", "Phòng  KT"])
def test_a_name_or_alias_belongs_to_one_agency(cast: Cast, now: datetime, name: str) -> None:
    with pytest.raises(CannotKeepAgency, match="Phòng Kinh tế"):
        add(cast, now, name)
    with pytest.raises(CannotKeepAgency):
        add(cast, now, "Phòng Hạ tầng", aliases=[name])
    assert agencies_of(cast.unit).count() == 8


def test_two_communes_have_agencies_of_one_name(cast: Cast) -> None:
    assert cast.culture.name == cast.other_agencies["culture_social"].name


def test_a_change_keeps_before_and_after(cast: Cast, now: datetime) -> None:
    change_agency(actor=cast.coordinator, at=now, agency=cast.economy, aliases=["P. Kinh tế", " P. Kinh tế "])
    entry = Entry.objects.get(action="agency.change")
    assert (entry.before, entry.after) == ({"aliases": ["Phòng KT"]}, {"aliases": ["P. Kinh tế"]})


def test_an_agency_is_retired_and_comes_back(cast: Cast, now: datetime) -> None:
    change_agency(actor=cast.coordinator, at=now, agency=cast.economy, is_active=False)
    assert cast.economy not in agencies_of(cast.unit)
    assert list(retired_agencies_of(cast.unit)) == [cast.economy]
    taken = add(cast, now, "Phòng Kinh tế, Hạ tầng và Đô thị", aliases=["Phòng KT"])
    with pytest.raises(CannotKeepAgency, match="Phòng KT"):
        change_agency(actor=cast.coordinator, at=now, agency=cast.economy, is_active=True)
    change_agency(actor=cast.coordinator, at=now, agency=taken, aliases=[])
    cast.economy.refresh_from_db()
    change_agency(actor=cast.coordinator, at=now, agency=cast.economy, is_active=True)
    assert cast.economy in agencies_of(cast.unit)


def test_neighbourhoods_come_in_lists_and_in_the_order_of_paper(cast: Cast, now: datetime) -> None:
    names = ["Tổ 10", "Tổ 2", " Tổ  2 ", "to 10", ""]
    kind = Neighbourhood.Kind.RESIDENTIAL_GROUP
    added = add_neighbourhoods(actor=cast.coordinator, at=now, unit=cast.unit, kind=kind, names=names)
    assert [n.name for n in added] == ["Tổ 10", "Tổ 2"]
    assert [n.name for n in neighbourhoods_of(cast.unit)] == ["Tổ 2", "Tổ 10"]
    remove_neighbourhood(actor=cast.coordinator, at=now, place=added[0])
    assert [n.name for n in neighbourhoods_of(cast.unit)] == ["Tổ 2"]
    assert Entry.objects.get(action="neighbourhood.remove").before == {"name": "Tổ dân phố Tổ 10"}
