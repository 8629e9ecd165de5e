"""A point table as a city sends it (Word, Excel, PDF): read, matched to a criteria set, reviewed.

`read_point_table(document) -> PointTable`, `match_point_table(table, definition) -> list[Match]`,
`review_matches(table, matches, definition) -> PointTableReview`. Nothing is guessed silently: every
doubt is a problem that names the row of the file.
"""

from thanthien.programme.criteria.point_table.matching import match_point_table
from thanthien.programme.criteria.point_table.model import (
    Alternative,
    Match,
    NotAPointTable,
    PointRow,
    PointTable,
    PointTableReview,
    TableProblem,
)
from thanthien.programme.criteria.point_table.reading import read_point_table
from thanthien.programme.criteria.point_table.review import review_matches

__all__ = [
    "Alternative",
    "Match",
    "NotAPointTable",
    "PointRow",
    "PointTable",
    "PointTableReview",
    "TableProblem",
    "match_point_table",
    "read_point_table",
    "review_matches",
]
