"""What an installation keeps, where it lies here, and how it is called in a backup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from thanthien.cli.refusal import Refusal

FORMAT = "thanthien-backup/1"
MANIFEST = "manifest.json"
DATABASE = "thanthien.sqlite3"
KEY = "secret_key"
FILES = "files"


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of this machine. `files` is None where files lie in S3, which keeps its own versions."""

    database: Path
    files: Path | None
    key: Path

    @property
    def database_parts(self) -> tuple[Path, ...]:
        """The database and the two files SQLite may keep beside it."""
        return tuple(self.database.with_name(self.database.name + end) for end in ("", "-wal", "-shm"))


def places() -> Places:
    """Where this installation keeps its data. Raises Refusal where the database is not SQLite."""
    if connection.vendor != "sqlite":
        raise Refusal(
            "Lệnh này dành cho SQLite. Cơ sở dữ liệu đang dùng là PostgreSQL: hãy dùng pg_dump và pg_restore, "
            "cách làm ở docs/operations.md."
        )
    files = Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None
    return Places(
        database=Path(str(settings.DATABASES["default"]["NAME"])),
        files=files,
        key=Path(settings.DATA_DIR) / KEY,
    )
