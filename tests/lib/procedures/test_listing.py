"""Files of procedures: every row is a procedure or is told what is wrong with it; and it comes back as it was."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.operations.procedures.factories import BIRTH, COPY, as_lines, as_sheet, as_yaml
from thanthien.lib.procedures import (
    CannotRead,
    Law,
    Paper,
    Procedure,
    Summary,
    Way,
    differences,
    from_data,
    read_listing,
    summary_from_data,
    summary_to_data,
    to_data,
)
from thanthien.lib.procedures.sheet import code_as_printed

HEAD = [
    "STT",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Thời hạn giải quyết",
    "Phí, lệ phí",
    "Thành phần hồ sơ",
    "Hiệu lực",
]


def test_our_own_form_as_yaml_and_as_json_say_the_same() -> None:
    whole = json.dumps({"procedures": [BIRTH, COPY]}).encode()
    assert read_listing(as_yaml(BIRTH, COPY)).rows == read_listing(whole).rows
    (birth, _) = read_listing(whole).rows
    assert birth.procedure.papers[1] == Paper("Giấy chứng sinh", "Giấy tờ phải nộp", "", 1, 0)
    assert birth.procedure.ways[0] == Way("Trực tiếp", "Trong ngày", "Miễn phí", "nếu đúng hạn")
    assert birth.procedure.laws == (Law("Luật Hộ tịch", "60/2014/QH13"),)
    assert birth.summary.bring == ("Giấy chứng sinh", "Căn cước của cha hoặc mẹ")


def test_a_sheet_by_its_heads_with_groups_and_codes_taken_for_numbers() -> None:
    data = as_sheet(
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH"], [], HEAD, ["I. LĨNH VỰC HỘ TỊCH"],
        [1, 1.00119, "Khai sinh", "Trong ngày", "Miễn phí", "- Tờ khai (01 bản chính)\n- Ảnh (02 bản sao)", ""],
        [2, "2.000815", "Chứng thực", "2 ngày", 2000, "", "01/12/2026"], [3, "1.000894", "", "", "", "", ""],
    )  # fmt: skip
    found = read_listing(data)
    first, second = found.rows
    assert (first.procedure.code, first.procedure.field) == ("1.001190", "Hộ tịch")
    assert first.procedure.papers == (Paper("Tờ khai", originals=1), Paper("Ảnh", copies=2))
    assert first.procedure.ways == (Way("", "Trong ngày", "Miễn phí"),)
    assert second.in_force == date(2026, 12, 1)
    assert [one.place for one in found.problems] == ["dòng 7"]
    assert "Mã TTHC" in found.notes[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1,00119", "1.001190"),
        ("1.001193", "1.001193"),
        ("1.5", "1.500000"),
        ("BTP-1", "BTP-1"),
        ("12", "12"),
    ],
)
def test_codes_as_excel_shows_them(typed: str, printed: str) -> None:
    assert code_as_printed(typed) == printed


def test_a_code_twice_with_other_words_is_taken_from_neither_row() -> None:
    found = read_listing(as_yaml(BIRTH, {**BIRTH, "name": "Khác"}, COPY, COPY))
    assert [row.procedure.code for row in found.rows] == [COPY["code"]]
    assert [one.place for one in found.problems] == ["thủ tục thứ 1", "thủ tục thứ 2"]
    assert "lặp lại" in found.notes[0]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": ""}, "Thiếu mã"), ({"name": None}, "Thiếu tên"), ({"code": "a b"}, "ký tự lạ"),
        ({"tên": "x"}, "không thuộc mẫu"), ({"papers": "giấy"}, "danh sách"),
        ({"papers": [{"nam": "x"}]}, "dòng trống"),
        ({"papers": [{"name": "x", "originals": -1}]}, "Số bản"), ({"in_force": "mai"}, "ngày hiệu lực"),
        ({"in_force": "31/02/2026"}, "ngày hiệu lực"), ({"source": "javascript:alert(1)"}, "https"),
        ({"name": ["x"]}, "phải là chữ"), ({"summary": "x"}, "tóm tắt"), ({"name": "x" * 1300}, "dài quá"),
        ({"summary": {"bring": "x"}}, "bring"),
    ],
)  # fmt: skip
def test_a_row_with_a_mistake_is_told_in_words(wrong: dict[str, Any], says: str) -> None:
    found = read_listing(as_yaml({**COPY, **wrong}))
    assert found.rows == ()
    assert says in found.problems[0].says


@pytest.mark.parametrize(
    "data",
    [
        b"", b"xin chao", b"[]", b"[1, 2", b"format: 2\nprocedures: []", b"\xff\xfe\x00", b"PK\x03\x04 broken",
        b"[" * 100_000, b"a: &a [*a]\nprocedures: 5", as_sheet(["Nội dung", "Điểm", "Số"], ["a", 1, 2], ["b", 1, 2]),
    ],
)  # fmt: skip
def test_a_file_that_says_nothing_is_refused_with_words(data: bytes) -> None:
    with pytest.raises(CannotRead):
        read_listing(data)


def test_a_broken_line_leaves_the_others() -> None:
    found = read_listing(as_lines({"ma_thu_tuc": "1.1", "ten_thu_tuc": "Một"}) + b"\n{broken\n\n[1]\n")
    assert [row.procedure.name for row in found.rows] == ["Một"]
    assert [one.place for one in found.problems] == ["dòng 2", "dòng 4"]


texts = st.text(max_size=20)
procedures = st.builds(
    Procedure, code=st.text("019.", min_size=1, max_size=9), name=st.text(min_size=1, max_size=20),
    field=texts, steps=texts, source=texts,
    ways=st.lists(st.builds(Way, texts, texts, texts, texts), max_size=3).map(tuple),
    papers=st.lists(st.builds(Paper, texts, texts, texts, st.integers(0, 9), st.integers(0, 9)), max_size=3).map(tuple),
    laws=st.lists(st.builds(Law, texts, texts), max_size=2).map(tuple),
)  # fmt: skip


@given(procedures)
def test_what_is_stored_comes_back_and_differs_from_itself_in_nothing(one: Procedure) -> None:
    assert from_data(json.loads(json.dumps(to_data(one)))) == one
    assert differences(one, one) == ()


@given(st.builds(Summary, texts, texts, st.lists(texts, max_size=3).map(tuple)))
def test_a_summary_comes_back(one: Summary) -> None:
    assert summary_from_data(json.loads(json.dumps(summary_to_data(one)))) == one


@given(procedures, procedures)
def test_two_differ_where_a_line_is_new_or_gone(one: Procedure, other: Procedure) -> None:
    back = {change.label: (change.new, change.gone) for change in differences(other, one)}
    for change in differences(one, other):
        assert change.label in back
