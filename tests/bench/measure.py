"""A measurement, its target, and what the two say together."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "ms", "MB"]
# A machine that does other work besides is slower; past this a target is missed, not just the moment bad.
TOLERANCE = 2.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Values of one thing in `unit`. `judged` says which figure the target is about."""

    name: str
    unit: Unit
    values: tuple[float, ...]
    target: float
    judged: Literal["median", "p95", "peak"] = "median"

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        return percentile(self.values, 95)

    @property
    def figure(self) -> float:
        return {"median": self.median, "p95": self.p95, "peak": max(self.values)}[self.judged]

    @property
    def ratio(self) -> float:
        """Of the target: below 1 it is kept."""
        return self.figure / self.target

    @property
    def is_missed(self) -> bool:
        return self.ratio > TOLERANCE

    def as_data(self) -> dict[str, object]:
        return {
            "name": self.name,
            "unit": self.unit,
            "runs": len(self.values),
            "median": round(self.median, 4),
            "p95": round(self.p95, 4),
            "target": self.target,
            "judged": self.judged,
            "ratio": round(self.ratio, 3),
        }


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be measured on this machine, and why."""

    name: str
    reason: str

    def as_data(self) -> dict[str, object]:
        return {"name": self.name, "skipped": self.reason}


Row = Measured | Skipped


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` percent of the values do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share / 100 * len(ordered)) - 1, 0)]


def timed(work: Callable[[], object], *, times: int, warm: int = 1) -> tuple[float, ...]:
    """Seconds of each of `times` calls, after `warm` calls that do not count."""
    for _ in range(warm):
        work()
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return tuple(spent)


def table(rows: Sequence[Row]) -> str:
    """The rows as people read them: figure, target, how far apart."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'':{width}}  {'runs':>4}  {'median':>10}  {'p95':>10}  {'target':>10}  {'ratio':>6}"]
    for row in rows:
        if isinstance(row, Skipped):
            lines.append(f"{row.name:{width}}  skipped: {row.reason}")
            continue
        mark = " MISSED" if row.is_missed else " slow" if row.ratio > 1 else ""
        figures = "  ".join(f"{_shown(value, row.unit):>10}" for value in (row.median, row.p95, row.target))
        lines.append(f"{row.name:{width}}  {len(row.values):>4}  {figures}  {row.ratio:>6.2f}{mark}")
    return "\n".join(lines)


def _shown(value: float, unit: Unit) -> str:
    digits = {"s": 3, "ms": 1, "MB": 0}[unit]
    return f"{value:.{digits}f} {unit}"
