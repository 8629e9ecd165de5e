"""LibreOffice called: a stand-in program for what may go wrong, the real one where the machine has it."""

from __future__ import annotations

import io
import os
import shutil
import stat
import tempfile
import threading
import time
from pathlib import Path

import docx
import pytest
from pypdfium2 import PdfDocument

from thanthien.lib.documents.write import CannotConvert, office_pdf

# Writes what the program of the same call would: the last words are --outdir OUT FILE.
OUT = 'out="${@: -2:1}"; mkdir -p "$out"; '


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for a false `soffice`, alone in the lead of PATH; temporary files lie beside it."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


def program(folder: Path, script: str) -> None:
    path = folder / "bin/soffice"
    path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "tmp").iterdir() if path.is_dir())


def _ends(process: int) -> bool:
    """Whether the process is gone, or only its exit status is left; a killed one may take a moment to go."""
    for _ in range(100):
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False


def test_the_pdf_comes_back_and_the_profile_is_thrown_away(stand_in: Path) -> None:
    program(
        stand_in,
        OUT
        + f'{{ echo "%PDF-1.7"; echo "$@"; env; }} > "$out/paper.pdf"; cp "$HOME"/profile/user/*.xcu {stand_in}',
    )
    said = office_pdf(b"word", font_folders=[Path("/phong chu")]).decode()
    assert "--headless" in said
    assert "-env:UserInstallation=file://" in said
    settings = (stand_in / "registrymodifications.xcu").read_text()
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    assert left(stand_in) == []


def test_nothing_of_ours_reaches_the_program(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rat-bi-mat")
    program(stand_in, OUT + '{ echo "%PDF-1.7"; env; } > "$out/paper.pdf"')
    assert b"rat-bi-mat" not in office_pdf(b"word")


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (OUT + "exit 3", "dừng giữa chừng"),
        (OUT + "kill -9 $$", "dừng giữa chừng"),
        ("exit 0", "không chuyển được"),
        (OUT + 'echo "khong phai" > "$out/paper.pdf"', "không chuyển được"),
    ],
)
def test_a_program_that_fails_is_told(stand_in: Path, script: str, says: str) -> None:
    program(stand_in, script)
    with pytest.raises(CannotConvert, match=says):
        office_pdf(b"word")
    assert left(stand_in) == []


def test_a_program_that_hangs_is_ended_with_its_children(stand_in: Path) -> None:
    program(stand_in, f"sleep 60 & echo $! > {stand_in}/child; wait")
    with pytest.raises(CannotConvert, match="chưa chuyển xong tệp Word sau"):
        office_pdf(b"word", timeout=3)
    child = int((stand_in / "child").read_text())
    assert _ends(child), "the child outlived its program"
    assert left(stand_in) == []


def test_one_at_a_time_and_the_others_wait_or_are_told(stand_in: Path) -> None:
    """The first holds its turn until the test lets it go: no clock is waited for."""
    gate, started = stand_in / "gate", stand_in / "started"
    os.mkfifo(gate)
    os.mkfifo(started)
    program(stand_in, OUT + f'echo > {started}; read < {gate}; echo "%PDF-1.7" > "$out/paper.pdf"')
    done: list[bytes] = []
    first = threading.Thread(target=lambda: done.append(office_pdf(b"word")))
    first.start()
    started.read_text()
    with pytest.raises(CannotConvert, match="đang chuyển các văn bản khác"):
        office_pdf(b"word", queue=0)
    gate.write_text("\n")
    first.join()
    assert done == [b"%PDF-1.7\n"]
    program(stand_in, OUT + 'echo "%PDF-1.7" > "$out/paper.pdf"')
    assert office_pdf(b"word", queue=0) == b"%PDF-1.7\n"


def test_a_machine_without_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CannotConvert, match="chưa cài LibreOffice"):
        office_pdf(b"word")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_keeps_the_words_and_the_face() -> None:
    word = docx.Document()
    word.add_paragraph("Ủy ban nhân dân xã Suối Mơ").runs[0].font.name = "Times New Roman"
    out = io.BytesIO()
    word.save(out)
    page = PdfDocument(office_pdf(out.getvalue()))[0]
    assert "Ủy ban nhân dân xã Suối Mơ" in page.get_textpage().get_text_range()
