"""Reading kept files. Who may see a file is decided by whatever points to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage

from thanthien.platform.files.likeness import NEAR, grey, is_copy
from thanthien.platform.files.models import StoredFile

LOOKED_AT = 30  # pictures at most that are compared with a new one, the nearest first

_SAME = {"jpg": ("jpeg", "jfif"), "txt": ("csv",)}  # other endings that mean the same


def served_name(file: StoredFile, said: str) -> str:
    """The name under which a file is handed over: as it was sent, with the ending that its bytes have.

    A text sent as "bao-cao.bat" or "a.html" would do on the receiver's machine what its ending says.
    """
    ending = PurePath(said).suffix.lower().removeprefix(".")
    return said if ending in {file.extension, *_SAME.get(file.extension, ())} else f"{said}.{file.extension}"


def pictures_like(file: StoredFile) -> list[tuple[int, int]]:
    """(id, bits of difference) of kept pictures that show the same photograph, the nearest first.

    Every kept hash is compared (a tenth of a second for 100,000); only the nearest are opened and looked at.
    """
    if not file.picture_hash:
        return []
    sought = int(file.picture_hash, 16)
    rows = StoredFile.objects.exclude(picture_hash=None).exclude(picture_hash="").exclude(pk=file.pk)
    near = [
        (bits, pk)
        for pk, known in rows.order_by().values_list("pk", "picture_hash")
        if known and (bits := (int(known, 16) ^ sought).bit_count()) <= NEAR
    ]
    if not near:
        return []
    chosen = sorted(near)[:LOOKED_AT]
    files = StoredFile.objects.in_bulk([pk for _, pk in chosen])
    try:
        own = grey(read_thumbnail(file))
        return [(pk, bits) for bits, pk in chosen if is_copy(own, grey(read_thumbnail(files[pk])))]
    except OSError:  # a small picture is gone: `files check` says so, nobody is held up here
        return []


def files_by_hash(hashes: Iterable[str]) -> dict[str, StoredFile]:
    """Kept files by their sha-256; those not kept are not in it."""
    return {file.sha256: file for file in StoredFile.objects.filter(sha256__in=set(hashes))}


def read_file(file: StoredFile) -> bytes:
    with default_storage.open(file.path, "rb") as stored:
        return bytes(stored.read())


def open_kept(file: StoredFile) -> File[bytes]:
    """The bytes as a stream, for handing over. Raises FileNotFoundError when the store lost them."""
    return default_storage.open(file.path, "rb")


def open_small(file: StoredFile) -> File[bytes]:
    """The small copy of a picture as a stream. Raises FileNotFoundError when the store lost it."""
    return default_storage.open(file.thumbnail_path, "rb")


def read_thumbnail(file: StoredFile) -> bytes:
    with default_storage.open(file.thumbnail_path, "rb") as stored:
        return bytes(stored.read())
