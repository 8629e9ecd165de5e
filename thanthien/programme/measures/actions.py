"""Writes of figures: typed by a person, corrected with the trail kept, taken out when typed by mistake."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, number_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import Measure

_LIMIT = Decimal(10) ** 12


class CannotRecordFigure(Refusal):
    """The figure was not kept."""


class FigureStands(CannotRecordFigure):
    """Another figure stands for that day; it is replaced only by who has seen it."""

    def __init__(self, reading: Reading) -> None:
        by = f" do {reading.recorded_by} ghi" if reading.recorded_by else ""
        at = timezone.localtime(reading.recorded_at).strftime("%H:%M %d/%m/%Y")
        super().__init__(
            f"{_sentence(reading.when)} đã có số {in_words(reading)}{by} lúc {at}. "
            "Nếu số vừa nhập đúng hơn, anh/chị bấm lưu lần nữa để thay."
        )
        self.reading = reading


def in_words(reading: Reading) -> str:
    """ "40/50", or "3" where only a number is counted."""
    if reading.denominator is None:
        return number_vi(reading.numerator)
    return f"{number_vi(reading.numerator)}/{number_vi(reading.denominator)}"


def record_reading(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    measure: Measure,
    day: date,
    period: str,
    numerator: Decimal,
    denominator: Decimal | None,
    remark: str = "",
    seen_at: datetime | None = None,
) -> Reading:
    """Keep one figure. For a month, `day` may be any of its days; the first is kept.

    A figure that stands for the same day is replaced only when `seen_at` is its `recorded_at`: so two
    people who type at once cannot overwrite each other unseen. Raises CannotRecordFigure.
    """
    require(actor, Action.FIGURE_RECORD, unit)
    if not measure.is_typed:
        raise CannotRecordFigure(
            "Số liệu này do chương trình đếm từ hồ sơ nên không ghi tay. Hồ sơ sai ở đâu thì anh/chị sửa ở đó."
        )
    day = day.replace(day=1) if period == Reading.Period.MONTH else day
    _check(measure, day, period, numerator, denominator, at)
    values: dict[str, Any] = {
        "period": period,
        "numerator": numerator,
        "denominator": denominator if measure.has_denominator else None,
        "remark": tidy(remark)[:300],
        "recorded_by": actor,
        "recorded_at": at,
    }
    try:
        with transaction.atomic():
            return _keep(actor, at, unit, measure, day, values, seen_at)
    except IntegrityError:  # somebody typed the same day in the same moment
        typed = Reading.objects.filter(source=Reading.Source.TYPED).select_related("recorded_by")
        standing = typed.get(unit=unit, measure=measure.code, day=day)
        raise FigureStands(standing) from None


def _keep(
    actor: Person,
    at: datetime,
    unit: Unit,
    measure: Measure,
    day: date,
    values: dict[str, Any],
    seen_at: datetime | None,
) -> Reading:
    same_measure = Reading.objects.filter(unit=unit, measure=measure.code, source=Reading.Source.TYPED)
    _check_overlap(same_measure.exclude(day=day), day, values["period"])
    standing = same_measure.filter(day=day).select_related("recorded_by").first()
    if standing is None:
        kept = Reading.objects.create(unit=unit, measure=measure.code, day=day, **values)
        record(actor=actor, at=at, action="figure.record", subject=kept, unit=unit, after=_plain(kept))
        return kept
    before = _plain(standing)
    if standing.recorded_at != seen_at:
        raise FigureStands(standing)
    changed = same_measure.filter(pk=standing.pk, recorded_at=seen_at).update(**values)
    standing.refresh_from_db()
    if not changed:
        raise FigureStands(standing)
    record(
        actor=actor,
        at=at,
        action="figure.correct",
        subject=standing,
        unit=unit,
        before=before,
        after=_plain(standing),
    )
    return standing


@transaction.atomic
def remove_reading(*, actor: Person, at: datetime, unit: Unit, reading: Reading) -> None:
    """Take out a figure typed for the wrong day; what it said stays in the audit log."""
    require(actor, Action.FIGURE_RECORD, unit)
    if reading.is_collected:
        raise CannotRecordFigure("Số liệu này do chương trình đếm từ hồ sơ nên không bỏ được.")
    before = _plain(reading)
    record(actor=actor, at=at, action="figure.remove", subject=reading, unit=unit, before=before)
    gone, _ = Reading.objects.filter(pk=reading.pk, unit=unit, recorded_at=reading.recorded_at).delete()
    if not gone:
        raise CannotRecordFigure("Số liệu này vừa được người khác sửa hoặc bỏ. Anh/chị tải lại trang để xem.")


def _plain(reading: Reading) -> dict[str, Any]:
    return {
        "measure": reading.measure,
        "when": reading.when,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "remark": reading.remark,
    }


def _check(
    measure: Measure,
    day: date,
    period: str,
    numerator: Decimal,
    denominator: Decimal | None,
    at: datetime,
) -> None:
    today = timezone.localtime(at).date()
    if day > today:
        raise CannotRecordFigure(
            f"Ngày {date_vi(day)} chưa tới. Số liệu chỉ ghi cho ngày đã qua hoặc hôm nay.", "day"
        )
    if period == Reading.Period.MONTH and not measure.adds_up:
        raise CannotRecordFigure("Số lũy kế được ghi theo ngày. Anh/chị chọn ngày của số này.", "period")
    if measure.has_denominator and denominator is None:
        raise CannotRecordFigure("Chưa có mẫu số. Nếu trong kỳ không phát sinh thì ghi 0.", "denominator")
    for field, value in (("numerator", numerator), ("denominator", denominator or Decimal(0))):
        if not Decimal(0) <= value < _LIMIT:
            raise CannotRecordFigure("Số này phải từ 0 trở lên và dưới một nghìn tỷ.", field)
    if measure.has_denominator and not denominator and numerator:
        raise CannotRecordFigure(
            f"Tử số là {number_vi(numerator)} mà mẫu số bằng 0. Anh/chị kiểm tra lại hai số.", "denominator"
        )


def _check_overlap(others: Any, day: date, period: str) -> None:
    """A month and the days within it would count the same work twice."""
    of_month = others.filter(day__year=day.year, day__month=day.month)
    label = f"tháng {day.month}/{day.year}"
    if period == Reading.Period.MONTH:
        days = of_month.filter(period=Reading.Period.DAY).count()
        if days:
            raise CannotRecordFigure(
                f"{_sentence(label)} đã có {days} số theo ngày, ghi thêm số cả tháng sẽ tính hai lần. "
                "Anh/chị ghi tiếp theo ngày, hoặc bỏ các số theo ngày trước.",
                "period",
            )
    elif of_month.filter(period=Reading.Period.MONTH).exists():
        raise CannotRecordFigure(
            f"{_sentence(label)} đã có số của cả tháng. "
            "Anh/chị sửa số của tháng, hoặc bỏ số đó trước khi ghi theo ngày.",
            "day",
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
