"""Reading kept files. Who may see a file is decided by whatever points to it."""

from __future__ import annotations

from django.core.files.storage import default_storage

from thanthien.platform.files.models import StoredFile


def read_file(file: StoredFile) -> bytes:
    with default_storage.open(file.path, "rb") as stored:
        return bytes(stored.read())


def read_thumbnail(file: StoredFile) -> bytes:
    with default_storage.open(file.thumbnail_path, "rb") as stored:
        return bytes(stored.read())
