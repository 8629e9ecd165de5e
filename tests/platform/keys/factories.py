"""Keys for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.cast import Cast
from thanthien.platform.keys.actions import KeyFields, make_key
from thanthien.platform.keys.models import Key
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit

FIELDS = KeyFields(
    name="Ứng dụng Công dân số", scopes=("send", "follow"), per_minute=60, per_day=5000,
    last_date=date(2026, 12, 31), contact="Tổ kỹ thuật",
)  # fmt: skip


def made(
    cast: Cast, at: datetime, *, unit: Unit | None = None, actor: Person | None = None, **more: Any
) -> tuple[Key, str]:
    """A key of the cast's commune and its secret."""
    return make_key(
        actor=actor or cast.coordinator, at=at, unit=unit or cast.unit, fields=replace(FIELDS, **more)
    )
