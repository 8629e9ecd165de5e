"""A draft of points under review: the rows of the file, what each was matched to, what is still wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from thanthien.lib.documents.model import Place
from thanthien.programme.criteria.definition import CriteriaSetDefinition, CriterionDefinition
from thanthien.programme.criteria.models import Weight, WeightTable
from thanthien.programme.criteria.point_table import (
    Alternative,
    Match,
    PointRow,
    PointTable,
    PointTableReview,
    TableProblem,
    review_matches,
    table_from_data,
)
from thanthien.programme.criteria.queries import definition_of

SURE = 0.6  # below this a match is shown as one to look at, as the matching itself does


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of the file beside the criterion it stands for. `problems` are those that name this row."""

    row: PointRow
    weight: Weight
    alternatives: tuple[Alternative, ...]
    problems: tuple[TableProblem, ...]

    @property
    def key(self) -> str:
        return self.weight.criterion.key if self.weight.criterion else ""

    @property
    def is_sum(self) -> bool:
        """A printed sum: it stands for no criterion, but its figure is checked."""
        return self.row.kind in ("subtotal", "total")

    @property
    def is_doubtful(self) -> bool:
        if self.is_sum or self.weight.is_settled:
            return False
        return not self.key or self.weight.confidence < SURE

    @property
    def has_error(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole review. `missing` are rows of the set that no row of the file gives points to."""

    definition: CriteriaSetDefinition
    table: PointTable
    rows: tuple[DraftRow, ...]
    review: PointTableReview
    missing: tuple[CriterionDefinition, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.review.points.values(), Decimal(0))

    @property
    def errors(self) -> tuple[TableProblem, ...]:
        return tuple(problem for problem in self.review.problems if problem.severity == "error")

    @property
    def general(self) -> tuple[TableProblem, ...]:
        """Problems of the whole table; those of a row or of a missing criterion stand elsewhere."""
        absent = {criterion.key for criterion in self.missing}
        shown = {row.row.index for row in self.rows}
        return tuple(p for p in self.review.problems if p.row not in shown and p.key not in absent)

    def row_of(self, key: str) -> DraftRow | None:
        return next((row for row in self.rows if row.key == key), None)


def draft_of(table: WeightTable) -> Draft:
    """The review of a table that was read from a file, as its rows stand now; one query for the rows."""
    weights = {w.position: w for w in table.weights.select_related("criterion")}
    # A misprint ("1,5đ?") stays one until a person has settled its row.
    settled = {n: w.points for n, w in weights.items() if w.is_settled or w.points is not None}
    found, others = table_from_data(
        table.reading or {"headings": {}, "rows": [], "alternatives": {}}, settled
    )
    definition = definition_of(table.criteria_set)
    matches = [_match(row, weights[row.index], others) for row in found.items() if row.index in weights]
    review = review_matches(found, matches, definition)
    rows = tuple(
        DraftRow(
            row,
            weights[row.index],
            others.get(row.index, ()),
            tuple(problem for problem in review.problems if problem.row == row.index),
        )
        for row in sorted(found.rows, key=_reading_order(found))
        if row.index in weights
    )
    return Draft(definition, found, rows, review, _missing(definition, review))


def _match(row: PointRow, weight: Weight, others: Mapping[int, tuple[Alternative, ...]]) -> Match:
    key = weight.criterion.key if weight.criterion else None
    return Match(row, key, weight.confidence, others.get(row.index, ()), weight.problem)


def _reading_order(table: PointTable) -> Callable[[PointRow], tuple[int, int]]:
    """A sort key: rows as printed, those added by hand behind the last row below their heading."""
    printed = [row for row in table.rows if row.place != Place()]
    last_below: dict[int, int] = {}
    for row in printed:
        above = row.parent
        while above is not None:
            last_below[above] = row.index
            above = table.rows[above].parent

    def key(row: PointRow) -> tuple[int, int]:
        if row.place != Place():
            return row.index, 0
        if row.parent is None:
            return len(printed), row.index
        return last_below.get(row.parent, row.parent), row.index

    return key


def _missing(definition: CriteriaSetDefinition, review: PointTableReview) -> tuple[CriterionDefinition, ...]:
    return tuple(
        leaf
        for leaf in definition.leaves()
        if leaf.key not in review.points and leaf.key not in review.suggested
    )
