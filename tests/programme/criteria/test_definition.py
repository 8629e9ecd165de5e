"""Criteria files: what the repository's own sets hold, and what a wrong file is told."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.planreader.roles import role_names
from thanthien.lib.rules import level_of, rule_from_data
from thanthien.programme.criteria.definition import (
    CriteriaSetDefinition,
    InvalidDefinition,
    WeightTableDefinition,
    load_definition,
    load_weights,
)

GOLD = Path(__file__).resolve().parents[4] / "shared" / "plans" / "gold" / "thanh-ha-2026.json"

SMALL = """\
format: 1
code: tinh-a-2026
title: Bộ tiêu chí thử của tỉnh A
decision: {number: 12/QĐ-UBND, date: 2026-01-05, issuer: UBND tỉnh A}
applies: {province_code: "99", from_year: 2026}
level_label: mức
below: Không đạt chuẩn
total: 10
levels:
  - {level: 2, label: Mức 2, minimum: 9, maximum: 10, includes_maximum: true}
  - {level: 1, label: Mức 1, minimum: 5, maximum: 9}
milestones:
  - {code: registration, title: Đăng ký, before: {month: 2, day: 15}}
products:
  pictures: {label: Hình ảnh, kinds: [picture]}
criteria:
  - key: I
    number: "I"
    title: Công khai
    children:
      - key: I.1
        number: "1"
        title: Niêm yết
        product: pictures
        leads: [one_stop_centre]
        timing: Quý IV
        points: 4.5
        rule: {kind: evidence, per: quarter}
      - key: I.1#1
        title: Đăng trang thông tin
        rule: {kind: judged}
"""
# The second child belongs one level down; tests that need a sound file put it right.
SOUND = SMALL.replace("I.1#1", "I.2")
WEIGHTS = """\
format: 1
code: tinh-a-mau
set: tinh-a-2026
title: Điểm mẫu – không phải bảng điểm của tỉnh
sample: true
weights:
  I: 10
  I.1: 4.5
  I.2: 5.5
"""


SOUND_SET = load_definition(SOUND)


def problems_of(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(InvalidDefinition) as caught:
        load_definition(text)
    return [(p.line, p.path, p.message) for p in caught.value.problems]


def weight_problems(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(InvalidDefinition) as caught:
        load_weights(text, SOUND_SET)
    return [(p.line, p.path, p.message) for p in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


class TestHaiPhong:
    def test_holds_84_rows_under_four_criteria_without_points(self, hai_phong: CriteriaSetDefinition) -> None:
        assert [c.key for c in hai_phong.children_of(None)] == ["I", "II", "III", "IV"]
        assert len(hai_phong.criteria) == 88
        assert all(c.points is None for c in hai_phong.criteria)
        assert hai_phong.own_weights() is None
        assert hai_phong.decision.date == date(2025, 12, 11)

    def test_every_leaf_has_a_rule_a_lead_and_a_time(self, hai_phong: CriteriaSetDefinition) -> None:
        for leaf in hai_phong.leaves():
            assert rule_from_data(leaf.rule)
            assert leaf.leads
            assert leaf.timing is not None
            json.dumps(leaf.rule)
        assert all(c.rule is None for c in hai_phong.criteria if not c.is_leaf)

    def test_roles_are_those_of_the_agency_list(self, hai_phong: CriteriaSetDefinition) -> None:
        used = {role for c in hai_phong.criteria for role in (*c.leads, *c.coordinators)}
        assert used <= role_names().keys()

    @pytest.mark.parametrize(
        ("points", "level"),
        [("100", 4), ("95", 4), ("94.99", 3), ("90", 3), ("85", 2), ("80", 1), ("79.99", None)],
    )
    def test_levels_are_half_open(
        self, hai_phong: CriteriaSetDefinition, points: str, level: int | None
    ) -> None:
        found = level_of(Decimal(points), hai_phong.levels, registered=True, weights_loaded=True)
        assert found.level == level

    def test_milestones(self, hai_phong: CriteriaSetDefinition) -> None:
        told = {m.code: (m.month, m.day, m.before) for m in hai_phong.milestones}
        assert told == {
            "registration": (2, 15, True),
            "self_assessment": (11, 15, True),
            "appraisal": (12, None, False),
        }

    @pytest.mark.skipif(not GOLD.exists(), reason="needs the plans beside the repository")
    def test_covers_the_annex_row_by_row(self, hai_phong: CriteriaSetDefinition) -> None:
        tasks = {task["key"]: task for task in json.loads(GOLD.read_text(encoding="utf-8"))["tasks"]}
        assert tasks.keys() == {c.key for c in hai_phong.criteria if c.depth > 1}
        canonical = {role: set(names) for role, names in role_names().items()}
        canonical["all_agencies"].add("Các cơ quan, đơn vị")
        for key, task in tasks.items():
            criterion = hai_phong.criterion(key)
            assert criterion.number == task["no"]
            assert (criterion.timing.printed if criterion.timing else None) == task["timing"]
            assert (criterion.product is None) == (task["product"] is None)
            for roles, names in (
                (criterion.leads, task["lead"]),
                (criterion.coordinators, task["coordinators"]),
            ):
                assert len(roles) == len(names), key
                assert all(name in canonical[role] for role, name in zip(roles, names, strict=True)), key


class TestOtherFiles:
    def test_sample_weights_add_up_and_say_they_are_a_sample(
        self, hai_phong: CriteriaSetDefinition, sample: WeightTableDefinition
    ) -> None:
        assert sum(sample.points[leaf.key] for leaf in hai_phong.leaves()) == 100
        assert sum(sample.points[top.key] for top in hai_phong.children_of(None)) == 100
        assert sample.sample
        assert sample.title == "Điểm mẫu – không phải bảng điểm của thành phố"
        assert sample.decision is None

    def test_dong_nai_frame_has_four_known_weights_and_stars(self, dong_nai: CriteriaSetDefinition) -> None:
        weights = dong_nai.own_weights()
        assert weights is not None
        assert weights.points == {"I": 15, "II": 15, "III": 20, "IV": 50}
        assert dong_nai.criterion("V").points is None
        assert dong_nai.level_label == "sao"
        found = [
            level_of(Decimal(p), dong_nai.levels, registered=True, weights_loaded=True).level
            for p in ("95", "94.99", "90", "89.9", "80", "79", "0")
        ]
        assert found == [4, 3, 3, 2, 2, 1, 1]


class TestWrongSets:
    def test_a_sound_file_is_read(self) -> None:
        definition = load_definition(SOUND)
        assert [c.key for c in definition.leaves()] == ["I.1", "I.2"]
        leaf = definition.criterion("I.1")
        assert leaf.timing is not None
        assert leaf.timing.quarters == (4,)
        assert leaf.product is not None
        assert leaf.product.kinds == ("picture",)

    @pytest.mark.parametrize(
        ("old", "new", "line", "said"),
        [
            ("key: I.2", "key: I.1", "key: I.2", "đã dùng ở dòng"),
            ("key: I.2", "key: II.2", "key: I.2", "không nằm dưới “I”"),
            ("per: quarter", "perr: quarter", "per: quarter", "có phải là per?"),
            ("kind: judged", "kind: guess", "kind: judged", "không có loại quy tắc"),
            ("        rule: {kind: judged}\n", "", "key: I.2", "thiếu cách tính"),
            ("one_stop_centre", "one_stop", "one_stop_centre", "không có vai trò “one_stop”"),
            ("product: pictures", "product: photo", "product: pictures", "chưa khai trong products"),
            ("Quý IV", "Lúc rảnh", "Quý IV", "chưa hiểu thời gian “Lúc rảnh”"),
            ("maximum: 9}", "maximum: 9.5}", "levels:", "chồng lên nhau"),
            ("maximum: 9}", "maximum: 8}", "levels:", "khoảng trống"),
            (", includes_maximum: true", "", "levels:", "phải đến hết 10 điểm"),
            ("label: Mức 1", "label: Mức 2", "label: Mức 1", "ghi hai lần"),
            ("month: 2, day: 15", "month: 2, day: 30", "before:", "tháng 2 không có ngày 30"),
            ("2026-01-05", "2026-02-30", "decision:", "không có ngày 2026-02-30"),
            ("from_year: 2026", "from_year: 2026, to_year: 2025", "applies:", "năm cuối đứng trước"),
            ("points: 4.5", "points: 4.555", "points: 4.5", "hai chữ số thập phân"),
            ("points: 4.5", "points: 11", "criteria:", "quá tổng 10"),
            ("points: 4.5", "points: bốn", "points: 4.5", "cần"),
            ("points: 4.5", "weight: 4.5", "points: 4.5", "không có khóa “weight”"),
            ("level_label: mức\n", "", "format", "thiếu khóa “level_label”"),
            ('province_code: "99"', "province_code: 99", "applies:", "trong dấu nháy"),
            ("kinds: [picture]", "kinds: [video]", "kinds:", "không có trong danh mục"),
        ],
    )
    def test_each_mistake_has_its_line_and_reason(self, old: str, new: str, line: str, said: str) -> None:
        assert old in SOUND
        found = problems_of(SOUND.replace(old, new, 1))
        assert [(line_of(SOUND, line), True)] == [(at, said in message) for at, _, message in found]

    def test_all_mistakes_are_told_at_once(self) -> None:
        broken = SMALL.replace("Quý IV", "Lúc rảnh").replace("one_stop_centre", "one_stop")
        assert len(problems_of(broken)) == 3

    def test_points_of_a_heading_equal_those_below(self) -> None:
        whole = SOUND.replace("title: Công khai\n", "title: Công khai\n    points: 10\n")
        whole = whole.replace(
            "title: Đăng trang thông tin\n", "title: Đăng trang thông tin\n        points: 5.5\n"
        )
        assert load_definition(whole).own_weights() is not None
        found = problems_of(whole.replace("points: 10", "points: 9"))
        assert "I ghi 9 điểm, các nội dung con cộng lại được 10" in found[0][2]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "cần một nhóm khóa"),
            ("- a\n- b\n", "cần một nhóm khóa"),
            ("code: [a\nb: c", "sai cú pháp YAML"),
            ("a: &x [1]\nb: *x\n", "neo"),
            ("code: a\ncode: b\n", "đã có ở dòng 1"),
            ("a: " + "[" * 5000 + "]" * 5000, "lồng nhau quá sâu"),
            ("a: \x00", "sai cú pháp YAML"),
        ],
    )
    def test_what_is_not_a_set_at_all(self, text: str, said: str) -> None:
        assert any(said in message for _, _, message in problems_of(text))

    def test_a_missing_file_and_a_file_in_another_encoding(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidDefinition, match="không mở được tệp"):
            load_definition(tmp_path / "none.yaml")
        other = tmp_path / "bo.yaml"
        other.write_bytes(SOUND.encode("utf-16"))
        with pytest.raises(InvalidDefinition, match="UTF-8"):
            load_definition(other)

    @given(st.text(max_size=300))
    def test_any_text_is_either_read_or_refused(self, text: str) -> None:
        with pytest.raises(InvalidDefinition):
            load_definition(text)


class TestWrongWeights:
    def test_a_sound_table_is_read(self) -> None:
        table = load_weights(WEIGHTS, SOUND_SET)
        assert table.points == {"I": 10, "I.1": Decimal("4.5"), "I.2": Decimal("5.5")}

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("I.2: 5.5", "I.2: 5", "cộng các nội dung được 9,5 điểm, phải đúng 10 điểm"),
            ("I.2: 5.5", "I.3: 5.5", "không có nội dung “I.3”"),
            ("  I.2: 5.5\n", "", "còn thiếu điểm của 1 nội dung: I.2"),
            ("  I: 10", "  I: 8", "I ghi 8 điểm, các nội dung con cộng lại được 10"),
            ("I.2: 5.5", "I.1: 5.5", "đã có ở dòng"),
            ("set: tinh-a-2026", "set: tinh-b-2026", "bảng điểm của bộ “tinh-b-2026”"),
            ("Điểm mẫu – ", "", "phải có chữ “Điểm mẫu”"),
            ("sample: true", "sample: false", "thiếu văn bản ban hành"),
            ("I.2: 5.5", "I.2: -5.5", "không được nhỏ hơn 0"),
            ("I.2: 5.5", "I.2: 5.505", "hai chữ số thập phân"),
        ],
    )
    def test_each_mistake_is_told(self, old: str, new: str, said: str) -> None:
        assert old in WEIGHTS
        assert any(said in message for _, _, message in weight_problems(WEIGHTS.replace(old, new)))

    @given(st.lists(st.integers(0, 1000), min_size=2, max_size=2))
    def test_only_the_exact_total_is_taken(self, cents: list[int]) -> None:
        first, second = (Decimal(cent) / 100 for cent in cents)
        text = WEIGHTS.replace("  I: 10\n", "").replace("4.5", str(first)).replace("5.5", str(second))
        if first + second == 10:
            assert load_weights(text, SOUND_SET).points["I"] == 10
        else:
            assert weight_problems(text)
