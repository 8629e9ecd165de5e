"""A comparison with the bare Django, a page by itself, and the table of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.citizens.load import Load

# Other work on the machine falls on both sides, though never quite alike; a clock alone has no other side.
RATIO_TOLERANCE, TIME_TOLERANCE = 0.8, 2.0


@dataclass(frozen=True, slots=True)
class Beside:
    """Ours and the bare Django's under the same load. `least`: the share of its requests a second that we promise;

    `p99`: milliseconds promised, None where nothing is."""

    name: str
    clients: int
    ours: Load
    bare: Load
    statements: int
    least: float
    p99: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours.per_second / self.bare.per_second

    @property
    def is_kept(self) -> bool:
        return self.ratio >= self.least and (self.p99 is None or self.ours.at(99) < self.p99)

    @property
    def is_missed(self) -> bool:
        slow = self.p99 is not None and self.ours.at(99) > self.p99 * TIME_TOLERANCE
        return slow or self.ratio < self.least * RATIO_TOLERANCE

    def as_data(self) -> dict[str, object]:
        return {
            "name": self.name,
            "clients": self.clients,
            **_figures(self.ours),
            "bare": _figures(self.bare),
            "ratio": round(self.ratio, 3),
            "promised_ratio": self.least,
            "promised_p99": self.p99,
            "statements": self.statements,
            "kept": self.is_kept,
        }

    def line(self) -> tuple[str, ...]:
        least = f"≥ {self.least:.2f}" + (f", p99 < {self.p99:.0f}" if self.p99 else "")
        return (
            self.name, str(self.clients), f"{self.ours.per_second:.0f}", f"{self.bare.per_second:.0f}",
            f"{self.ratio:.2f}", *_percentiles(self.ours), str(self.statements), least, _mark(self),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alone:
    """A page for one person after another. `few`, `many`: its statements with three rows and with three hundred."""

    name: str
    ours: Load
    statements: int
    few: int
    many: int
    p50: float
    p95: float

    @property
    def is_kept(self) -> bool:
        return self.few == self.many and self.ours.at(50) < self.p50 and self.ours.at(95) < self.p95

    @property
    def is_missed(self) -> bool:
        slow = self.ours.at(50) > self.p50 * TIME_TOLERANCE or self.ours.at(95) > self.p95 * TIME_TOLERANCE
        return slow or self.few != self.many

    def as_data(self) -> dict[str, object]:
        return {
            "name": self.name,
            **_figures(self.ours),
            "promised_p50": self.p50,
            "promised_p95": self.p95,
            "statements": self.statements,
            "statements_of_3_rows": self.few,
            "statements_of_300_rows": self.many,
            "kept": self.is_kept,
        }

    def line(self) -> tuple[str, ...]:
        promised = f"p50 < {self.p50:.0f}, p95 < {self.p95:.0f}; 3 rows {self.few}, 300 rows {self.many}"
        return (
            self.name, "1", f"{self.ours.per_second:.0f}", "", "", *_percentiles(self.ours),
            str(self.statements), promised, _mark(self),
        )  # fmt: skip


CitizensRow = Beside | Alone
_HEADS = ("", "at once", "req/s", "bare", "ratio", "p50 ms", "p95 ms", "p99 ms", "SQL", "promised", "")


def citizens_table(rows: Sequence[CitizensRow]) -> str:
    lines = [_HEADS, *(row.line() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(_HEADS))]
    return "\n".join(
        "  ".join(
            word.ljust(width) if n in (0, 9, 10) else word.rjust(width)
            for n, (word, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _mark(row: CitizensRow) -> str:
    return "MISSED" if row.is_missed else "" if row.is_kept else "slow"


def _percentiles(load: Load) -> tuple[str, str, str]:
    return f"{load.at(50):.1f}", f"{load.at(95):.1f}", f"{load.at(99):.1f}"


def _figures(load: Load) -> dict[str, object]:
    shares = {f"p{share}": round(load.at(share), 2) for share in (50, 95, 99)}
    return {"per_second": round(load.per_second, 1), "requests": len(load.spent), **shares}
