"""Backup and restore: whole or not at all, checked before anything is replaced."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from thanthien.cli.data_in_use import DataInUse, data_in_use
from thanthien.cli.refusal import Refusal
from thanthien.cli.safekeeping.backup import write_backup
from thanthien.cli.safekeeping.places import Places
from thanthien.cli.safekeeping.restore import put_in_place, unpack_and_check

AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
Members = dict[str, bytes]


@pytest.fixture
def here(tmp_path: Path) -> Places:
    """A small installation: a database in WAL mode with a row not yet in the main file, two files, a key."""
    folder = tmp_path / "data"
    (folder / "files/ab").mkdir(parents=True)
    (folder / "files/ab/abcd").write_bytes(b"proof")
    (folder / "files/thumbnails").mkdir()
    (folder / "files/thumbnails/abcd.webp").write_bytes(b"small")
    (folder / "secret_key").write_text("key")
    database = folder / "thanthien.sqlite3"
    _fill(database, "old")
    return Places(database, folder / "files", folder / "secret_key")


def _fill(database: Path, word: str) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE IF NOT EXISTS django_migrations (app TEXT, name TEXT)")
        db.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
        db.execute("DELETE FROM words")
        db.execute("INSERT INTO words VALUES (?)", (word,))
        db.execute("INSERT INTO django_migrations VALUES ('units', '0001_initial')")
        db.commit()


def _word(database: Path) -> str:
    with closing(sqlite3.connect(database)) as db:
        return str(db.execute("SELECT word FROM words").fetchone()[0])


def _members(backup: Path) -> Members:
    with tarfile.open(backup) as tar:
        return {m.name: file.read() for m in tar if (file := tar.extractfile(m)) is not None}


def _write(backup: Path, members: Members) -> None:
    with tarfile.open(backup, "w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def test_a_backup_holds_database_files_key_and_a_manifest_that_fits(here: Places, tmp_path: Path) -> None:
    backup = tmp_path / "out.tar"
    with closing(sqlite3.connect(here.database)) as open_elsewhere:
        open_elsewhere.execute("INSERT INTO words VALUES ('written while the program runs')")
        open_elsewhere.commit()
        kept = write_backup(to=backup, places=here, at=AT)
    members = _members(backup)
    manifest = json.loads(members["manifest.json"])
    assert {one.path for one in kept} == set(members) - {"manifest.json"}
    assert set(members) >= {"thanthien.sqlite3", "secret_key", "files/ab/abcd", "files/thumbnails/abcd.webp"}
    assert manifest["format"] == "thanthien-backup/1"
    assert {one["path"]: one["size"] for one in manifest["files"]}["files/ab/abcd"] == 5
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(members["thanthien.sqlite3"])
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM words").fetchone() == (2,)


def test_only_its_owner_may_read_it_and_nothing_else_is_left(here: Places, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    write_backup(to=folder / "out.tar", places=here, at=AT)
    assert stat.S_IMODE((folder / "out.tar").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["out.tar"]


def test_an_old_backup_is_never_overwritten(here: Places, tmp_path: Path) -> None:
    backup = tmp_path / "out.tar"
    backup.write_bytes(b"the only one")
    with pytest.raises(Refusal, match="không bị ghi đè"):
        write_backup(to=backup, places=here, at=AT)
    assert backup.read_bytes() == b"the only one"


def test_a_fault_half_way_leaves_no_backup(
    here: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    folder = tmp_path / "kept"
    folder.mkdir()
    with pytest.raises(Refusal, match="Không ghi được"):
        write_backup(to=folder / "out.tar", places=here, at=AT)
    assert list(folder.iterdir()) == []


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(here: Places, tmp_path: Path) -> None:
    backup = tmp_path / "out.tar"
    write_backup(to=backup, places=here, at=AT)
    _fill(here.database, "new")
    files = here.files
    assert files is not None
    (files / "ab/later").write_bytes(b"later")
    unpacked, kept = tmp_path / "unpacked", tmp_path / "kept"
    unpacked.mkdir()
    assert unpack_and_check(source=backup, into=unpacked) == 4
    put_in_place(unpacked=unpacked, places=here, kept=kept)
    assert _word(here.database) == "old"
    assert sorted(p.name for p in files.rglob("*") if p.is_file()) == ["abcd", "abcd.webp"]
    assert _word(kept / "thanthien.sqlite3") == "new"
    assert (kept / "files/ab/later").read_bytes() == b"later"


def _changed(name: str, data: bytes) -> Callable[[Members], Members]:
    return lambda members: {**members, name: data}


def _without(name: str) -> Callable[[Members], Members]:
    return lambda members: {key: data for key, data in members.items() if key != name}


def _of_later_version(members: Members) -> Members:
    path = Path("later.sqlite3")
    path.write_bytes(members["thanthien.sqlite3"])
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO django_migrations VALUES ('units', '9999_from_the_future')")
        db.commit()
    return _listed(_changed("thanthien.sqlite3", path.read_bytes())(members))


def _damaged(members: Members) -> Members:
    data = members["thanthien.sqlite3"]
    return _listed(_changed("thanthien.sqlite3", data[:100] + b"\xff" * (len(data) - 100))(members))


def _listed(members: Members) -> Members:
    """With a manifest that fits, so that only the later check can object."""
    manifest = json.loads(members["manifest.json"])
    for one in manifest["files"]:
        one["sha256"] = hashlib.sha256(members[one["path"]]).hexdigest()
    return {**members, "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_changed("files/ab/abcd", b"other"), "không khớp bản kê"),
        (_changed("files/ab/extra", b"not listed"), "không khớp bản kê"),
        (_without("files/ab/abcd"), "không khớp bản kê"),
        (_without("manifest.json"), "thiếu bản kê"),
        (_changed("manifest.json", b"{}"), "dạng khác"),
        (_changed("manifest.json", b"{"), "không đọc được"),
        (_changed("files/../../escaped", b"x"), "không đúng chỗ"),
        (_changed("/etc/escaped", b"x"), "không đúng chỗ"),
        (_changed("settings.py", b"x"), "không đúng chỗ"),
        (_of_later_version, "phiên bản mới hơn"),
        (_damaged, "bị hỏng"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused(
    here: Places,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Members], Members],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    backup, bad, unpacked = tmp_path / "out.tar", tmp_path / "bad.tar", tmp_path / "in/side"
    write_backup(to=backup, places=here, at=AT)
    _write(bad, spoil(_members(backup)))
    unpacked.mkdir(parents=True)
    with pytest.raises(Refusal, match=said) as refused:
        unpack_and_check(source=bad, into=unpacked)
    assert "chưa bị thay đổi" in str(refused.value)
    assert not list(tmp_path.rglob("escaped"))


def test_links_in_a_backup_are_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(Refusal, match="không đúng chỗ"):
        unpack_and_check(source=bad, into=tmp_path)


@pytest.mark.parametrize("length", [0, 1, 600, 5000])
def test_a_backup_cut_off_is_refused(here: Places, tmp_path: Path, length: int) -> None:
    backup, bad, unpacked = tmp_path / "out.tar", tmp_path / "bad.tar", tmp_path / "unpacked"
    write_backup(to=backup, places=here, at=AT)
    bad.write_bytes(backup.read_bytes()[:length])
    unpacked.mkdir()
    with pytest.raises(Refusal):
        unpack_and_check(source=bad, into=unpacked)


def test_when_a_move_fails_everything_goes_back(
    here: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, unpacked = tmp_path / "out.tar", tmp_path / "unpacked"
    write_backup(to=backup, places=here, at=AT)
    _fill(here.database, "new")
    unpacked.mkdir()
    unpack_and_check(source=backup, into=unpacked)
    move = shutil.move

    def refuse_files(source: Path, target: Path) -> object:
        if source == unpacked / "files":
            raise OSError(13, "Permission denied")
        return move(source, target)

    monkeypatch.setattr("shutil.move", refuse_files)
    with pytest.raises(Refusal, match="như cũ"):
        put_in_place(unpacked=unpacked, places=here, kept=tmp_path / "kept")
    assert _word(here.database) == "new"
    assert here.files is not None
    assert (here.files / "ab/abcd").exists()
    assert here.key.read_text() == "key"


def test_a_served_folder_is_not_taken_alone(tmp_path: Path) -> None:
    with (
        data_in_use(tmp_path),
        data_in_use(tmp_path),
        pytest.raises(DataInUse),
        data_in_use(tmp_path, alone=True),
    ):
        pytest.fail("taken while it is served")
    with data_in_use(tmp_path, alone=True), pytest.raises(DataInUse), data_in_use(tmp_path):
        pytest.fail("served while it is restored")


def _thanthien(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return subprocess.run(
        [sys.executable, "-m", "thanthien", *words],
        cwd=ROOT,
        env={**kept, "THANTHIEN_DATA": str(data), "SECRET_KEY": "only-for-tests"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
@pytest.mark.slow
def test_the_commands_from_end_to_end(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "one.tar"
    assert "Chưa có dữ liệu" in _thanthien(data, "backup", str(backup)).stderr
    assert _thanthien(data, "setup", "--no-demo").returncode == 0
    (data / "files").mkdir(exist_ok=True)
    (data / "files/one").write_bytes(b"1")
    made = _thanthien(data, "backup", str(backup), "--json")
    assert json.loads(made.stdout)["files"] == 2, made.stderr
    (data / "files/one").unlink()
    asked = _thanthien(data, "restore", str(backup))
    assert asked.returncode == 2
    assert "--yes" in asked.stderr
    assert "nguyên vẹn" in _thanthien(data, "restore", str(backup), "--check").stdout
    with data_in_use(data):
        served = _thanthien(data, "restore", str(backup), "--yes")
        assert served.returncode == 2
        assert "dừng máy chủ" in served.stderr
    done = _thanthien(data, "restore", str(backup), "--yes", "--json")
    assert done.returncode == 0, done.stderr
    assert (data / "files/one").read_bytes() == b"1"
    assert Path(json.loads(done.stdout)["kept"], "thanthien.sqlite3").exists()
    assert not list(data.glob("restore-*"))
