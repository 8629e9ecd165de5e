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
from thanthien.programme.criteria.point_table.reading import checked, read_point_table
from thanthien.programme.criteria.point_table.review import review_matches
from thanthien.programme.criteria.point_table.stored import row_as_data, table_as_data, table_from_data

__all__ = [
    "Alternative",
    "Match",
    "NotAPointTable",
    "PointRow",
    "PointTable",
    "PointTableReview",
    "TableProblem",
    "checked",
    "match_point_table",
    "read_point_table",
    "review_matches",
    "row_as_data",
    "table_as_data",
    "table_from_data",
]
