"""A measure's year as pages draw it: slots of a month, week or day, their bars, what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from thanthien.assessment.scoring.queries import MeasureNeed
from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import Sum
from thanthien.programme.measures.registry import Measure

CHART_WIDTH, CHART_HEIGHT = 240, 56
MONTHS = 12
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on the chart: places in the drawing, and what it says."""

    x: str
    y: str
    width: str
    height: str
    says: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What a measure came to in a stretch of days. `days` of them have a figure."""

    first: date
    last: date
    when: str
    numerator: Decimal
    denominator: Decimal | None
    days: int = 1
    is_collected: bool = False

    @property
    def said(self) -> str:
        if self.denominator is None:
            return number_vi(self.numerator)
        return f"{number_vi(self.numerator)}/{number_vi(self.denominator)}"

    @property
    def percent(self) -> str:
        if self.denominator is None:
            return ""
        return percent_vi(self.numerator / self.denominator) if self.denominator else "không phát sinh"

    @property
    def value(self) -> Decimal:
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else ZERO

    @property
    def query(self) -> str:
        """Which days, for the address of the records behind."""
        return f"from={self.first.isoformat()}&to={self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with what the year has brought so far. `readings` are those typed; `aside` the keys of those

    among them that give way to collected ones; `slots` is what counts, oldest first.
    """

    measure: Measure
    needs: list[MeasureNeed]
    readings: list[Reading]
    slots: list[Slot]
    aside: frozenset[int] = field(default_factory=frozenset)

    @property
    def whole(self) -> Slot | None:
        """The year to date; where figures do not add up, the latest."""
        if not self.slots:
            return None
        if not self.measure.adds_up:
            return self.slots[-1]
        denominator = sum((one.denominator or ZERO for one in self.slots), ZERO)
        return Slot(
            self.slots[0].first, self.slots[-1].last, "", sum((one.numerator for one in self.slots), ZERO),
            denominator if self.measure.has_denominator else None, sum(one.days for one in self.slots),
        )  # fmt: skip

    @property
    def sums(self) -> str:
        """ "430/450", "3", or "" before the first figure."""
        return self.whole.said if self.whole else ""

    @property
    def percent(self) -> str:
        """The ratio of the year to date; "Không phát sinh" where the denominator is 0."""
        return self.whole.percent.replace("không", "Không") if self.whole else ""

    @property
    def latest(self) -> Slot | None:
        return self.slots[-1] if self.slots else None

    @property
    def asked(self) -> Decimal | None:
        return next((one.need.threshold for one in self.needs if one.need.threshold is not None), None)

    @property
    def chart(self) -> Chart:
        """The small chart: the last twelve."""
        return Chart(self.measure, self.slots[-MONTHS:], self.asked, MONTHS)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of slots with the line that is asked for; `places` bars fit side by side."""

    measure: Measure
    slots: Sequence[Slot]
    asked: Decimal | None
    places: int
    by: str = ""  # "month", "week", "day": each bar stands in its place of the year or month

    @property
    def top(self) -> Decimal:
        """The value at the chart's upper edge: 100 % for ratios that stay below it."""
        least = Decimal(1) if self.measure.has_denominator else ZERO
        return max([*(one.value for one in self.slots), least])

    @property
    def bars(self) -> list[Point]:
        """One bar a slot, as high as the ratio (or the number) is."""
        step = Decimal(CHART_WIDTH) / max(self.places, len(self.slots), 1)
        gap = min(Decimal(2), step / 5)
        tall = [_tall(one.value, self.top) for one in self.slots]
        return [
            Point(
                f"{step * place + gap:.2f}", f"{CHART_HEIGHT - height:.1f}", f"{step - gap * 2:.2f}", f"{height:.1f}",
                f"{one.when}: {one.said}",
            )
            for place, (one, height) in self._placed(tall)
        ]  # fmt: skip

    def _placed(self, tall: list[Decimal]) -> Iterator[tuple[int, tuple[Slot, Decimal]]]:
        for n, (one, height) in enumerate(zip(self.slots, tall, strict=True)):
            week = (one.first.timetuple().tm_yday + 5) // 7
            yield (
                {"month": one.first.month - 1, "week": week, "day": one.first.day - 1}.get(self.by, n),
                (one, height),
            )

    @property
    def bound(self) -> str:
        """Where the chart draws what is asked for; "" where nothing fixed is, or it lies above the chart."""
        if self.asked is None or not self.top or self.asked > self.top:
            return ""
        return f"{max(Decimal(1), CHART_HEIGHT - _tall(self.asked, self.top)):.1f}"


def _tall(value: Decimal, top: Decimal) -> Decimal:
    return max(Decimal(2), value / top * CHART_HEIGHT) if top else Decimal(2)


def slot_of_typed(measure: Measure, one: Reading) -> Slot:
    last = _month_end(one.day) if one.period == Reading.Period.MONTH else one.day
    denominator = one.denominator if measure.has_denominator else None
    return Slot(one.day, last, one.when, one.numerator, denominator)


def slots_of(measure: Measure, sums: Iterable[Sum], by: str) -> list[Slot]:
    """Collected figures put together by "month", "week" or "day", oldest first."""
    held: dict[date, list[Sum]] = {}
    for one in sums:
        held.setdefault(_begins(one.first, by), []).append(one)
    return [_slot(measure, first, own, by) for first, own in sorted(held.items())]


def _begins(day: date, by: str) -> date:
    if by == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if by == "week" else day


def _slot(measure: Measure, first: date, own: list[Sum], by: str) -> Slot:
    counted = own if measure.adds_up else own[-1:]
    period = {"month": Reading.Period.MONTH, "week": Reading.Period.WEEK}.get(by, Reading.Period.DAY)
    if by == "day":
        period = Reading.Period(own[0].period)
    last = {"month": _month_end(first), "week": first + timedelta(days=6)}.get(str(period), first)
    denominator = sum((one.denominator for one in counted), ZERO) if measure.has_denominator else None
    return Slot(
        first, last, Reading(day=first, period=period).when, sum((one.numerator for one in counted), ZERO),
        denominator, sum(one.days for one in own), is_collected=True,
    )  # fmt: skip


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
