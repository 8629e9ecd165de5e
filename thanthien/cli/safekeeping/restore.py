"""Taking a backup back: everything is unpacked and checked beside the data before anything is replaced."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from thanthien.cli.refusal import Refusal
from thanthien.cli.safekeeping.backup import CHUNK
from thanthien.cli.safekeeping.places import DATABASE, FILES, FORMAT, KEY, MANIFEST, Places

_UNTOUCHED = "Dữ liệu đang dùng chưa bị thay đổi gì."


def unpack_and_check(*, source: Path, into: Path) -> int:
    """Unpack the backup `source` into the empty folder `into`; the number of files, all as the manifest says.

    Raises Refusal where the file is no backup, is cut off, was changed, holds what its manifest does not name, has
    a damaged database, or comes from a later version of the program.
    """
    try:
        with tarfile.open(source, mode="r:") as tar:
            found, manifest = _unpack(tar, into)
    except FileNotFoundError as error:
        raise Refusal(f"Không có tệp {source}. Hãy kiểm tra lại đường dẫn.") from error
    except (tarfile.TarError, EOFError) as error:
        raise Refusal(
            f"{source.name} không phải bản sao lưu của Thân Thiện, hoặc bị cụt. {_UNTOUCHED}"
        ) from error
    except OSError as error:
        raise Refusal(f"Không giải được {source.name} ({error.strerror}). {_UNTOUCHED}") from error
    _compare(found, manifest, source.name)
    _check_database(into / DATABASE)
    return len(found)


def _unpack(tar: tarfile.TarFile, into: Path) -> tuple[dict[str, str], dict[str, Any] | None]:
    """Names with their sha-256 as unpacked, and the manifest. Only plain files with expected names are taken."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    for member in tar:
        stream = tar.extractfile(member) if member.isreg() and _is_expected(member.name) else None
        if stream is None or member.name in found:
            raise Refusal(f"Bản sao lưu chứa “{member.name}” không đúng chỗ nên không dùng. {_UNTOUCHED}")
        if member.name == MANIFEST:
            manifest = _read_manifest(stream)
            continue
        target = into / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        found[member.name] = _copy(stream, target)
    return found, manifest


def _is_expected(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if len(parts) == 1:
        return name in {MANIFEST, DATABASE, KEY}
    return parts[:1] == (FILES,) and ".." not in parts


def _read_manifest(stream: IO[bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(stream.read())
    except ValueError as error:
        raise Refusal(f"Bản kê của bản sao lưu không đọc được. {_UNTOUCHED}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refusal(f"Bản sao lưu thuộc dạng khác mà phiên bản này không biết. {_UNTOUCHED}")
    return manifest


def _copy(stream: IO[bytes], target: Path) -> str:
    sha256 = hashlib.sha256()
    with target.open("xb") as out:
        while data := stream.read(CHUNK):
            sha256.update(data)
            out.write(data)
    return sha256.hexdigest()


def _compare(found: dict[str, str], manifest: dict[str, Any] | None, name: str) -> None:
    if manifest is None:
        raise Refusal(f"{name} thiếu bản kê, có lẽ bị cụt. {_UNTOUCHED}")
    listed = {str(one["path"]): str(one["sha256"]) for one in manifest.get("files", ())}
    wrong = sorted(path for path in found.keys() | listed.keys() if found.get(path) != listed.get(path))
    if wrong or DATABASE not in found:
        more = f" và {len(wrong) - 1} tệp khác" if len(wrong) > 1 else ""
        raise Refusal(f"{name} không khớp bản kê ({wrong[0] if wrong else DATABASE}{more}). {_UNTOUCHED}")


def _check_database(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            applied = set(database.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError as error:
        raise Refusal(f"Cơ sở dữ liệu trong bản sao lưu bị hỏng ({error}). {_UNTOUCHED}") from error
    if verdict != "ok":
        raise Refusal(f"Cơ sở dữ liệu trong bản sao lưu bị hỏng ({verdict}). {_UNTOUCHED}")
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {app for app, _ in loader.disk_migrations}
    if any(step not in loader.disk_migrations and step[0] in ours for step in applied):
        raise Refusal(
            f"Bản sao lưu do phiên bản mới hơn tạo ra. Hãy cập nhật chương trình rồi làm lại. {_UNTOUCHED}"
        )


def put_in_place(*, unpacked: Path, places: Places, kept: Path) -> None:
    """Move what is there to `kept` and the unpacked backup to its place; on a fault everything goes back."""
    connections.close_all()
    kept.mkdir(parents=True)
    moves = [(path, kept / path.name) for path in places.database_parts]
    moves += [(unpacked / DATABASE, places.database)]
    if (unpacked / KEY).exists():
        moves += [(places.key, kept / KEY), (unpacked / KEY, places.key)]
    if places.files is not None:
        moves += [(places.files, kept / FILES), (unpacked / FILES, places.files)]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(source, target)
                done.append((source, target))
    except OSError as error:
        for source, target in reversed(done):
            shutil.move(target, source)
        raise Refusal(f"Không thay được dữ liệu ({error.strerror}). Mọi thứ đã trở về như cũ.") from error


def name_of_kept(at: datetime) -> str:
    """The folder in which the data from before a restore stays."""
    return f"before-restore-{at:%Y%m%d-%H%M%S}"
