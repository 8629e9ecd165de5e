"""What matched rows amount to: points per row of the set, what is missing, what disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from thanthien.lib.vietnamese import number_vi
from thanthien.programme.criteria.definition import CriteriaSetDefinition, CriterionDefinition
from thanthien.programme.criteria.point_table.model import (
    Match,
    PointRow,
    PointTable,
    PointTableReview,
    Severity,
    TableProblem,
)

_CENT = Decimal("0.01")


def review_matches(
    table: PointTable, matches: Sequence[Match], definition: CriteriaSetDefinition
) -> PointTableReview:
    """Check matches, as proposed or as a person corrected them, against the whole set."""
    problems = list(_duplicates(matches))
    given = {match.criterion_key: match.row for match in matches if match.criterion_key is not None}
    points: dict[str, Decimal] = {}
    suggested: dict[str, Decimal] = {}
    for top in definition.children_of(None):
        problems += _gather(definition, top, table, given, points, suggested)
    for match in matches:
        if match.problem:
            severity = "warning" if match.criterion_key else _weight_of(match.row, table)
            problems.append(TableProblem(match.problem, severity, match.row.index))
    problems += _total(points, suggested, definition)
    added = sum(points.values(), Decimal(0))
    # Points that reach the printed total are right, whatever the outline of the print made of its sums.
    reached = added == definition.total == table.printed_total
    problems = [p for p in table.problems if not (reached and p.row is None)] + problems
    return PointTableReview(points, suggested, tuple(problems))


def _weight_of(row: PointRow, table: PointTable) -> Severity:
    """A row left over matters where its points are lost with it."""
    return "error" if row.points and not table.children_of(row.index) else "warning"


def _duplicates(matches: Sequence[Match]) -> Iterator[TableProblem]:
    counts = Counter(match.criterion_key for match in matches if match.criterion_key is not None)
    for key, count in counts.items():
        if count > 1:
            places = "; ".join(match.row.spot for match in matches if match.criterion_key == key)
            yield TableProblem(
                f"Nội dung {key} được ghép với {count} dòng ({places}). Hãy chọn một dòng.", key=key
            )


def _gather(
    definition: CriteriaSetDefinition,
    criterion: CriterionDefinition,
    table: PointTable,
    given: Mapping[str, PointRow],
    points: dict[str, Decimal],
    suggested: dict[str, Decimal],
) -> Iterator[TableProblem]:
    row = given.get(criterion.key)
    if criterion.is_leaf:
        if row is None:
            message = f"Nội dung {criterion.key} “{criterion.title}” chưa có dòng điểm nào trong tệp."
            yield TableProblem(message, key=criterion.key)
        elif row.points is None and not table.children_of(row.index):
            message = f"{row.told()}: chưa có điểm cho nội dung {criterion.key}."
            yield TableProblem(message, row=row.index, key=criterion.key)
        else:
            points[criterion.key] = table.worth(row)
        return
    leaves = _leaves_under(definition, criterion)
    has_none = all(not _has_worth(leaf.key, given, table) for leaf in leaves)
    if row is not None and row.points is not None and has_none:
        suggested.update(
            zip((leaf.key for leaf in leaves), split_evenly(row.points, len(leaves)), strict=True)
        )
        message = (
            f"{row.told()}: {number_vi(row.points)} điểm cho cả nội dung {criterion.key}, không chia cho "
            f"{len(leaves)} dòng con. Hãy ghi điểm từng dòng, hoặc đồng ý chia đều."
        )
        yield TableProblem(message, row=row.index, key=criterion.key)
        return
    for child in definition.children_of(criterion.key):
        yield from _gather(definition, child, table, given, points, suggested)


def _has_worth(key: str, given: Mapping[str, PointRow], table: PointTable) -> bool:
    return key in given and table.worth(given[key]) != 0


def _leaves_under(
    definition: CriteriaSetDefinition, criterion: CriterionDefinition
) -> list[CriterionDefinition]:
    below = (f"{criterion.key}.", f"{criterion.key}#")
    return [leaf for leaf in definition.leaves() if leaf.key.startswith(below)]


def _total(
    points: Mapping[str, Decimal], suggested: Mapping[str, Decimal], definition: CriteriaSetDefinition
) -> Iterator[TableProblem]:
    added = sum(points.values(), Decimal(0)) + sum(suggested.values(), Decimal(0))
    if added != definition.total:
        message = (
            f"Điểm đã ghép cộng được {number_vi(added)}, thang điểm của bộ tiêu chí là "
            f"{number_vi(definition.total)}. Hãy xem các dòng chưa ghép và các dòng chưa có điểm."
        )
        yield TableProblem(message)


def split_evenly(points: Decimal, parts: int) -> list[Decimal]:
    """Points in equal parts of whole hundredths that add up exactly; the first parts take the rest."""
    each = (points / parts).quantize(_CENT, rounding=ROUND_DOWN)
    extra = int((points - each * parts) / _CENT)
    return [each + _CENT if place < extra else each for place in range(parts)]
