"""Writes of the fast day: which weekday, which procedures, by which decision, from when until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.rules.deadlines import WEEKDAYS
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.casework.models import FastDay
from thanthien.operations.casework.standing import require_keeper
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

MOST_PROCEDURES = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100


class CannotSetFastDay(Refusal):
    """The fast day was not set."""


@dataclass(frozen=True, slots=True)
class FastDayFields:
    """`procedures`: (code, name); the code may be empty."""

    weekday: int
    procedures: Sequence[tuple[str, str]]
    document: str
    first_date: date
    last_date: date | None = None


def read_procedures(text: str) -> list[tuple[str, str]]:
    """One procedure a line, "1.004873 – Tên thủ tục" or the name alone."""
    found = []
    for line in text.splitlines():
        words = tidy(line)
        if not words:
            continue
        code, _, name = words.partition(" ")
        if code and all(part.isdigit() for part in code.strip(".").split(".")) and "." in code:
            found.append((code[:30], name.lstrip("–-: ")[:300]))
        else:
            found.append(("", words[:300]))
    return found


@transaction.atomic
def set_fast_day(*, actor: Person, at: datetime, unit: Unit, fields: FastDayFields) -> FastDay:
    """Begin a fast day; the one before ends the day before it. Raises CannotSetFastDay."""
    require_keeper(actor, unit)
    if not 0 <= fields.weekday <= 6:
        raise CannotSetFastDay("Anh/chị chọn một ngày trong tuần.", "weekday")
    if not fields.procedures or any(not name for _, name in fields.procedures):
        raise CannotSetFastDay("Anh/chị chọn ít nhất một thủ tục.", "procedures")
    if len(fields.procedures) > MOST_PROCEDURES:
        raise CannotSetFastDay(f"Nhiều nhất {MOST_PROCEDURES} thủ tục.", "procedures")
    if not tidy(fields.document):
        raise CannotSetFastDay("Anh/chị ghi số, ngày quyết định hoặc thông báo.", "document")
    if not FIRST_YEAR <= fields.first_date.year <= LAST_YEAR:
        raise CannotSetFastDay("Anh/chị kiểm tra lại năm bắt đầu.", "first_date")
    if fields.last_date is not None and fields.last_date < fields.first_date:
        raise CannotSetFastDay("Ngày kết thúc phải sau ngày bắt đầu.", "last_date")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _end_before(unit, fields.first_date)
    fast = FastDay.objects.create(
        unit=unit, weekday=fields.weekday, document=tidy(fields.document)[:120],
        procedures=[{"code": code, "name": name} for code, name in fields.procedures],
        first_date=fields.first_date, last_date=fields.last_date, recorded_at=at, recorded_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="fast_day.set", subject=fast, unit=unit,
        after={"weekday": WEEKDAYS[fast.weekday], "document": fast.document, "count": len(fast.procedures)},
    )  # fmt: skip
    return fast


def _end_before(unit: Unit, first: date) -> None:
    """No two fast days hold at once: figures would count a case twice."""
    later = FastDay.objects.filter(unit=unit, first_date__gte=first).order_by("first_date").first()
    if later is not None:
        raise CannotSetFastDay(
            f"Đã có ngày giải quyết nhanh từ {date_vi(later.first_date)}. Anh/chị chọn ngày bắt đầu sau đó.",
            "first_date",
        )
    for one in FastDay.objects.filter(unit=unit, last_date=None) | FastDay.objects.filter(
        unit=unit, last_date__gte=first
    ):
        one.last_date, one.version = first - timedelta(days=1), one.version + 1
        one.save(update_fields=["last_date", "version"])


@transaction.atomic
def end_fast_day(*, actor: Person, at: datetime, fast: FastDay, seen: int) -> FastDay:
    """From tomorrow on there is none; what was counted stays."""
    require_keeper(actor, fast.unit)
    fast = FastDay.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=fast.pk)
    if fast.version != seen:
        raise CannotSetFastDay(CHANGED)
    today = timezone.localdate(at)
    if fast.last_date is not None and fast.last_date <= today:
        raise CannotSetFastDay("Ngày giải quyết nhanh này đã kết thúc.")
    fast.last_date, fast.version = max(today, fast.first_date), fast.version + 1
    fast.save(update_fields=["last_date", "version"])
    record(
        actor=actor, at=at, action="fast_day.end", subject=fast, unit=fast.unit,
        after={"last_date": fast.last_date},
    )  # fmt: skip
    return fast
