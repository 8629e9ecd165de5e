"""Keeping a file: judged by content, named by sha-256, stored once."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.reverse_related import ForeignObjectRel

from thanthien.lib.vietnamese import tidy
from thanthien.platform.files.content import CannotKeepFile, examine, thumbnail
from thanthien.platform.files.likeness import picture_hash
from thanthien.platform.files.models import Likeness, StoredFile
from thanthien.platform.files.queries import pictures_like


def keep_upload(*, upload: UploadedFile[Any], at: datetime) -> StoredFile:
    """Keep an uploaded file. Raises `CannotKeepFile` with a sentence for the person."""
    if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise CannotKeepFile(_too_large(upload.size or 0))
    return keep_file(data=upload.read(), at=at)


def sent_name(upload: UploadedFile[Any], *, nameless: str = "tệp không tên") -> str:
    """The name a file was sent under: its last part (some browsers send the folders), at most 200 letters."""
    return tidy(PurePath((upload.name or "").replace("\\", "/")).name)[-200:] or nameless


def keep_named(*, upload: UploadedFile[Any] | None, at: datetime) -> tuple[StoredFile | None, str]:
    """(the kept file, the name it was sent under); (None, "") without one. Raises `CannotKeepFile`."""
    if upload is None:
        return None, ""
    return keep_upload(upload=upload, at=at), sent_name(upload)


def keep_file(*, data: bytes, at: datetime) -> StoredFile:
    """Keep bytes; the same bytes twice give the same row.

    The object is written before the row, so a crash between the two leaves an unnamed object (harmless),
    never a row without its file; an object that a crash cut short is told by its size and written anew.
    """
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise CannotKeepFile(_too_large(len(data)))
    sha256 = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and _is_whole(known.path, len(data)):
        return known
    content = examine(data)
    row = StoredFile(
        sha256=sha256,
        size=len(data),
        media_type=content.media_type,
        extension=content.extension,
        width=content.width,
        height=content.height,
        taken_at=content.taken_at,
        stored_at=at,
        latitude=content.place.latitude if content.place else None,
        longitude=content.place.longitude if content.place else None,
        picture_hash="",
    )
    try:
        if row.is_picture:
            small = thumbnail(data)
            row.picture_hash = picture_hash(small)
            _write(row.thumbnail_path, small)
        _write(row.path, data)
    except OSError as error:
        raise CannotKeepFile(
            "Máy chủ chưa ghi được tệp (có thể đã hết chỗ). Chưa có gì được lưu; anh/chị báo quản trị rồi gửi lại."
        ) from error
    with transaction.atomic():
        kept, is_new = StoredFile.objects.get_or_create(sha256=sha256, defaults=_fields(row))
    if is_new:
        note_likenesses(kept)  # after the row, so that of two alike kept at once the later finds the earlier
    return kept


def note_likenesses(file: StoredFile) -> int:
    """Remember which other pictures show the same photograph; how many there are. Safe to repeat."""
    found = pictures_like(file)
    pairs = [
        Likeness(file_id=one, other_id=other, bits=bits)
        for near, bits in found
        for one, other in ((file.pk, near), (near, file.pk))
    ]
    Likeness.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(found)


def forget_file(file: StoredFile) -> bool:
    """Remove the row and its bytes, in the caller's transaction; False where something still points to it.

    The bytes go before the row: cut off in between, the row says what is missing and this is done again. The other
    way round, bytes that somebody sends anew at that moment would be taken away from under their row.
    """
    rows = StoredFile.objects.select_for_update().filter(pk=file.pk)
    if not rows.exists() or _is_pointed_to(file):
        return False
    default_storage.delete(file.path)
    if file.is_picture:
        default_storage.delete(file.thumbnail_path)
    rows.delete()
    return True


def _is_pointed_to(file: StoredFile) -> bool:
    """Whether any row means the file; pairs of pictures that look alike only tell of it."""
    fields = [
        one for one in StoredFile._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)
    ]
    return any(
        one.related_model._base_manager.filter(**{one.field.name: file}).exists()
        for one in fields
        if one.related_model is not Likeness
    )


def _is_whole(path: str, size: int) -> bool:
    return default_storage.exists(path) and default_storage.size(path) == size


def _write(path: str, data: bytes) -> None:
    """Put an object in its place. The storage never writes over one, so a broken one goes first."""
    if _is_whole(path, len(data)):
        return
    if default_storage.exists(path):
        default_storage.delete(path)
    try:
        default_storage.save(path, ContentFile(data))
    except OSError:
        # The half that a full disk took would only take the room of somebody else's file.
        with suppress(OSError):
            default_storage.delete(path)
        raise


def _fields(row: StoredFile) -> dict[str, object]:
    names = (
        "size",
        "media_type",
        "extension",
        "width",
        "height",
        "taken_at",
        "stored_at",
        "latitude",
        "longitude",
        "picture_hash",
    )
    return {name: getattr(row, name) for name in names}


def _too_large(size: int) -> str:
    limit = settings.MAX_UPLOAD_BYTES // 2**20
    return f"Tệp nặng {size // 2**20} MB, vượt mức {limit} MB. Anh/chị thu nhỏ hoặc chia tệp."
