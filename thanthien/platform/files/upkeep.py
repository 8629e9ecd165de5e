"""Care of what is kept: hashes and places of files kept before they were read, and the store against its sums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage

from thanthien.platform.files.actions import note_likenesses
from thanthien.platform.files.content import CannotKeepFile, examine
from thanthien.platform.files.likeness import picture_hash
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import read_file, read_thumbnail

_CHUNK = 1 << 20  # bytes


@dataclass(slots=True)
class Hashed:
    read: int = 0
    alike: int = 0  # pictures that show the same photograph as another
    unreadable: int = 0


def hash_files(*, again: bool = False) -> Hashed:
    """Work out hash, day and place of pictures that have none yet (`again`: of all). Safe to stop and repeat."""
    files = StoredFile.objects.all() if again else StoredFile.objects.filter(picture_hash=None)
    done = Hashed()
    for file in files.order_by("pk").iterator(chunk_size=200):
        try:
            file.picture_hash = picture_hash(read_thumbnail(file)) if file.is_picture else ""
            content = examine(read_file(file)) if file.is_picture else None
        except (OSError, CannotKeepFile):
            done.unreadable += 1
            continue
        if content is not None and content.place is not None:
            file.latitude, file.longitude = content.place
        file.save(update_fields=["picture_hash", "latitude", "longitude"])
        done.read += 1
        done.alike += bool(note_likenesses(file))
    return done


@dataclass(slots=True)
class Examined:
    whole: int = 0
    missing: int = 0
    changed: int = 0

    @property
    def is_sound(self) -> bool:
        return not (self.missing or self.changed)


def examine_store(*, at: datetime) -> Examined:
    """Read every kept file and compare it with its sha-256; what is missing or changed is marked at its row."""
    found = Examined()
    for file, damage in _damages():
        if damage == StoredFile.Damage.MISSING:
            found.missing += 1
        elif damage == StoredFile.Damage.CHANGED:
            found.changed += 1
        else:
            found.whole += 1
        StoredFile.objects.filter(pk=file.pk).update(damage=damage, examined_at=at)
    return found


def _damages() -> Iterator[tuple[StoredFile, str]]:
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            whole = _sum_of(file.path) == file.sha256
        except OSError:
            yield file, StoredFile.Damage.MISSING
        else:
            yield file, "" if whole else StoredFile.Damage.CHANGED


def _sum_of(path: str) -> str:
    summed = hashlib.sha256()
    with default_storage.open(path, "rb") as stored:
        while chunk := stored.read(_CHUNK):
            summed.update(chunk)
    return summed.hexdigest()
