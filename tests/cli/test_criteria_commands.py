"""`thanthien criteria load` and `criteria points`: what they keep, print and refuse."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.assessment.year import HERE
from tests.cast import Cast
from tests.programme.criteria.small import SOURCE, as_docx, as_xlsx, keep_small_set
from thanthien.cli.refusal import Refusal
from thanthien.programme.criteria.models import CriteriaSet, WeightTable

pytestmark = pytest.mark.django_db


def run(*words: Any) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def set_file(tmp_path: Path) -> Path:
    path = tmp_path / "bo-tieu-chi.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def table_file(tmp_path: Path) -> Path:
    path = tmp_path / "bang-diem.xlsx"
    path.write_bytes(as_xlsx())
    return path


def test_a_set_is_loaded_and_the_same_again_is_there_already(set_file: Path) -> None:
    assert "đã lưu, bản 1" in run("criteria_load", set_file)
    assert "đã có sẵn, bản 1" in run("criteria_load", set_file)
    assert CriteriaSet.objects.count() == 1


def test_a_trial_keeps_nothing(set_file: Path) -> None:
    assert "chưa lưu gì (chạy thử)" in run("criteria_load", set_file, "--dry-run")
    assert not CriteriaSet.objects.exists()


def test_json_says_what_the_file_holds(set_file: Path) -> None:
    data = json.loads(run("criteria_load", set_file, "--json"))
    assert data == {
        "kind": "criteria_set",
        "code": "hai-minh-thu",
        "title": "Bộ tiêu chí thử của Hải Minh",
        "criteria": 7,
        "rows": 5,
        "levels": ["Mức 1", "Mức 2"],
        "saved": True,
        "version": 1,
    }


def test_sample_points_are_loaded_after_their_set(set_file: Path) -> None:
    points = HERE / "weights.yaml"
    with pytest.raises(Refusal, match="Hãy nạp bộ tiêu chí trước"):
        run("criteria_load", points)
    run("criteria_load", set_file)
    data = json.loads(run("criteria_load", points, "--json"))
    assert (data["kind"], data["sample"], data["total"], data["saved"]) == ("weight_table", True, "20", True)
    assert WeightTable.objects.get().state == "published"


def test_a_mistake_names_its_line_and_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sai.yaml"
    path.write_text(SOURCE.replace("kind: judged", "kind: guessed"), encoding="utf-8")
    with pytest.raises(Refusal, match=r"sai\.yaml.*dòng \d+"):
        run("criteria_load", path)
    assert not CriteriaSet.objects.exists()


@pytest.mark.parametrize("command", ["criteria_load", "criteria_points"])
def test_a_file_that_is_not_there_is_said(cast: Cast, command: str) -> None:
    keep_small_set()
    more = ["--set", "hai-minh-thu"] if command == "criteria_points" else []
    with pytest.raises(Refusal, match="Không mở được tệp"):
        run(command, "/khong/co/tep.yaml", *more)


def test_points_are_matched_and_kept_as_a_draft(cast: Cast, table_file: Path) -> None:
    keep_small_set()
    text = run("criteria_points", table_file, "--set", "hai-minh-thu")
    assert "II.1" in text
    assert "Đã ghép 7/7 dòng." in text
    assert "Dùng được ngay." in text
    table = WeightTable.objects.get()
    assert (table.state, table.unit, table.source) == ("draft", cast.city, "bang-diem.xlsx")


def test_points_on_trial_are_printed_and_not_kept(cast: Cast, tmp_path: Path) -> None:
    keep_small_set()
    path = tmp_path / "diem.docx"
    path.write_bytes(as_docx({"II.1": "7"}))
    text = run("criteria_points", path, "--set", "hai-minh-thu", "--dry-run")
    assert "✗ bảng 1, dòng 5 (“II Tiêu chí phục vụ”): ghi 12 điểm" in text
    assert "Chưa dùng được" in text
    assert "Chạy thử, chưa lưu gì." in text
    assert not WeightTable.objects.exists()


def test_points_as_json_alone(cast: Cast, table_file: Path) -> None:
    keep_small_set()
    data = json.loads(run("criteria_points", table_file, "--set", "hai-minh-thu", "--dry-run", "--json"))
    assert (data["ready"], data["saved"], data["problems"]) == (True, False, [])
    assert data["points"] == {"I#1": "5", "I#2": "3", "II.1": "6", "II.2": "4", "II.3": "2"}
    row = next(row for row in data["rows"] if row["criterion"] == "II.1")
    assert (row["place"], row["points"]) == ("trang tính 1, dòng 7", "6")
    assert 0.6 < row["confidence"] <= 1


def test_points_need_a_known_set_and_city(cast: Cast, table_file: Path) -> None:
    with pytest.raises(Refusal, match="đang có: chưa có bộ nào"):
        run("criteria_points", table_file, "--set", "hai-minh-thu")
    keep_small_set()
    for code in ("khong-co", cast.unit.code):
        with pytest.raises(Refusal, match="Không có tỉnh, thành phố mã"):
            run("criteria_points", table_file, "--set", "hai-minh-thu", "--unit", code)


def test_a_file_without_points_is_refused_in_words(cast: Cast, tmp_path: Path) -> None:
    keep_small_set()
    path = tmp_path / "thu.txt"
    path.write_text("Kính gửi các đồng chí.", encoding="utf-8")
    with pytest.raises(Refusal, match="Không tìm thấy bảng"):
        run("criteria_points", path, "--set", "hai-minh-thu")
