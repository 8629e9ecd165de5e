"""How much was handled online, by month, from the unit's own figures: quantity and share, as everybody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thanthien.operations.disclosure.standing import ONLINE
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.models import Reading


@dataclass(frozen=True, slots=True)
class OnlineMonth:
    """Files handled online and all files of a month."""

    year: int
    month: int
    done: float
    whole: float

    @property
    def share(self) -> float | None:
        """None where there was nothing to handle."""
        return self.done / self.whole if self.whole else None


def online_months(unit: Unit, today: date) -> list[OnlineMonth]:
    """The months with figures since this month a year ago, the oldest first. Days are summed, never averaged."""
    since = date(today.year - 1, today.month, 1)
    sums: dict[tuple[int, int], list[float]] = {}
    rows = Reading.objects.filter(unit=unit, measure=ONLINE, day__gte=since, day__lte=today)
    for one in rows.order_by("day"):
        both = sums.setdefault((one.day.year, one.day.month), [0, 0])
        both[0] += float(one.numerator)
        both[1] += float(one.denominator or 0)
    return [OnlineMonth(*month, *both) for month, both in sums.items()]
