"""Registering the level a unit aims for. What is sent to the city is a document; here its facts are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.models import Registration
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of, bands_of


class CannotRegister(Exception):
    """The level was not registered; the message says why and what to do. `field` is where it belongs."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def register_level(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    level: int,
    registered_date: date,
    document_number: str = "",
) -> Registration:
    """Keep the level registered for a year, or correct it. Late ones are kept too: the date tells.

    Raises CannotRegister where the unit has no criteria set yet, the set has no such level, or the day
    has not come.
    """
    require(actor, Action.LEVEL_REGISTER, unit)
    adoption = adoption_of(unit, year)
    if adoption is None:
        raise CannotRegister(
            f"Đơn vị chưa chọn bộ tiêu chí năm {year}. Anh/chị chọn bộ tiêu chí trước, rồi đăng ký mức."
        )
    if level not in {band.level for band in bands_of(adoption.criteria_set)}:
        word = adoption.criteria_set.level_word
        raise CannotRegister(f"Bộ tiêu chí không có {word} {level}.", "level")
    if registered_date > timezone.localtime(at).date():
        raise CannotRegister(f"Ngày {date_vi(registered_date)} chưa tới.", "registered_date")
    before = Registration.objects.select_for_update().filter(unit=unit, year=year).first()
    values: dict[str, Any] = {
        "level": level,
        "registered_date": registered_date,
        "document_number": tidy(document_number)[:60],
    }
    old = {name: getattr(before, name) for name in values} if before else None
    if old == values and before:
        return before
    kept, _ = Registration.objects.update_or_create(
        unit=unit, year=year, defaults={**values, "recorded_at": at, "recorded_by": actor}
    )
    record(
        actor=actor,
        at=at,
        action="level.register" if before is None else "level.correct",
        subject=kept,
        unit=unit,
        before=old,
        after=values,
    )
    return kept
