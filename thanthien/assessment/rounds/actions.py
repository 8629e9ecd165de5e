"""Registering the level a unit aims for, sending it up, and the row of levels for the years ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.models import LevelTarget, Registration, Round
from thanthien.assessment.rounds.queries import deadline_of
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.criteria.queries import adoption_of, bands_of

_OPEN = {Round.State.PREPARING, Round.State.RETURNED}


class CannotRegister(Refusal):
    """The level was not registered."""


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
    reason: str = "",
    seen: int | None = None,
) -> Registration:
    """Keep the level registered for a year, or correct it. Late ones are kept too: the date tells.

    A correction after the deadline needs a reason. `seen` is the version the person looked at (0: none yet).
    Raises CannotRegister where the unit has no criteria set yet, the set has no such level, the day has not
    come, somebody else was faster, or the year is being appraised already.
    """
    require(actor, Action.LEVEL_REGISTER, unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    criteria_set = _set_of(unit, year)
    _check_level(criteria_set, level)
    if registered_date > timezone.localtime(at).date():
        raise CannotRegister(f"Ngày {date_vi(registered_date)} chưa tới.", "registered_date")
    before = Registration.objects.select_related("recorded_by").filter(unit=unit, year=year).first()
    values: dict[str, Any] = {
        "level": level,
        "registered_date": registered_date,
        "document_number": tidy(document_number)[:60],
    }
    old = {name: getattr(before, name) for name in values} if before else None
    if old == values and before:
        return before
    words = tidy(reason, keep_lines=True)
    _check_change(unit, year, before, seen, words, at, criteria_set)
    kept, _ = Registration.objects.update_or_create(
        unit=unit,
        year=year,
        defaults={
            **values,
            "recorded_at": at,
            "recorded_by": actor,
            "version": before.version + 1 if before else 1,
            "sent_at": None,
            "sent_by": None,
        },
    )
    record(
        actor=actor,
        at=at,
        action="level.register" if before is None else "level.correct",
        subject=kept,
        unit=unit,
        before=old,
        after=values,
        remark=words,
    )
    return kept


@transaction.atomic
def send_registration(*, actor: Person, at: datetime, unit: Unit, year: int, seen: int) -> Registration:
    """Send the registration up to the city, as it was looked at. Raises CannotRegister."""
    require(actor, Action.LEVEL_REGISTER, unit)
    kept = Registration.objects.select_for_update(of=("self",)).filter(unit=unit, year=year).first()
    if kept is None:
        raise CannotRegister(f"Đơn vị chưa ghi mức đăng ký năm {year}. Anh/chị ghi mức trước rồi gửi.")
    if kept.version != seen:
        raise CannotRegister(_told(kept))
    if kept.sent_at is not None:
        return kept
    kept.sent_at, kept.sent_by = at, actor
    kept.save(update_fields=["sent_at", "sent_by"])
    record(actor=actor, at=at, action="level.send", subject=kept, unit=unit, after={"level": kept.level})
    return kept


@transaction.atomic
def set_targets(
    *, actor: Person, at: datetime, unit: Unit, year: int, levels: Mapping[int, int | None]
) -> None:
    """Write the row of years: year → level, None takes a year out. Levels are those of the set of `year`."""
    require(actor, Action.LEVEL_REGISTER, unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    criteria_set = _set_of(unit, year)
    for level in levels.values():
        if level is not None:
            _check_level(criteria_set, level)
    rows = LevelTarget.objects.filter(unit=unit, year__in=levels)
    before = {row.year: row.level for row in rows}
    after = {one: level for one, level in levels.items() if level is not None}
    if before == after:
        return
    rows.exclude(year__in=after).delete()
    for one, level in after.items():
        if before.get(one) != level:
            LevelTarget.objects.update_or_create(
                unit=unit, year=one, defaults={"level": level, "set_at": at, "set_by": actor}
            )
    record(
        actor=actor,
        at=at,
        action="level.targets",
        subject=unit,
        unit=unit,
        before={"targets": _row(before)},
        after={"targets": _row(after)},
    )


def _set_of(unit: Unit, year: int) -> CriteriaSet:
    adoption = adoption_of(unit, year)
    if adoption is None:
        raise CannotRegister(
            f"Đơn vị chưa chọn bộ tiêu chí năm {year}. Anh/chị chọn bộ tiêu chí trước, rồi đăng ký mức."
        )
    return adoption.criteria_set


def _check_level(criteria_set: CriteriaSet, level: int) -> None:
    if level not in {band.level for band in bands_of(criteria_set)}:
        raise CannotRegister(f"Bộ tiêu chí không có {criteria_set.level_word} {level}.", "level")


def _check_change(
    unit: Unit,
    year: int,
    before: Registration | None,
    seen: int | None,
    reason: str,
    at: datetime,
    criteria_set: CriteriaSet,
) -> None:
    if seen is not None and seen != (before.version if before else 0):
        raise CannotRegister(_told(before) if before else "Đăng ký này không còn. Anh/chị tải lại trang.")
    round_ = Round.objects.filter(unit=unit, year=year).first()
    if round_ is not None and round_.state not in _OPEN:
        raise CannotRegister(
            f"Hồ sơ năm {year} đang ở bước “{round_.get_state_display()}” nên không đổi được mức đăng ký."
        )
    due = deadline_of(criteria_set, "registration", year)
    late = due is not None and due.is_late(timezone.localtime(at).date())
    if before is not None and late and len(reason) < 5:
        raise CannotRegister("Đã quá hạn đăng ký: anh/chị ghi lý do thay đổi.", "reason")


def _told(kept: Registration) -> str:
    when = timezone.localtime(kept.recorded_at).strftime("%H:%M %d/%m/%Y")
    return (
        f"{kept.recorded_by or 'Hệ thống'} vừa ghi mức {kept.level} lúc {when}. Nội dung của anh/chị chưa được "
        "lưu; anh/chị tải lại trang để xem rồi quyết định."
    )


def _row(levels: Mapping[int, int]) -> str:
    return ", ".join(f"{year}: {level}" for year, level in sorted(levels.items()))
