"""A page of the uploaded file as a picture, so that a person can hold what was read against the paper."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from thanthien.lib.documents import CannotRead
from thanthien.lib.documents.pdf.engine import open_pdf, picture_of_page
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import read_file

_DPI = 110  # readable on a screen, about 100 KB a page
_LONG_SIDE = 1400


def has_pictures(file: StoredFile) -> bool:
    """PDF pages and photographs have a picture; Word, Excel and text have only their lines."""
    return file.extension == "pdf" or file.is_picture


def picture_of(file: StoredFile, number: int) -> bytes | None:
    """Page `number` (from 1) as WebP; None where there is no such page or the file cannot be drawn."""
    if not has_pictures(file) or number < 1:
        return None
    try:
        return _webp(_photograph(file, number) if file.is_picture else _page(file, number))
    except (CannotRead, IndexError, OSError):
        return None


def _page(file: StoredFile, number: int) -> Image.Image:
    with open_pdf(read_file(file)) as document:
        if number > len(document):
            raise IndexError(number)
        return picture_of_page(document, number, _DPI)


def _photograph(file: StoredFile, number: int) -> Image.Image:
    if number > 1:
        raise IndexError(number)
    with Image.open(io.BytesIO(read_file(file))) as picture:
        picture.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((_LONG_SIDE, _LONG_SIDE))
        return upright


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=70, method=2)
    return out.getvalue()
