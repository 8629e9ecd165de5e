"""A point table written from a set and read back: whatever the numbering, each row stands where it stood."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.programme.criteria.sheets import Printed, Sheet, plain_sheet, table_document
from thanthien.lib.documents import read
from thanthien.programme.criteria.definition import (
    CriteriaSetDefinition,
    CriterionDefinition,
    WeightTableDefinition,
)
from thanthien.programme.criteria.point_table import PointTable, match_point_table, read_point_table

# How a row is printed: its number and its text, each in its cell.
STYLES: dict[str, Callable[[CriterionDefinition], tuple[str, str]]] = {
    "own column": lambda row: (row.number or "", row.title),
    "with dots": lambda row: (f"{row.number}." if row.number else "-", row.title),
    "before the title": lambda row: ("", f"{row.number or ''} {row.title}".strip()),
    "keys": lambda row: (row.key, row.title),
}
HEADS = [
    ("STT", "Nội dung tiêu chí", "Điểm tối đa"),
    ("Tiêu chí", "Nội dung", "Điểm"),
    ("Số", "Nội dung", "Điểm"),
]


def points_of(definition: CriteriaSetDefinition, sample: WeightTableDefinition) -> dict[str, Decimal]:
    if sample.set_code == definition.code:
        return dict(sample.points)
    return {row.key: row.points for row in definition.criteria if row.points is not None}


@pytest.fixture(params=["hai_phong", "dong_nai"])
def definition(request: pytest.FixtureRequest) -> CriteriaSetDefinition:
    found: CriteriaSetDefinition = request.getfixturevalue(request.param)
    return found


def parents(table: PointTable, definition: CriteriaSetDefinition) -> list[tuple[str, str | None]]:
    rows = {row.index: key.key for row, key in zip(table.items(), definition.criteria, strict=True)}
    return [(rows[row.index], None if row.parent is None else rows[row.parent]) for row in table.items()]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("head", HEADS)
def test_a_table_sent_back_reads_as_the_set(
    style: str, head: tuple[str, str, str], definition: CriteriaSetDefinition, sample: WeightTableDefinition
) -> None:
    points = points_of(definition, sample)
    rows = [Printed((row.key,), *STYLES[style](row), points.get(row.key)) for row in definition.criteria]
    table = read_point_table(read(Sheet(tuple(rows), head).xlsx()))
    assert table.problems == ()
    assert parents(table, definition) == [(row.key, row.parent_key) for row in definition.criteria]
    assert table.counted_total() == definition.total
    matched = [match.criterion_key for match in match_point_table(table, definition)]
    assert matched == [row.key for row in definition.criteria]


def test_word_and_excel_say_the_same(hai_phong: CriteriaSetDefinition, sample: WeightTableDefinition) -> None:
    sheet = plain_sheet(hai_phong, sample.points)
    word, excel = (read_point_table(read(data)) for data in (sheet.docx(), sheet.xlsx()))
    assert [(row.number, row.parent, row.points) for row in word.rows] == [
        (row.number, row.parent, row.points) for row in excel.rows
    ]
    assert word.problems == excel.problems == ()


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        # Gaps in every level, and from the deepest level straight back to the highest.
        (("I", "2", "7", "7.2", "III", "4"), (None, 0, 0, 2, None, 4)),
        (("I", "1", "1.1", "a", "b", "1.3", "II"), (None, 0, 1, 2, 2, 1, None)),
        (("A", "I", "1", "a)", "-", "III", "B"), (None, 0, 1, 2, 3, 0, None)),
        (("1", "1.1", "1.1.1", "1.3", "4"), (None, 0, 1, 0, None)),
        (("I", "I.1", "I.1.2", "I.3", "IV", "IV.2"), (None, 0, 1, 0, None, 4)),
        (("I.", "1.", "a.", "+", "b.", "V."), (None, 0, 1, 2, 1, None)),
    ],
)
@pytest.mark.parametrize("column", [True, False])
def test_numbering_goes_down_and_back_up(
    numbers: tuple[str, ...], expected: tuple[int | None, ...], column: bool
) -> None:
    lines: list[tuple[str, ...]] = [("STT", "Nội dung", "Điểm")] if column else [("Nội dung", "Điểm")]
    for place, number in enumerate(numbers):
        title = f"Việc thứ {place} của bộ tiêu chí"
        mark = f"{number})" if number in ("a", "b", "A", "B") else number
        points = "" if place in expected else "1"
        lines.append((number, title, points) if column else (f"{mark} {title}", points))
    table = read_point_table(table_document(lines))
    assert tuple(row.parent for row in table.items()) == expected


def test_words_that_begin_with_a_figure_keep_it() -> None:
    table = read_point_table(
        table_document(
            [("STT", "Nội dung", "Điểm"), ("1", "12 tháng có báo cáo", "2"), ("", "02 buổi đối thoại", "2")]
        )
    )
    assert [row.text for row in table.items()] == ["12 tháng có báo cáo", "02 buổi đối thoại"]
