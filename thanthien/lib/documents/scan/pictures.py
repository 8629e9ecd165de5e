"""Picture files → grey pages, safely."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image, UnidentifiedImageError

from thanthien.lib.documents.model import CannotRead

_MOST_PIXELS = 64_000_000
_LEAST_SIDE = 200
# Long side of an A4 page at 300 dpi; smaller pictures are enlarged towards it, larger ones reduced.
_LONG_SIDE = 3508
_LARGEST_SIDE = 4300

_CAMERA_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_BAD = "Ảnh bị hỏng hoặc tải lên chưa trọn vẹn nên không mở được. Hãy chụp hoặc quét lại rồi tải lên lần nữa."


def grey_pages(data: bytes, *, max_pages: int) -> Iterator[Image.Image]:
    """Each picture in the file (a TIFF may hold many), upright as its camera says, in grey."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(
                io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
            ) as picture:
                count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                _refuse_large(picture, count, max_pages)
                for frame in range(count):
                    picture.seek(frame)
                    _refuse_large(picture, count, max_pages)
                    yield _grey(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise CannotRead(_BAD, code="corrupt") from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error


def _refuse_large(picture: Image.Image, count: int, max_pages: int) -> None:
    if count > max_pages:
        raise CannotRead(
            f"Tệp ảnh có {count} trang, quá mức {max_pages} trang. Hãy tách thành nhiều tệp rồi tải lên lại.",
            code="too_many_pages",
        )
    if picture.width * picture.height > _MOST_PIXELS:
        raise _too_large()
    if min(picture.size) < _LEAST_SIDE // 4 or max(picture.size) < _LEAST_SIDE:
        raise CannotRead(
            "Ảnh quá nhỏ, không đủ nét để nhận dạng chữ. Hãy quét lại ở 300 dpi hoặc chụp gần hơn.",
            code="too_small",
        )


def _too_large() -> CannotRead:
    return CannotRead(
        "Ảnh có quá nhiều điểm ảnh (trên 64 triệu) nên không được mở. Hãy quét lại ở 300 dpi rồi tải lên.",
        code="too_large",
    )


def _grey(picture: Image.Image) -> Image.Image:
    """The picture in grey on white paper, upright, at about page size; colour is dropped first, it is large."""
    # JPEG can be decoded smaller at once.
    picture.draft("L", (_LARGEST_SIDE, _LARGEST_SIDE))
    turn = _CAMERA_TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        inked = picture.convert("LA")
        grey = Image.new("L", inked.size, 255)
        grey.paste(inked.getchannel("L"), mask=inked.getchannel("A"))
    else:
        grey = picture.convert("L")
    sized = to_page_size(grey)
    return sized.transpose(turn) if turn is not None else sized


def to_page_size(picture: Image.Image) -> Image.Image:
    """The page at about 300 dpi, taking it for an A4 page."""
    long_side = max(picture.size)
    if 0.87 * _LONG_SIDE <= long_side <= _LARGEST_SIDE:
        return picture
    factor = _LONG_SIDE / long_side
    size = (max(round(picture.width * factor), 1), max(round(picture.height * factor), 1))
    return picture.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)
