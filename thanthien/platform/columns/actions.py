"""Remembering the columns of a source; the room that reads the file asks for the right and writes its own log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thanthien.platform.columns.models import ColumnMap
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit


class CannotChooseColumns(Exception):
    """The choice does not hold together; the message is for people."""


def chosen_columns(
    columns: Mapping[str, str], fields: Mapping[str, str], headers: list[str]
) -> dict[str, str]:
    """What was chosen for known `fields` (code → name). Raises CannotChooseColumns."""
    chosen = {field: header for field, header in columns.items() if field in fields and header}
    if any(header not in headers for header in chosen.values()):
        raise CannotChooseColumns("Có cột đã chọn không nằm trong tệp. Anh/chị chọn lại.")
    twice = {header for header in chosen.values() if list(chosen.values()).count(header) > 1}
    if twice:
        raise CannotChooseColumns(f"Cột “{min(twice)}” được chọn cho hai nội dung. Anh/chị chọn lại.")
    return chosen


def keep_columns(*, actor: Person, at: datetime, unit: Unit, source: str, columns: Mapping[str, str]) -> None:
    """Remember the columns for the unit and source; the last choice holds."""
    ColumnMap.objects.update_or_create(
        unit=unit, source=source, defaults={"columns": dict(columns), "changed_at": at, "changed_by": actor}
    )
