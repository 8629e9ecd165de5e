"""The program's door: one clear line on stderr, exit 2, JSON alone on stdout, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import load_command_class

from tests.cli.program import program
from tests.house.tree import ROOT
from thanthien.cli import main as door
from thanthien.cli.main import joined, main, own_commands


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line of a refusal; fails where there is more, less, or another exit code."""
    with pytest.raises(SystemExit) as end:
        main(["thanthien", *words])
    said = capsys.readouterr()
    assert (end.value.code, said.out) == (2, "")
    lines = said.err.strip().splitlines()
    assert len(lines) == 1, said.err
    assert lines[0].startswith("thanthien: ")
    return lines[0]


@pytest.mark.parametrize("word", ["bay", "migrat", "plan_fly"])
def test_an_unknown_command_says_where_the_list_is(capsys: pytest.CaptureFixture[str], word: str) -> None:
    line = refused(capsys, word)
    assert f"Không có lệnh “{word.replace('_', ' ')}”" in line
    assert "thanthien help" in line


def test_an_unknown_second_word_is_named_with_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert "“criteria bay”" in refused(capsys, "criteria", "bay")


@pytest.mark.parametrize("words", [["criteria"], ["criteria", "--help"]])
def test_a_first_word_alone_is_told_what_may_follow(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert "cần thêm một từ: criteria load, criteria points." in refused(capsys, *words)


def test_a_missing_argument_is_said_in_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "score", "--unit", "98001")
    assert "thiếu tham số: --year" in line
    assert "--help" in line


def test_an_argument_that_is_no_number_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "score", "--unit", "98001", "--year", "nay")
    assert "tham số --year: phải là số nguyên" in line


def test_an_argument_of_another_command_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "không dùng ở lệnh này" in refused(capsys, "doctor", "--bay")


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_help_names_every_command_as_it_is_typed(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    main(["thanthien", *words])
    said = capsys.readouterr().out
    for name in own_commands():
        assert name.split("_")[0] in said
    assert "thanthien criteria points" in said
    assert "thanthien report self-assessment" in said


def test_every_command_says_what_it_is_for() -> None:
    helps = {name: load_command_class("thanthien.cli", name).help for name in own_commands()}
    assert [name for name, text in helps.items() if len(text) < 20] == []


def test_two_words_are_one_command_only_in_the_groups() -> None:
    assert joined(["thanthien", "plan", "read", "F"]) == ["thanthien", "plan_read", "F"]
    assert joined(["thanthien", "report", "self-assessment"]) == ["thanthien", "report_self_assessment"]
    assert joined(["thanthien", "doctor", "read"]) == ["thanthien", "doctor", "read"]
    assert joined(["thanthien", "plan", "--help"]) == ["thanthien", "plan", "--help"]


@pytest.mark.django_db
def test_a_refusal_of_a_command_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Không có đơn vị mã “00”" in refused(capsys, "score", "--unit", "00", "--year", "2026")


def test_what_nobody_foresaw_is_one_line_and_a_trace_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(words: list[str]) -> None:
        raise ZeroDivisionError("chia cho không\nvà dòng hai")

    monkeypatch.setattr(door, "_run", broken)
    line = refused(capsys, "doctor")
    assert "Lỗi chưa lường trước (ZeroDivisionError: chia cho không)" in line
    assert "--traceback" in line
    with pytest.raises(ZeroDivisionError):
        main(["thanthien", "doctor", "--traceback"])


def test_interrupted_is_no_error_of_ours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(words: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "_run", interrupted)
    assert "Đã dừng theo yêu cầu" in refused(capsys, "doctor")


@pytest.mark.slow
def test_the_real_program_on_an_empty_machine(tmp_path: Path) -> None:
    """No database yet: words to the person, no trace; a trial of a criteria file needs none."""
    without = program(tmp_path, "score", "--unit", "98001", "--year", "2026")
    assert (without.returncode, without.stdout) == (2, "")
    assert "Traceback" not in without.stderr
    assert without.stderr.count("\n") == 1
    assert "cơ sở dữ liệu" in without.stderr
    file = str(ROOT / "data/criteria/dong-nai-2025.yaml")
    trial = program(tmp_path, "criteria", "load", file, "--dry-run", "--json")
    assert (trial.returncode, trial.stderr) == (0, "")
    assert json.loads(trial.stdout)["code"] == "dong-nai-2025"


@pytest.mark.slow
def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = program(tmp_path, "doctor", DATABASE_URL="mysql8://nowhere")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("thanthien: ")
