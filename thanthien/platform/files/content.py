"""What a file really is, by its bytes; what may be kept; small pictures for lists."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from thanthien.lib.documents.sniff import Kind, sniff

LARGEST_PICTURE = 60_000_000  # pixels; a phone's largest picture is about 50 million
THUMBNAIL = (480, 480)
_TOO_MANY_PIXELS = "Ảnh quá lớn (trên 60 triệu điểm ảnh). Anh/chị thu nhỏ ảnh rồi gửi lại."
_TAKEN_IN = ZoneInfo("Asia/Ho_Chi_Minh")
_PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
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


class CannotKeepFile(Exception):
    """The file is not one we keep. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Content:
    media_type: str
    extension: str
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None


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
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail(THUMBNAIL)
        if upright.has_transparency_data:  # a stamp or a signature: dark on paper, not on black
            paper = Image.new("RGBA", upright.size, "white")
            paper.alpha_composite(upright.convert("RGBA"))
            upright = paper
        out = io.BytesIO()
        upright.convert("RGB").save(out, "WEBP", quality=78, method=2)
    return out.getvalue()


def _picture(data: bytes) -> Content:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            kind, (width, height) = picture.format or "", picture.size
            if kind not in _PICTURES:
                raise CannotKeepFile(
                    f"Ảnh loại {kind} không được nhận. Anh/chị lưu thành JPG hoặc PNG rồi gửi lại."
                )
            if width * height > LARGEST_PICTURE:
                raise CannotKeepFile(_TOO_MANY_PIXELS)
            taken = picture.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
            picture.load()
    except Image.DecompressionBombError as error:
        raise CannotKeepFile(_TOO_MANY_PIXELS) from error
    except CannotKeepFile:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CannotKeepFile("Ảnh bị hỏng hoặc chưa tải lên trọn vẹn. Anh/chị gửi lại ảnh gốc.") from error
    media_type, extension = _PICTURES[kind]
    return Content(media_type, extension, width, height, _taken_at(taken))


def _taken_at(value: object) -> datetime | None:
    try:
        return datetime.strptime(str(value), "%Y:%m:%d %H:%M:%S").replace(tzinfo=_TAKEN_IN)
    except ValueError:
        return None


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
