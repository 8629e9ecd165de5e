"""The day and year of a scoring, and what a rule says before points are worked out."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from thanthien.lib.rules.kinds import NotApplicable
from thanthien.lib.rules.periods import month_end
from thanthien.lib.rules.verdicts import Status
from thanthien.lib.vietnamese import number_vi


@dataclass(frozen=True, slots=True)
class Frame:
    """Facts count from 1 January of `year` to the end of the day `as_of`."""

    as_of: date
    year: int
    maximum: Decimal | None

    def holds(self, day: date) -> bool:
        return day.year == self.year and day <= self.as_of

    def day(self, month: int, day: int) -> date:
        """That day of the year; 29/02 falls on 28/02 where there is none."""
        return date(self.year, month, min(day, month_end(self.year, month).day))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule makes of the facts; `why` has no full stop. `na` matters with NOT_APPLICABLE alone."""

    share: Decimal
    progress: Status
    why: str
    missing: tuple[str, ...]
    records: tuple[str, ...]
    na: NotApplicable = "full"


def not_yet(months: tuple[int, ...]) -> Outcome:
    """Nothing is asked for before the first of `months`."""
    return Outcome(
        Decimal(0), Status.NOT_MEASURED, f"Chưa đến thời gian thực hiện (từ tháng {min(months)})", (), ()
    )


def in_number(value: Decimal) -> str:
    """A number of things still needed: whole, rounded up."""
    return number_vi(value.to_integral_value(ROUND_CEILING))
