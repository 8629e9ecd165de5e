"""A city's point table as read from a document, before and after it is matched to a criteria set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from thanthien.lib.documents.model import Place

RowKind = Literal["item", "option", "subtotal", "total", "note"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class PointRow:
    """One row of the table.

    `spot` is how a person finds it in the file ("bảng 1, dòng 15"; "trang tính 2, dòng 7").
    `index` counts the rows kept, from 0; `parent` is the index of the row above it in the outline.
    Kinds: `item` is a criterion or heading; `option` one of several graded outcomes below an item
    ("Từ 90%: 2 điểm"), whose points are not added; `subtotal` and `total` repeat sums; `note` is none.
    """

    index: int
    place: Place
    spot: str
    kind: RowKind
    number: str
    text: str
    points: Decimal | None
    printed_points: str
    depth: int
    parent: int | None

    def told(self) -> str:
        text = self.text if len(self.text) <= 60 else self.text[:57].rstrip() + "…"
        return f"{self.spot} (“{f'{self.number} {text}'.strip()}”)"


@dataclass(frozen=True, slots=True)
class TableProblem:
    """What a person should look at. An error keeps the points from being used; a warning does not."""

    message: str
    severity: Severity = "error"
    row: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class PointTable:
    """The rows in reading order. `headings` says which printed column was taken for what."""

    rows: tuple[PointRow, ...]
    headings: Mapping[str, str]
    printed_total: Decimal | None
    problems: tuple[TableProblem, ...] = ()

    def items(self) -> tuple[PointRow, ...]:
        return tuple(row for row in self.rows if row.kind == "item")

    def children_of(self, index: int | None) -> tuple[PointRow, ...]:
        return tuple(row for row in self.rows if row.kind == "item" and row.parent == index)

    def counted_total(self) -> Decimal:
        """Sum of the items, each counted once: a row's own points, or else those below it."""
        return sum((self.worth(row) for row in self.children_of(None)), Decimal(0))

    def worth(self, row: PointRow) -> Decimal:
        if row.points is not None:
            return row.points
        return sum((self.worth(child) for child in self.children_of(row.index)), Decimal(0))


@dataclass(frozen=True, slots=True)
class Alternative:
    key: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the criterion it was taken for. `criterion_key` None: no criterion is like it.

    `confidence` is 0..1; `alternatives` are the next best criteria, best first; `problem` is one
    sentence where a person should decide, else "".
    """

    row: PointRow
    criterion_key: str | None
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PointTableReview:
    """What the matches amount to.

    `points` has the leaves of the set that got points. `suggested` divides points that the table
    gives only to a heading evenly over its rows; nothing uses it until a person agrees.
    """

    points: Mapping[str, Decimal]
    suggested: Mapping[str, Decimal]
    problems: tuple[TableProblem, ...] = field(default=())

    @property
    def is_ready(self) -> bool:
        """True where the points can be used as they are."""
        return not any(problem.severity == "error" for problem in self.problems)


class NotAPointTable(Exception):
    """The document has no table of criteria and points. The message is for people, in Vietnamese."""
