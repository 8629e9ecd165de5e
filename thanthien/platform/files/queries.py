"""Reading kept files. Who may see a file is decided by whatever points to it."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.storage import default_storage

from thanthien.platform.files.models import StoredFile

_SAME = {"jpg": ("jpeg", "jfif"), "txt": ("csv",)}  # other endings that mean the same


def served_name(file: StoredFile, said: str) -> str:
    """The name under which a file is handed over: as it was sent, with the ending that its bytes have.

    A text sent as "bao-cao.bat" or "a.html" would do on the receiver's machine what its ending says.
    """
    ending = PurePath(said).suffix.lower().removeprefix(".")
    return said if ending in {file.extension, *_SAME.get(file.extension, ())} else f"{said}.{file.extension}"


def read_file(file: StoredFile) -> bytes:
    with default_storage.open(file.path, "rb") as stored:
        return bytes(stored.read())


def read_thumbnail(file: StoredFile) -> bytes:
    with default_storage.open(file.thumbnail_path, "rb") as stored:
        return bytes(stored.read())
