"""A picture taken at the work: chosen or taken on the phone, made smaller there, judged by content here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from thanthien.platform.files.actions import keep_upload
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.refusals import Refusal

PICTURES = "image/jpeg,image/png,image/webp"


class NoPicture(Refusal):
    """What was sent is no picture, or only part of one."""


def photo_field(label: str, *, hint: str = "") -> forms.FileField:
    """Made smaller before it travels where the browser can (ui/shrink.js)."""
    attrs = {"accept": PICTURES, "capture": "environment", "data-shrink": "1"}
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        help_text=hint,
        widget=forms.FileInput(attrs=attrs),
    )


def keep_picture(upload: UploadedFile[Any] | None, at: datetime) -> StoredFile | None:
    """The kept picture; None where nothing was sent. Raises `NoPicture` for the field `photo`."""
    if not upload:
        return None
    try:
        file = keep_upload(upload=upload, at=at)
    except CannotKeepFile as error:
        raise NoPicture(f"Ảnh chưa giữ được. {error}", "photo") from error
    if not file.is_picture:
        raise NoPicture("Tệp này không phải ảnh. Anh/chị chụp hoặc chọn một ảnh.", "photo")
    return file
