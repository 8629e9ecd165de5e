"""Writing a backup while the program runs: a snapshot of the database, then every file it can name."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from thanthien.cli.refusal import Refusal
from thanthien.cli.safekeeping.places import DATABASE, FILES, FORMAT, KEY, MANIFEST, Places

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup: its name inside, sha-256 in hex, size in bytes."""

    path: str
    sha256: str
    size: int


def write_backup(*, to: Path, places: Places, at: datetime) -> list[Kept]:
    """Write the backup `to`, whole or not at all; what it holds. Raises Refusal; `to` may not exist yet.

    The database is copied first, by SQLite's online backup: files are written before the row that names them
    and never change, so every row of the copy finds its file, whatever is uploaded meanwhile.
    """
    if to.exists():
        raise Refusal(f"Đã có tệp {to}. Hãy đặt tên khác; bản sao lưu cũ không bị ghi đè.")
    if not places.database.exists():
        raise Refusal("Chưa có dữ liệu để sao lưu. Hãy chạy “thanthien setup” trước.")
    try:
        return _write(to, places, at)
    except OSError as error:
        raise Refusal(f"Không ghi được {to} ({error.strerror}). Chưa có bản sao lưu nào được tạo.") from error


def _write(to: Path, places: Places, at: datetime) -> list[Kept]:
    unfinished = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=to.parent) as folder, _private(unfinished) as out:
            snapshot = Path(folder) / DATABASE
            _copy_database(places.database, snapshot)
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                kept = [_add(tar, name, path, at) for name, path in _contents(places, snapshot)]
                _add_manifest(tar, kept, at)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return kept


def _private(path: Path) -> io.BufferedWriter:
    """The backup holds everybody's data and the key: only its owner reads it."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)
        # one file, without the log beside it
        there.execute("PRAGMA journal_mode=DELETE")


def _contents(places: Places, snapshot: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, snapshot
    if places.key.exists():
        yield KEY, places.key
    if places.files is not None and places.files.exists():
        for path in sorted(p for p in places.files.rglob("*") if p.is_file()):
            yield f"{FILES}/{path.relative_to(places.files).as_posix()}", path


def _add(tar: tarfile.TarFile, name: str, path: Path, at: datetime) -> Kept:
    with path.open("rb") as source:
        member = _member(name, os.fstat(source.fileno()).st_size, at)
        counted = _Hashing(source)
        tar.addfile(member, counted)
    return Kept(name, counted.sha256.hexdigest(), member.size)


def _add_manifest(tar: tarfile.TarFile, kept: list[Kept], at: datetime) -> None:
    manifest = {
        "format": FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "files": [asdict(one) for one in kept],
    }
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    tar.addfile(_member(MANIFEST, len(data), at), io.BytesIO(data))


def _member(name: str, size: int, at: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(at.timestamp())
    return member


class _Hashing:
    """Reads through, and knows the sha-256 of what was read."""

    def __init__(self, source: io.BufferedReader) -> None:
        self.source, self.sha256 = source, hashlib.sha256()

    def read(self, size: int = CHUNK) -> bytes:
        data = self.source.read(size)
        self.sha256.update(data)
        return data
