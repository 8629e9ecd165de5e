"""`thanthien doctor`: each check says how things stand and what to do; a broken database is told, not thrown."""

from __future__ import annotations

import io
import json
import shutil
import smtplib
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tests.cli.program import program
from thanthien.cli.management.commands import doctor
from thanthien.cli.management.commands.doctor import CHECKS, Finding


def run(*words: str) -> tuple[int, str]:
    """(exit code, what was printed)."""
    out = io.StringIO()
    try:
        call_command("doctor", *words, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def only(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    def answer(finding: Finding) -> Callable[[], Finding]:
        return lambda: finding

    monkeypatch.setattr(doctor, "CHECKS", tuple(answer(finding) for finding in findings))


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    return fail


def test_an_error_ends_with_two_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, Finding("A", "ok", "tốt"), Finding("B", "error", "hỏng", "Chạy: thanthien setup"))
    code, text = run()
    assert code == 2
    assert text.splitlines() == ["✓ A: tốt", "✗ B: hỏng", "    → Chạy: thanthien setup"]


def test_a_warning_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, Finding("A", "warning", "thiếu", "Cài thêm"))
    assert run() == (0, "! A: thiếu\n    → Cài thêm\n")


def test_json_is_alone_and_complete_and_keeps_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, Finding("A", "ok", "tốt"), Finding("B", "error", "hỏng", "Sửa"))
    code, text = run("--json")
    assert code == 2
    assert json.loads(text) == [
        {"check": "A", "state": "ok", "says": "tốt", "advice": ""},
        {"check": "B", "state": "error", "says": "hỏng", "advice": "Sửa"},
    ]


@pytest.mark.django_db
def test_every_check_answers_here_and_now() -> None:
    findings = [check() for check in CHECKS]
    assert {finding.state for finding in findings} <= {"ok", "warning", "error"}
    assert len({finding.check for finding in findings}) == len(findings)
    assert [f.check for f in findings if f.state != "ok" and not f.advice] == []


@pytest.mark.django_db
def test_a_database_up_to_date_is_fine_and_named() -> None:
    finding = doctor.check_database()
    assert (finding.state, finding.says) == (
        "ok",
        "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
    )


def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ensure_connection", raising(DatabaseError("tắt rồi\nchi tiết")))
    finding = doctor.check_database()
    assert finding.state == "error"
    assert "không trả lời (tắt rồi)" in finding.says
    assert "DATABASE_URL" in finding.advice


@pytest.mark.django_db
def test_steps_not_yet_taken_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    finding = doctor.check_database()
    assert (finding.state, finding.says, finding.advice) == (
        "error",
        "còn 2 bước cập nhật",
        "Chạy: thanthien setup",
    )


@pytest.mark.django_db
def test_missing_reference_data_is_an_error_with_the_cure() -> None:
    finding = doctor.check_reference_data()
    assert (finding.state, finding.says) == ("error", "có 0 đơn vị, 0 bộ tiêu chí")
    assert "thanthien setup" in finding.advice


def test_a_storage_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "save", raising(PermissionError("no")))
    finding = doctor.check_storage()
    assert (finding.state, finding.says) == ("error", "không ghi được (PermissionError)")


def test_the_probe_leaves_nothing_behind() -> None:
    assert doctor.check_storage().state in {"ok", "warning"}
    left = default_storage.listdir("doctor")[1] if default_storage.exists("doctor") else []
    assert left == []


def test_little_room_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=2**30))
    assert (doctor.check_storage().state, doctor.check_storage().says) == ("warning", "còn 1 GB trống")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=2**20))
    assert doctor.check_temporary_space().state == "warning"


@pytest.mark.parametrize(
    ("found", "languages", "state", "cure"),
    [
        (None, "", "warning", "apt-get install tesseract-ocr tesseract-ocr-vie"),
        ("/x/tesseract", "eng\nosd\n", "warning", "apt-get install tesseract-ocr-vie"),
        ("/x/tesseract", "eng\nvie\n", "ok", ""),
    ],
)
def test_reading_scans_needs_tesseract_and_vietnamese(
    monkeypatch: pytest.MonkeyPatch, found: str | None, languages: str, state: str, cure: str
) -> None:
    done = subprocess.CompletedProcess([], 0, stdout=languages)
    monkeypatch.setattr(shutil, "which", lambda name: found)
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: done)
    finding = doctor.check_ocr()
    assert finding.state == state
    assert cure in finding.advice


@pytest.mark.parametrize(("found", "state"), [(None, "warning"), ("/x/soffice", "ok")])
def test_pdfs_in_the_form_of_a_unit_need_libreoffice(
    monkeypatch: pytest.MonkeyPatch, found: str | None, state: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: found)
    finding = doctor.check_office()
    assert (finding.state, "libreoffice-writer-nogui" in finding.advice) == (state, found is None)


def test_fonts_and_assets_that_are_missing_name_the_target(settings: Any, tmp_path: Path) -> None:
    settings.FONT_DIRS, settings.STATIC_ROOT = [tmp_path], tmp_path
    assert "make assets" in doctor.check_fonts().advice
    assert doctor.check_assets().state == "error"
    (tmp_path / "Tinos_400Regular.ttf").write_bytes(b"")
    (tmp_path / "staticfiles.json").write_text("{}", encoding="utf-8")
    assert (doctor.check_fonts().state, doctor.check_assets().state) == ("ok", "ok")


def test_mail_not_set_up_is_a_warning_and_a_silent_server_an_error(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert (doctor.check_mail().state, "EMAIL_URL" in doctor.check_mail().advice) == ("warning", True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(smtplib, "SMTP", raising(ConnectionRefusedError("refused")))
    assert doctor.check_mail().state == "error"


def test_debug_and_open_doors_without_https_are_warnings(settings: Any) -> None:
    settings.DEBUG, settings.HTTPS, settings.ALLOWED_HOSTS = True, False, ["localhost"]
    assert "DEBUG" in doctor.check_configuration().says
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["thanthien.example.vn"]
    assert "THANTHIEN_HTTPS=1" in doctor.check_configuration().advice
    settings.HTTPS = True
    assert doctor.check_configuration().state == "ok"


@pytest.mark.slow
def test_a_broken_database_file_is_told_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / "thanthien.sqlite3").write_bytes(b"this is no database" * 100)
    done = program(tmp_path, "doctor", "--json")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    by_name = {finding["check"]: finding for finding in json.loads(done.stdout)}
    assert by_name["Cơ sở dữ liệu"]["state"] == "error"
    assert "SQLite không trả lời" in by_name["Cơ sở dữ liệu"]["says"]
    assert by_name["Dữ liệu dùng chung"]["state"] == "error"


@pytest.mark.slow
def test_a_postgres_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = program(tmp_path, "doctor", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "✗ Cơ sở dữ liệu: PostgreSQL không trả lời" in done.stdout
