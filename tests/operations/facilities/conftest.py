"""A unit that took up the sample list on 1 June 2026, and a morning at twenty past seven."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from tests.cast import VIETNAM, Cast
from thanthien.operations.facilities.actions import begin_list
from thanthien.operations.facilities.models import ChecklistItem, Repair
from thanthien.operations.facilities.repairing import (
    MoveFields,
    RepairFields,
    move_repair,
    report_repair,
    version_of,
)
from thanthien.platform.people.models import Person

MORNING = datetime(2026, 7, 1, 7, 20, tzinfo=VIETNAM)  # a Wednesday


@pytest.fixture
def items(cast: Cast) -> dict[str, ChecklistItem]:
    begin_list(actor=cast.coordinator, at=datetime(2026, 6, 1, 7, tzinfo=VIETNAM), unit=cast.unit)
    rows = ChecklistItem.objects.filter(unit=cast.unit).select_related("unit")
    return {one.sample_code: one for one in rows}


def broken(cast: Cast, item: ChecklistItem | None, at: datetime = MORNING, said: str = "Kẹt giấy") -> Repair:
    fields = RepairFields(item.label if item else "Máy chiếu", said, item=item, client_key=str(uuid4()))
    return report_repair(actor=cast.one_stop, at=at, unit=cast.unit, fields=fields)


def moved(repair: Repair, actor: Person, move: str, at: datetime = MORNING, **fields: object) -> Repair:
    fresh = Repair.objects.select_related("unit").get(pk=repair.pk)
    words = MoveFields(seen=version_of(fresh), **fields)  # type: ignore[arg-type]
    return move_repair(actor=actor, at=at, repair=fresh, move=move, fields=words)
