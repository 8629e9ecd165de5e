"""`thanthien plan read` and `thanthien plan import`: output, refusals, nothing left by a dry run."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.cast import Cast
from tests.programme.imports.plans import AMENDED_PLAN, LETTER, TABLE_PLAN
from thanthien.cli.refusal import Refusal
from thanthien.platform.files.models import StoredFile
from thanthien.platform.units.models import Agency
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.plans.models import Plan, Task


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(TABLE_PLAN, encoding="utf-8")
    return path


def _run(name: str, *args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def _import(path: Path, cast: Cast, **options: Any) -> str:
    return _run("plan_import", path, unit=cast.unit.code, year=2026, **options)


def test_read_prints_rows(plan_file: Path) -> None:
    said = _run("plan_read", plan_file)
    assert "Số 15/KH-UBND, ngày 2026-03-02, ký: Đỗ Hoàng Lâm" in said
    assert "Trung tâm Phục vụ hành chính công | Thường xuyên" in said


def test_read_as_json_needs_no_database(plan_file: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "THANTHIEN_DATA": str(tmp_path / "data"),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "thanthien.config.settings",
    }
    command = [sys.executable, "-m", "thanthien", "plan", "read", str(plan_file), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    read = json.loads(done.stdout)
    assert (read["is_plan"], len(read["tasks"])) == (True, 5)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "Không có tệp"),
        (b"", "Tệp trống"),
        (b"PK\x03\x04 half a zip", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "."),
    ],
)
def test_a_bad_file_is_one_line_and_exit_2(tmp_path: Path, data: bytes | None, words: str) -> None:
    path = tmp_path / "x.docx"
    if data is not None:
        path.write_bytes(data)
    command = [sys.executable, "-m", "thanthien", "plan", "read", str(path), "--json"]
    environment = {**os.environ, "THANTHIEN_DATA": str(tmp_path / "data")}
    environment["DJANGO_SETTINGS_MODULE"] = "thanthien.config.settings"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert words in done.stderr


def test_import_makes_plan_and_tasks(cast: Cast, plan_file: Path) -> None:
    said = _import(plan_file, cast)
    assert "Đã nhận: 5 nhiệm vụ mới" in said
    assert "Cơ quan đã thêm: Phòng Tư pháp." in said
    assert Task.objects.filter(unit=cast.unit, year=2026).count() == 5
    assert "Không có gì thay đổi" in _import(plan_file, cast)
    assert Plan.objects.count() == 1


def test_a_dry_run_leaves_nothing(cast: Cast, plan_file: Path) -> None:
    agencies = Agency.objects.count()
    said = json.loads(_import(plan_file, cast, dry_run=True, json=True))
    assert (said["created"], said["agencies_added"], said["dry_run"]) == (5, ["Phòng Tư pháp"], True)
    assert said["tasks"][1]["lead"] == ["Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"]
    assert not PlanReading.objects.exists()
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()
    assert Agency.objects.count() == agencies


def test_an_amended_plan(cast: Cast, plan_file: Path) -> None:
    _import(plan_file, cast)
    plan_file.write_text(AMENDED_PLAN, encoding="utf-8")
    assert "1 nhiệm vụ mới, 1 thay đổi, 3 giữ nguyên, 1 rút" in _import(plan_file, cast)


def test_what_is_no_plan_is_refused(cast: Cast, plan_file: Path) -> None:
    plan_file.write_text(LETTER, encoding="utf-8")
    with pytest.raises(Refusal, match="ế hoạch"):
        _import(plan_file, cast)
    assert not PlanReading.objects.exists()


def test_an_unknown_unit_is_refused(cast: Cast, plan_file: Path) -> None:
    with pytest.raises(Refusal, match="Không có đơn vị mã 00000"):
        _run("plan_import", plan_file, unit="00000", year=2026)
    with pytest.raises(Refusal, match="Chỉ xã, phường, đặc khu"):
        _run("plan_import", plan_file, unit=cast.city.code, year=2026)
