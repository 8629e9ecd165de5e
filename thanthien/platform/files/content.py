"""What a file really is, by its bytes; what may be kept; small pictures for lists."""

from __future__ import annotations

import io
import math
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from thanthien.lib.documents.sniff import Kind, sniff

LARGEST_PICTURE = 60_000_000  # pixels; a phone's largest picture is about 50 million
LONGEST_SIDE = 30_000  # pixels; a line of millions of pixels takes a server seconds and shows nobody anything
THUMBNAIL = (480, 480)
_TOO_MANY_PIXELS = "Ảnh quá lớn (trên 60 triệu điểm ảnh). Anh/chị thu nhỏ ảnh rồi gửi lại."
_TAKEN_IN = ZoneInfo("Asia/Ho_Chi_Minh")
_FIRST_CAMERAS = 1990
_PICTURES = {
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),  # what phones take with depth or more light: a JPEG with others behind it
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}
_OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
}
ACCEPTED = (
    "ảnh (JPG, PNG, WebP), PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) hoặc văn bản thuần (.txt)"
)


class Place(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


class CannotKeepFile(Exception):
    """The file is not one we keep. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Content:
    media_type: str
    extension: str
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    place: Place | None = None


def examine(data: bytes) -> Content:
    """Judge a file by its bytes alone. Raises `CannotKeepFile`."""
    if not data:
        raise CannotKeepFile("Tệp trống, không có nội dung. Anh/chị kiểm tra lại tệp đã chọn.")
    match sniff(data):
        case Kind.PICTURE:
            return _picture(data)
        case Kind.PDF:
            return Content("application/pdf", "pdf")
        case Kind.ZIP:
            return _office(data)
        case Kind.TEXT:
            return _text(data)
        case Kind.HEIC:
            raise CannotKeepFile(
                "Ảnh HEIC của iPhone chưa xem được trên mọi máy. Anh/chị lưu ảnh thành JPG rồi gửi lại."
            )
        case _:
            raise CannotKeepFile(f"Loại tệp này không được nhận. Hệ thống nhận {ACCEPTED}.")


def thumbnail(data: bytes) -> bytes:
    """A small WebP of a picture, turned upright, without its EXIF (which may hold a place)."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", THUMBNAIL)
        upright = _upright(picture)
        upright.thumbnail(THUMBNAIL)
        if upright.has_transparency_data:  # a stamp or a signature: dark on paper, not on black
            paper = Image.new("RGBA", upright.size, "white")
            paper.alpha_composite(upright.convert("RGBA"))
            upright = paper
        out = io.BytesIO()
        upright.convert("RGB").save(out, "WEBP", quality=78, method=2)
    return out.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    """The picture as it was held; as it lies where its EXIF does not say so in good order."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # whatever stands in a broken EXIF, Pillow raises something of its own
        return picture


def _picture(data: bytes) -> Content:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            kind, (width, height) = picture.format or "", picture.size
            if kind not in _PICTURES:
                raise CannotKeepFile(
                    f"Ảnh loại {kind} không được nhận. Anh/chị lưu thành JPG hoặc PNG rồi gửi lại."
                )
            if width * height > LARGEST_PICTURE or max(width, height) > LONGEST_SIDE:
                raise CannotKeepFile(_TOO_MANY_PIXELS)
            picture.load()  # before its EXIF: Pillow looks for that behind the pixels, and forgets what broke
            taken, place = _told(picture)
    except Image.DecompressionBombError as error:
        raise CannotKeepFile(_TOO_MANY_PIXELS) from error
    except CannotKeepFile:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CannotKeepFile("Ảnh bị hỏng hoặc chưa tải lên trọn vẹn. Anh/chị gửi lại ảnh gốc.") from error
    media_type, extension = _PICTURES[kind]
    return Content(media_type, extension, width, height, taken, place)


def _told(picture: Image.Image) -> tuple[datetime | None, Place | None]:
    """When and where the picture says it was taken; nothing where its EXIF is broken: the picture is whole."""
    try:
        exif = picture.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
        return _taken_at(taken), _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # as in `_upright`
        return None, None


def _place(gps: Mapping[int, Any]) -> Place | None:
    """The place in a GPS block; None where it is missing, senseless or 0, 0 (a camera without a fix)."""
    north, east = (
        _degrees(gps.get(value), gps.get(side), minus)
        for value, side, minus in (
            (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S"),
            (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W"),
        )
    )
    if north is None or east is None or not (north or east) or abs(north) > 90 or abs(east) > 180:
        return None
    return Place(round(north, 6), round(east, 6))


def _degrees(value: Any, side: Any, minus: str) -> float | None:
    """Degrees, minutes and seconds of EXIF as one number; None where they are none."""
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    whole = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(whole):
        return None
    return -whole if side == minus else whole


def _taken_at(value: object) -> datetime | None:
    try:
        moment = datetime.strptime(str(value), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    # a camera whose clock was never set; the year 1 has no place in a database that counts in UTC
    return moment.replace(tzinfo=_TAKEN_IN) if moment.year >= _FIRST_CAMERAS else None


def _office(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, struct.error, OSError, ValueError) as error:
        raise CannotKeepFile("Tệp bị hỏng hoặc chưa tải lên trọn vẹn. Anh/chị gửi lại tệp gốc.") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise CannotKeepFile(
            "Tệp có chứa macro nên không được nhận. Anh/chị lưu lại thành .docx hoặc .xlsx thường."
        )
    for part, (media_type, extension) in _OFFICE.items():
        if part in names:
            return Content(media_type, extension)
    raise CannotKeepFile(f"Tệp nén không được nhận. Anh/chị giải nén rồi gửi từng tệp: {ACCEPTED}.")


def _text(data: bytes) -> Content:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotKeepFile(f"Không nhận ra loại tệp. Hệ thống nhận {ACCEPTED}.")
    return Content("text/plain", "txt")
