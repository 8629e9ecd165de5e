"""The parts that know no database: likeness, comparison, duties, drafts, places in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.documents import Cell, Document, Paragraph, Place, Row, Table
from thanthien.lib.vietnamese import search_key
from thanthien.programme.imports.comparison import Said, changes, match
from thanthien.programme.imports.drafts import drafts_of, odd_words
from thanthien.programme.imports.duties import duty_for
from thanthien.programme.imports.likeness import Asked, Candidate, suggest
from thanthien.programme.imports.source import SourceIndex, source_lines

TITLES = [
    "Công khai lịch tiếp công dân của Chủ tịch xã",
    "Bố trí hòm thư góp ý tại trụ sở",
    "Tổ chức đối thoại với Nhân dân hai lần trong năm",
    "Trao giấy chứng nhận kết hôn tại nhà",
    "Khảo sát mức độ hài lòng của người dân",
    "Tập huấn kỹ năng giao tiếp cho công chức",
]
titles = st.lists(st.sampled_from(TITLES), unique=True, min_size=1)


def _said(names: list[str], start: int) -> list[Said]:
    return [Said(start + n, name, no=str(n)) for n, name in enumerate(names)]


@given(titles, titles)
def test_equal_titles_always_find_each_other_and_no_task_twice(new: list[str], old: list[str]) -> None:
    rows, tasks = _said(new, 1), _said(old, 100)
    found = match(rows, tasks)
    assert len(set(found.values())) == len(found)
    by_title = {task.title: task.id for task in tasks}
    for row in rows:
        if row.title in by_title:
            assert found[row.id] == by_title[row.title]


def test_a_reworded_row_continues_its_task_and_a_heading_no_task() -> None:
    old = [Said(1, "Tổ chức đối thoại giữa lãnh đạo xã với Nhân dân", no="2"), Said(2, TITLES[1], no="3")]
    new = [
        Said(10, "Tổ chức hội nghị đối thoại giữa lãnh đạo xã với Nhân dân", no="2"),
        Said(11, TITLES[1], is_header=True),
    ]
    assert match(new, old) == {10: 1}


def test_numbers_and_spaces_are_no_change() -> None:
    old = Said(1, "Trao  giấy khai sinh", no="4", lead=("Phòng A",))
    assert changes(Said(2, "Trao giấy khai sinh ", no="7", lead=("Phòng A",)), old) == []
    assert [c.name for c in changes(Said(2, "Trao giấy khai sinh", lead=("Phòng B",)), old)] == ["lead"]


def _candidates() -> list[Candidate]:
    return [Candidate(n, f"I.1#{n}", search_key(title), True) for n, title in enumerate(TITLES)]


@pytest.mark.parametrize("n", range(len(TITLES)))
def test_a_row_in_the_words_of_a_criterion_gets_it_surely(n: int) -> None:
    [(found, likely)] = suggest([Asked(TITLES[n] + " theo quy định")], _candidates())
    assert found == n
    assert likely > 0.9


def test_what_no_criterion_speaks_of_gets_none() -> None:
    assert suggest([Asked("Phun thuốc diệt muỗi quanh kênh mương")], _candidates())[0][0] is None
    assert suggest([Asked("Bất cứ việc gì")], []) == [(None, 0.0)]


def test_the_printed_number_decides_between_like_titles() -> None:
    words = search_key("Niêm yết thủ tục hành chính")
    candidates = [Candidate(1, "I.1#1", words, True), Candidate(2, "II.3#4", words, True)]
    [(found, _)] = suggest([Asked("Niêm yết thủ tục hành chính", key="II.3#4")], candidates)
    assert found == 2


def test_duties_give_the_lead_or_nobody() -> None:
    duties = ["Chủ trì xây dựng, lắp đặt pano, khẩu hiệu tuyên truyền", "Cân đối, bố trí kinh phí thực hiện"]
    found = duty_for(["Xây dựng pano, khẩu hiệu tại cổng trụ sở", "Tổ chức ngày chủ nhật xanh"], duties)
    assert found[0][0] == 0
    assert found[1][0] is None


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Bốtríhòm thư góp ý", ["Bốtríhòm"]),
        ("Quyết định số 5049/QĐ-UBND, Zalo, Facebook", []),
        ("Hoà giải, thuỷ lợi, kỹ năng", []),
    ],
)
def test_words_that_no_vietnamese_writes(text: str, odd: list[str]) -> None:
    assert odd_words(text) == odd


def test_a_vague_timing_takes_the_count_in_the_words() -> None:
    task = {
        "title": "Lãnh đạo xuống thôn ít nhất 1 lần/tuần",
        "lead": ["Phòng A"],
        "timing": "Thường xuyên",
        "timing_rule": {"kind": "continuous", "printed": "Thường xuyên"},
        "counts": [{"kind": "every", "printed": "1 lan/tuan", "period": "week", "min_count": 1}],
    }
    [draft] = drafts_of({"tasks": [task]})
    assert draft.timing_rule == {
        "kind": "every",
        "printed": "Thường xuyên",
        "period": "week",
        "min_count": 1,
    }


def test_children_find_their_parent_in_their_own_group() -> None:
    def row(no: str | None, group: str, parent: str | None = None) -> dict[str, object]:
        return {"no": no, "group": group, "parent_no": parent, "title": f"Việc {no} {group}", "lead": ["A"]}

    rows = [row("1", "A"), row(None, "A", "1"), row("1", "B"), row(None, "B", "1"), row(None, "C", "1")]
    assert [draft.parent for draft in drafts_of({"tasks": rows})] == [None, 0, None, 2, None]


def test_places_in_the_source() -> None:
    cells = (Cell("1", 0), Cell("Công khai", 1))
    table = Table((Row(cells, Place(page=2, table=1, row=1)),), 2, Place(page=2, table=1))
    blocks = (
        Paragraph("dòng 3", Place(page=1, line=3)),
        Paragraph("dòng 5", Place(page=1, line=5)),
        Paragraph("trang hai", Place(page=2, line=3)),
        table,
    )
    index = SourceIndex(source_lines(Document("pdf", blocks)))
    assert index.span({"page": 1, "line": 3, "line_to": 6}) == (0, 1)  # line 6 is blank
    assert index.span({"page": 2, "line": 3}) == (2, 2)
    assert index.span({"page": 2, "table": 1, "row": 1}) == (3, 3)
    assert index.span({"page": 9, "line": 1}) is None
    assert index.span({}) is None
