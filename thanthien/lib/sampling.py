"""How many to ask and how sure an answer is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import sqrt
from typing import NamedTuple

_Z = 1.959963984540054  # 95 % of a normal distribution lie within ± this many standard deviations
MARGIN = Decimal("0.05")


class Interval(NamedTuple):
    """Bounds of a share, 0 to 1."""

    low: float
    high: float


def sample_size(population: int, margin: Decimal = MARGIN) -> int:
    """n = N / (1 + N·e²), rounded up; never more than N. Source: method of the Ministry of Home Affairs (SIPAS)."""
    if population <= 0:
        return 0
    n = Decimal(population) / (1 + population * margin * margin)
    return int(n.to_integral_value(ROUND_CEILING))


def wilson(hits: int, total: int) -> Interval:
    """The 95 % interval of a share by Wilson's score, which holds for few answers and for shares near 0 and 1.

    Without any answer nothing is known: 0 to 1.
    """
    if total <= 0:
        return Interval(0.0, 1.0)
    share, z2 = hits / total, _Z * _Z
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z / (1 + z2 / total) * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    return Interval(low, 1.0 if hits == total else min(1.0, centre + half))


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`."""

    hits: int
    total: int

    @property
    def ratio(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> Interval:
        return wilson(self.hits, self.total)

    def __add__(self, other: Share) -> Share:
        return Share(self.hits + other.hits, self.total + other.total)
