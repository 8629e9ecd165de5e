"""The counts that plans ask for – so many a week, month, year – against what the measures read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thanthien.lib.rules import Calendar
from thanthien.lib.rules.periods import Period, spans
from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.indicators import CountAsked, indicators
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import holding, in_force
from thanthien.programme.measures.registry import measure_of

_PER_WORDS = {"year": "năm", "month": "tháng", "week": "tuần"}
_ALL = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class CountStand:
    """`met` of `due` periods; `due` 0: nothing was measured, or no period is over. `missed`: names of the latest."""

    asked: CountAsked
    is_measured: bool
    met: Decimal
    due: Decimal
    missed: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.is_measured and self.met >= self.due

    @property
    def target(self) -> str:
        if self.asked.per == "share":
            return "100%"
        return f"ít nhất {self.asked.at_least} lần mỗi {_PER_WORDS[self.asked.per]}"

    @property
    def said(self) -> str:
        if not self.is_measured:
            return "chưa có số liệu"
        if self.asked.per == "share":
            return f"{number_vi(self.met)}/{number_vi(self.due)}" + (
                f" ({percent_vi(self.met / self.due)})" if self.due else ", không phát sinh"
            )
        return f"{number_vi(self.met)}/{number_vi(self.due)} {_PER_WORDS[self.asked.per]} đạt"


def count_stands(unit: Unit, year: int, today: date, calendar: Calendar) -> list[CountStand]:
    """Every count of the list as it stands; one query."""
    asked = indicators().counts
    rows: dict[str, list[Reading]] = defaultdict(list)
    for one in Reading.objects.filter(
        unit=unit, measure__in=[one.code for one in asked], day__year=year
    ).order_by("day"):
        if one.day <= today:
            rows[one.measure].append(one)
    return [_stand(one, holding(rows[one.code]), year, today, calendar) for one in asked]


def _stand(asked: CountAsked, rows: list[Reading], year: int, today: date, calendar: Calendar) -> CountStand:
    zero, months = Decimal(0), asked.months or _ALL
    rows = [one for one in rows if one.day.month in months]
    if not rows:
        return CountStand(asked, False, zero, zero)
    if asked.per == "share":
        counted = in_force(measure_of(asked.code), rows)
        whole = sum((one.denominator or zero for one in counted), zero)
        return CountStand(asked, True, sum((one.numerator for one in counted), zero), whole)
    since, met, missed = rows[0].day, 0, []
    due = 0
    for span in spans(Period(asked.per), year, months, calendar):
        is_over, begun = span.last < today, span.last >= since
        number = sum((one.numerator for one in rows if span.first <= one.day <= span.last), zero)
        if number >= asked.at_least:
            met, due = met + 1, due + 1
        elif is_over and begun:
            due += 1
            missed.append(span.label)
    return CountStand(asked, True, Decimal(met), Decimal(due), tuple(missed[-3:]))
