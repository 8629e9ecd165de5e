"""Writes of the calendar of working days: the country's from files, a city's own changes over them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from thanthien.lib.vietnamese import date_vi, nfc, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.definition import read_holidays
from thanthien.platform.workdays.models import SpecialDay

_SATURDAY = 5


class CannotKeepDay(Refusal):
    """The day was not kept."""


@transaction.atomic
def load_holidays(*, path: Path, at: datetime) -> tuple[int, int, int]:
    """Bring the country's days of one year to what the file says. Returns (year, days, changed).

    Days that the file no longer holds go; a city's own rows are never touched. Raises InvalidHolidays.
    """
    year, given = read_holidays(path)
    standing = {row.date: row for row in SpecialDay.objects.filter(unit=None, date__year=year)}
    gone = [row.pk for day, row in standing.items() if day not in {one.date for one in given}]
    changed = SpecialDay.objects.filter(pk__in=gone).delete()[0]
    for one in given:
        values = {"kind": one.kind, "status": one.status, "name": one.name}
        row = standing.get(one.date)
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        SpecialDay.objects.update_or_create(unit=None, date=one.date, defaults={**values, "changed_at": at})
        changed += 1
    if changed:
        first = SpecialDay.objects.filter(unit=None, date__year=year).earliest("date")
        counts = {"year": year, "added": len(given), "changed": changed}
        record(actor=None, at=at, action="workday.load", subject=first, unit=None, after=counts)
    return year, len(given), changed


@transaction.atomic
def set_own_day(
    *,
    actor: Person | None,
    at: datetime,
    unit: Unit,
    day: date,
    kind: str,
    name: str,
    seen_at: datetime | None = None,
) -> SpecialDay:
    """A province's or city's own word on one day, over the country's. `seen_at` is `changed_at` of the row it changes.

    Raises CannotKeepDay: where the kind does not fit the weekday, or somebody changed the day meanwhile.
    """
    if actor is not None:
        require(actor, Action.WORKDAY_MANAGE, unit)
    name = tidy(nfc(name))[:150]
    _check(unit, day, kind, name)
    row = SpecialDay.objects.select_for_update().filter(unit=unit, date=day).first()
    if row is not None and row.changed_at != seen_at:
        raise CannotKeepDay(
            f"Ngày {date_vi(day)} vừa có người sửa thành “{row.name}”. Anh/chị tải lại trang rồi sửa tiếp.",
            "date",
        )
    values = {"kind": kind, "name": name, "status": SpecialDay.Status.OWN, "changed_at": at}
    if row is None:
        before: dict[str, Any] | None = None
        try:
            with transaction.atomic():
                row = SpecialDay.objects.create(unit=unit, date=day, **values)
        except IntegrityError:
            raise CannotKeepDay(
                f"Ngày {date_vi(day)} vừa có người ghi. Anh/chị tải lại trang để xem.", "date"
            ) from None
    else:
        before = _plain(row)
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
    action = "workday.change" if before else "workday.set"
    record(actor=actor, at=at, action=action, subject=row, unit=unit, before=before, after=_plain(row))
    return row


@transaction.atomic
def drop_own_day(*, actor: Person, at: datetime, unit: Unit, day: date) -> None:
    """Take back the city's own word on a day: the country's calendar holds there again."""
    require(actor, Action.WORKDAY_MANAGE, unit)
    row = SpecialDay.objects.select_for_update().filter(unit=unit, date=day).first()
    if row is None:
        raise CannotKeepDay("Ngày này đang theo lịch chung của cả nước, không còn gì để bỏ.")
    record(actor=actor, at=at, action="workday.drop", subject=row, unit=unit, before=_plain(row))
    row.delete()


def _check(unit: Unit, day: date, kind: str, name: str) -> None:
    if unit.is_local:
        raise CannotKeepDay("Lịch ngày nghỉ do tỉnh, thành phố đặt cho các xã, phường, đặc khu.")
    if kind not in SpecialDay.Kind.values:
        raise CannotKeepDay("Anh/chị chọn nghỉ, làm bù hay như ngày thường.", "kind")
    if not name:
        raise CannotKeepDay("Anh/chị ghi tên ngày, ví dụ “Làm bù cho ngày 31/08”.", "name")
    weekend = day.weekday() >= _SATURDAY
    if kind == SpecialDay.Kind.MAKE_UP and not weekend:
        raise CannotKeepDay(
            f"Ngày {date_vi(day)} không phải thứ Bảy, Chủ nhật; làm bù là đi làm vào ngày nghỉ cuối tuần.",
            "kind",
        )


def _plain(row: SpecialDay) -> dict[str, Any]:
    return {"day": row.date, "name": row.name, "kind": row.kind}
