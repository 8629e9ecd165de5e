"""The digital figures of one month on one sheet: what stands, what is doubtful; kept together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import number_vi, percent_vi, tidy
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.actions import CannotRecordFigure, FigureStands, record_reading
from thanthien.programme.measures.indicators import Line, indicators
from thanthien.programme.measures.models import Reading

_BEFORE = 3  # months that a figure is held against
Period = Reading.Period


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as it was typed; `seen_at` of the figure that the page showed for it."""

    code: str
    numerator: Decimal
    denominator: Decimal
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """`code` of the line it is about; "" where it is about the whole file."""

    code: str
    words: str


class Doubtful(CannotRecordFigure):
    """Nothing was kept: a figure looks wrong, and nobody has said why it is right."""

    def __init__(self, doubts: list[Doubt]) -> None:
        super().__init__(
            "Có số cần xem lại. Số đúng thì anh/chị ghi lý do ở ô xác nhận rồi lưu lần nữa; chưa số nào được lưu."
        )
        self.doubts = doubts


class LineStands(CannotRecordFigure):
    """Somebody typed one of the figures meanwhile: nothing was kept."""

    def __init__(self, code: str, stands: FigureStands) -> None:
        super().__init__(str(stands))
        self.code, self.reading = code, stands.reading


def day_of(line: Line, month: date, today: date) -> date:
    """The day a line's figure stands on: a month's first; of what states a whole, its last day, or today."""
    if line.measure.adds_up:
        return month.replace(day=1)
    return min(month_end(month), today)


def month_end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def standing(unit: Unit, month: date) -> dict[str, Reading]:
    """The figures typed for a month, by code; of what states a whole the latest. One query."""
    rows = Reading.objects.filter(
        unit=unit, measure__in=indicators().sheet, source=Reading.Source.TYPED, day__gte=month.replace(day=1),
        day__lte=month_end(month),
    )  # fmt: skip
    return {one.measure: one for one in rows.select_related("recorded_by").order_by("day")}


def proposed(unit: Unit, month: date) -> dict[str, Reading]:
    """The last figure before a month of each line whose denominator hardly changes (households), by code. One query."""
    steady = [line.code for line in indicators().sheet.values() if line.steady]
    rows = Reading.objects.filter(
        unit=unit,
        measure__in=steady,
        source=Reading.Source.TYPED,
        day__lt=month.replace(day=1),
        denominator__gt=0,
    )
    return {one.measure: one for one in rows.order_by("day")}


def doubts_of(unit: Unit, month: date, lines: Iterable[Typed]) -> list[Doubt]:
    """What looks wrong, as sentences. One query."""
    rules = indicators()
    first = month.replace(day=1)
    since = (first - timedelta(days=31 * _BEFORE)).replace(day=1)
    rows = Reading.objects.filter(
        unit=unit, measure__in=rules.sheet, source=Reading.Source.TYPED, day__gte=since, day__lt=first
    )
    before: dict[str, list[Reading]] = {}
    for one in rows.order_by("day"):
        before.setdefault(one.measure, []).append(one)
    found: list[Doubt] = []
    for line in lines:
        found += [
            Doubt(line.code, words)
            for words in _doubts(rules.sheet[line.code], line, before.get(line.code, []))
        ]
    return found


def _doubts(rule: Line, line: Typed, before: list[Reading]) -> list[str]:
    rules, whole = indicators(), line.denominator
    if not whole:
        return ["Mẫu số bằng 0: nếu đúng là trong tháng không phát sinh thì xác nhận."] if before else []
    words = []
    if line.numerator > whole and not rule.may_pass:
        words.append(
            f"Tử số {number_vi(line.numerator)} lớn hơn mẫu số {number_vi(whole)}; tỷ lệ này không thể vượt 100%."
        )
    tops = sum((one.numerator for one in before), Decimal(0))
    wholes = sum((one.denominator or Decimal(0) for one in before), Decimal(0))
    if wholes:
        share, usual = line.numerator / whole, tops / wholes
        if abs(share - usual) * 100 > rules.jump:
            words.append(
                f"Tỷ lệ {percent_vi(share)} lệch nhiều so với các tháng trước ({percent_vi(usual)})."
            )
    if rule.steady and before and before[-1].denominator:
        last = before[-1].denominator
        if abs(whole - last) * 100 > rules.steady_jump * last:
            words.append(f"Mẫu số {number_vi(whole)} khác nhiều so với lần ghi trước ({number_vi(last)}).")
    return words


@transaction.atomic
def keep_month(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    month: date,
    lines: Iterable[Typed],
    source: str = "",
    confirmed: str = "",
    more: Sequence[Doubt] = (),
) -> list[Reading]:
    """Keep every line that differs from what stands; those kept come back. Nothing is changed without being asked.

    `source`: the file that the figures come from, `confirmed`: why a doubtful figure is right; both stay with it.
    `more`: doubts that reading the file raised; without a code they are about all of it.
    Raises CannotRecordFigure, Doubtful, LineStands, NotAllowed.
    """
    today, given = timezone.localdate(at), list(lines)
    if month.replace(day=1) > today:
        raise CannotRecordFigure(f"Tháng {month.month}/{month.year} chưa tới nên chưa có số liệu.", "month")
    unknown = [one.code for one in given if one.code not in indicators().sheet]
    if unknown:
        raise CannotRecordFigure("Chỉ số này không có trên phiếu tháng.")
    stands = standing(unit, month)
    changed = [one for one in given if differs(one, stands.get(one.code))]
    codes = {one.code for one in changed}
    of_file = [one for one in more if one.code in codes or (codes and not one.code)]
    doubts = [*doubts_of(unit, month, changed), *of_file]
    confirmed = tidy(confirmed)
    if doubts and not confirmed:
        raise Doubtful(doubts)
    told = codes if any(not one.code for one in doubts) else {one.code for one in doubts}
    return [
        _keep(actor, at, unit, month, one, stands, (source, confirmed if one.code in told else ""))
        for one in changed
    ]


def differs(one: Typed, stands: Reading | None) -> bool:
    """Whether a line says something else than what stands for the month."""
    return stands is None or (stands.numerator, stands.denominator) != (one.numerator, one.denominator)


def _keep(
    actor: Person,
    at: datetime,
    unit: Unit,
    month: date,
    one: Typed,
    stands: Mapping[str, Reading],
    said: tuple[str, str],
) -> Reading:
    line, old = indicators().sheet[one.code], stands.get(one.code)
    source, confirmed = said
    parts = [f"Nguồn: {source}" if source else "", f"Xác nhận: {confirmed}" if confirmed else ""]
    day = old.day if old is not None else day_of(line, month, timezone.localdate(at))
    try:
        return record_reading(
            actor=actor, at=at, unit=unit, measure=line.measure, day=day,
            period=Period.MONTH if line.measure.adds_up else Period.DAY, numerator=one.numerator,
            denominator=one.denominator, remark=". ".join(filter(None, parts)), seen_at=one.seen_at,
        )  # fmt: skip
    except FigureStands as refusal:
        raise LineStands(one.code, refusal) from refusal


def missing_codes(unit: Unit, month: date) -> list[str]:
    """The lines of a month that nobody has typed."""
    return [code for code in indicators().sheet if code not in standing(unit, month)]
