"""Keeping a file: judged by content, named by sha-256, stored once."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from thanthien.platform.files.content import CannotKeepFile, examine, thumbnail
from thanthien.platform.files.models import StoredFile


def keep_upload(*, upload: UploadedFile[Any], at: datetime) -> StoredFile:
    """Keep an uploaded file. Raises `CannotKeepFile` with a sentence for the person."""
    if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise CannotKeepFile(_too_large(upload.size or 0))
    return keep_file(data=upload.read(), at=at)


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
    )
    try:
        if row.is_picture:
            _write(row.thumbnail_path, thumbnail(data))
        _write(row.path, data)
    except OSError as error:
        raise CannotKeepFile(
            "Máy chủ chưa ghi được tệp (có thể đã hết chỗ). Chưa có gì được lưu; anh/chị báo quản trị rồi gửi lại."
        ) from error
    with transaction.atomic():
        return StoredFile.objects.get_or_create(sha256=sha256, defaults=_fields(row))[0]


def _is_whole(path: str, size: int) -> bool:
    return default_storage.exists(path) and default_storage.size(path) == size


def _write(path: str, data: bytes) -> None:
    """Put an object in its place. The storage never writes over one, so a broken one goes first."""
    if _is_whole(path, len(data)):
        return
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(data))


def _fields(row: StoredFile) -> dict[str, object]:
    names = ("size", "media_type", "extension", "width", "height", "taken_at", "stored_at")
    return {name: getattr(row, name) for name in names}


def _too_large(size: int) -> str:
    limit = settings.MAX_UPLOAD_BYTES // 2**20
    return f"Tệp nặng {size // 2**20} MB, vượt mức {limit} MB. Anh/chị thu nhỏ hoặc chia tệp."
