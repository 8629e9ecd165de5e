"""`thanthien score` and `thanthien report self-assessment` from the command line."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.cli.refusal import Refusal

__all__ = ["year"]


def run(*words: Any) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_json_alone_with_every_criterion_and_its_records(year: Year, cast: Cast) -> None:
    task = year.add_task("I#2", cast.office)
    proof = year.add_proof(task, cast.office, date(2026, 5, 6), title="Lịch tháng 5")
    data = json.loads(
        run("score", "--unit", cast.unit.code, "--year", "2026", "--as-of", "30/06/2026", "--json")
    )
    assert (data["unit"]["code"], data["year"], data["as_of"]) == (cast.unit.code, 2026, "2026-06-30")
    assert data["weights"] == {
        "code": "hai-minh-thu-mau",
        "version": 1,
        "title": "Điểm mẫu để kiểm thử",
        "is_sample": True,
    }
    assert (data["total"], data["maximum"], data["registered"]) == (2.0, 20.0, None)
    assert data["level"]["label"] == "Chưa đăng ký"
    assert data["level"]["recognised"] is False
    row = next(one for one in data["criteria"] if one["key"] == "I#2")
    assert (row["parent"], row["points"], row["maximum"], row["status"]) == ("I", 2.0, 2.0, "met")
    assert row["records"] == [
        {
            "kind": "evidence",
            "id": proof.pk,
            "label": "Lịch tháng 5",
            "date": "2026-05-06",
            "state": "accepted",
            "agency": cast.office.name,
        }
    ]
    assert data["way_up"]["label"] == "Mức 1"


def test_the_table_marks_sample_points(year: Year, cast: Cast) -> None:
    said = run("score", "--unit", cast.unit.code, "--year", "2026", "--as-of", "30/06/2026")
    assert "Tổng điểm: 0/20 (điểm mẫu)" in said
    assert "Mức: Chưa đăng ký (điểm mẫu)" in said
    assert "Đường ngắn nhất lên Mức 1" in said


def test_a_unit_without_a_set_says_so(cast: Cast) -> None:
    data = json.loads(run("score", "--unit", cast.unit.code, "--year", "2026", "--json"))
    assert (data["total"], data["criteria"], data["level"]["label"]) == (None, [], "Chưa chọn bộ tiêu chí")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "nowhere", "--year", "2026"], "Không có đơn vị mã"),
        (["--unit", "98001", "--year", "2026", "--as-of", "31/02/2026"], "không có trong lịch"),
    ],
)
def test_what_cannot_be_is_one_clear_line(cast: Cast, words: list[str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        run("score", *words)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_the_report_is_written_by_the_files_ending(
    year: Year, cast: Cast, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"bao-cao.{ending}"
    said = run("report_self_assessment", "--unit", cast.unit.code, "--year", "2026", "-o", str(path))
    assert str(path) in said
    assert path.read_bytes()[:2] == (b"%P" if ending == "pdf" else b"PK")


def test_other_endings_and_folders_that_are_not_there_are_refused(
    year: Year, cast: Cast, tmp_path: Path
) -> None:
    common = ["report_self_assessment", "--unit", cast.unit.code, "--year", "2026", "-o"]
    with pytest.raises(Refusal, match="Hãy chọn"):
        run(*common, str(tmp_path / "a.odt"))
    with pytest.raises(Refusal, match="Không ghi được tệp"):
        run(*common, str(tmp_path / "none" / "a.docx"))
