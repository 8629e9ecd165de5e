"""A supervision by Mặt trận or an organisation is on record with whose it is, and its findings are followed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client

from tests.cast import Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Person
from thanthien.programme.inspections.actions import InspectionFields, change_inspection, plan_inspection
from thanthien.programme.inspections.models import Inspection

pytestmark = pytest.mark.django_db
BODY = "Ban Thường trực Ủy ban MTTQ xã"


def supervision(cast: Cast) -> InspectionFields:
    return InspectionFields(
        "Giám sát tiếp công dân, giải quyết đơn", date(2026, 7, 6), (cast.one_stop,), cast.culture,
        supervised_by=f"  {BODY} ",
    )  # fmt: skip


def test_whose_supervision_it_is_stands_on_its_pages(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    made = plan_inspection(
        actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=supervision(cast)
    )
    client, home = client_of(cast.officer), f"/desk/{cast.unit.code}/inspections/"
    assert f"Giám sát: {BODY}" in client.get(f"{home}?year=2026").content.decode()
    assert f"<dd>{BODY}</dd>" in client.get(f"{home}{made.pk}/").content.decode()


def test_it_is_corrected_with_a_line_in_the_log(cast: Cast, now: datetime) -> None:
    fields = supervision(cast)
    made = plan_inspection(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=fields)
    other = replace(fields, supervised_by="Hội Liên hiệp Phụ nữ xã")
    change_inspection(actor=cast.coordinator, at=now, inspection=made, fields=other)
    assert Inspection.objects.get().supervised_by == "Hội Liên hiệp Phụ nữ xã"
    line = Entry.objects.get(action="inspection.change")
    assert line.before == {"supervised_by": BODY}
